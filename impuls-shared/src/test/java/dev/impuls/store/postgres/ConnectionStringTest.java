package dev.impuls.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

/** What connection strings mean; the reference is what libpq makes of them. */
class ConnectionStringTest {
  private static final String OS_USER = System.getProperty("user.name");

  private static ConnectionString parse(String text) {
    return ConnectionString.parse(text, Map.of());
  }

  /** As libpq's {@code PQconninfo} shows it. */
  private static String shown(ConnectionString connection) {
    PGSimpleDataSource source = connection.dataSource();
    StringBuilder places = new StringBuilder();
    for (int i = 0; i < source.getServerNames().length; i++) {
      places.append(i == 0 ? "" : ",").append(source.getServerNames()[i]);
      places.append(':').append(source.getPortNumbers()[i]);
    }
    return places
        + "/"
        + source.getDatabaseName()
        + " "
        + source.getUser()
        + " "
        + source.getPassword();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          postgres://user:pass@localhost:5432/impuls?sslmode=disable | localhost:5432/impuls user pass
          postgres://localhost/impuls?sslmode=disable                | localhost:5432/impuls OS null
          postgres://localhost:5432/impuls_test?sslmode=disable      | localhost:5432/impuls_test OS null
          postgresql://                                              | localhost:5432/OS OS null
          postgres://                                                | localhost:5432/OS OS null
          postgresql://localhost                                     | localhost:5432/OS OS null
          postgresql://localhost:5433                                | localhost:5433/OS OS null
          postgresql://localhost/mydb                                | localhost:5432/mydb OS null
          postgresql://user@localhost                                | localhost:5432/user user null
          postgresql://user:secret@localhost                         | localhost:5432/user user secret
          postgresql://other@localhost/otherdb?connect_timeout=10&application_name=myapp | localhost:5432/otherdb other null
          postgresql://host1:123,host2:456/somedb?target_session_attrs=any | host1:123,host2:456/somedb OS null
          postgresql://host1,host2,host3:1/db                        | host1:5432,host2:5432,host3:1/db OS null
          postgresql:///mydb?host=localhost&port=5433                | localhost:5433/mydb OS null
          postgresql://user@/db?host=h1,h2&port=1,2                  | h1:1,h2:2/db user null
          postgresql://user@/db?host=h1,h2&port=7                    | h1:7,h2:7/db user null
          postgresql://:pw@h/db                                      | h:5432/db OS pw
          postgresql://u:@h/db                                       | h:5432/db u null
          postgresql://h/db?user=u&password=p                        | h:5432/db u p
          postgresql://u:p@h/db?user=other                           | h:5432/db other p
          postgresql://h/                                            | h:5432/OS OS null
          postgresql://h?sslmode=disable                             | h:5432/OS OS null
          postgresql://h/db?                                         | h:5432/db OS null
          postgresql://[2001:db8::1234]/database                     | [2001:db8::1234]:5432/database OS null
          postgresql://[::1]:6432/database                           | [::1]:6432/database OS null
          postgresql://[::1],[::2]:7/db                              | [::1]:5432,[::2]:7/db OS null
          postgresql://%75ser:p%40ss%3Aw%2Ford%25@h%6Fst:54%333/d%2Fb%20c | host:5433/d/b c user p@ss:w/ord%
          postgresql://u:a+b@h/c+d                                   | h:5432/c+d u a+b
          postgresql://u:%C3%BC%E6%BC%A2@h/db                        | h:5432/db u ü漢
          postgresql://u:ü@h/db                                      | h:5432/db u ü
          postgresql://u:p:q@h/db                                    | h:5432/db u p:q
          postgresql://u@h/db?sslmode=&host=                         | localhost:5432/db u null
          postgresql://u:what?@h/db                                  | h:5432/db u what?
          postgresql://u:a?b=c&d@h:7/db?sslmode=disable&             | h:7/db u a?b=c&d
          postgresql://u?x@h                                         | h:5432/u?x u?x null
          postgresql://h/db?user=u&                                  | h:5432/db u null
          postgresql://u@%2Fvar%2Frun%2Fpostgresql/db                | localhost:5432/db u null
          postgresql:///db?host=/tmp&port=7&user=u                   | localhost:7/db u null
          host=/var/run/postgresql user=u                            | localhost:5432/u u null
          postgresql://h/db?hostaddr=10.0.0.1&host=                  | 10.0.0.1:5432/db OS null
          host=localhost port=5432 dbname=mydb connect_timeout=10    | localhost:5432/mydb OS null
          "host=h  user = u   password = 'a b'"                      | h:5432/u u a b
          "password='it\\'s \\\\ it' user=u"                         | localhost:5432/u u it's \\ it
          password=a\\ b user=u                                      | localhost:5432/u u a b
          "host=h password='' user=u"                                | h:5432/u u null
          host=h password=a=b user=u                                 | h:5432/u u a=b
          host=::1 dbname=db                                         | [::1]:5432/db OS null
          dbname=postgres://x                                        | localhost:5432/postgres://x OS null
          user=u host=a,b port=1,2 dbname=d                          | a:1,b:2/d u null
          jdbc:postgresql://h:5433/db?user=u&password=p              | h:5433/db u p
          jdbc:postgresql://h1:1,h2:2/db?user=u                      | h1:1,h2:2/db u null
          jdbc:postgresql://h/db                                     | h:5432/db OS null
          jdbc:postgresql:db                                         | localhost:5432/db OS null
          """)
  void meansWhatItMeansToLibpq(String text, String expected) {
    assertThat(shown(parse(text))).isEqualTo(expected.replace("OS", OS_USER).replace("\\\\", "\\"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sslmode=disable               | sslmode             | disable
          sslmode=allow                 | sslmode             | allow
          sslmode=prefer                | sslmode             | prefer
          sslmode=require               | sslmode             | require
          ssl=true                      | sslmode             | require
          sslnegotiation=direct         | sslNegotiation      | direct
          sslcert=pom.xml               | sslcert             | pom.xml
          sslkey=pom.xml                | sslkey              | pom.xml
          sslpassword=x                 | sslpassword         | x
          connect_timeout=7             | connectTimeout      | 7
          connect_timeout=0             | connectTimeout      | 0
          connect_timeout=-1            | connectTimeout      | 0
          application_name=my%20app     | ApplicationName     | my app
          fallback_application_name=f   | ApplicationName     | f
          application_name=             | ApplicationName     | impuls-server
          target_session_attrs=any      | targetServerType    | any
          target_session_attrs=read-write | targetServerType  | primary
          target_session_attrs=primary  | targetServerType    | primary
          target_session_attrs=read-only | targetServerType   | secondary
          target_session_attrs=standby  | targetServerType    | secondary
          target_session_attrs=prefer-standby | targetServerType | preferSecondary
          load_balance_hosts=random     | loadBalanceHosts    | true
          load_balance_hosts=disable    | loadBalanceHosts    | false
          channel_binding=require       | channelBinding      | require
          gssencmode=disable            | gssEncMode          | disable
          krbsrvname=pg                 | kerberosServerName  | pg
          require_auth=scram-sha-256    | requireAuth         | scram-sha-256
          keepalives=0                  | tcpKeepAlive        | false
          keepalives=1                  | tcpKeepAlive        | true
          options=-c%20search_path%3Da  | options             | -c search_path=a
          client_encoding=UTF8          | tcpKeepAlive        | true
          sslsni=1                      | tcpKeepAlive        | true
          ssl_min_protocol_version=TLSv1.2 | tcpKeepAlive     | true
          """)
  void optionsAreHonoured(String option, String driver, String value) throws Exception {
    assertThat(parse("postgres://u@h/db?" + option).dataSource().getProperty(driver))
        .isEqualTo(value);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          ""                                    | looks like
          impuls                                | looks like
          mysql://h/db                          | looks like
          /var/run/postgresql                   | looks like
          postgres://u:p@ss@h/db                | %40
          postgres://u:4711/abc@h/db            | %2F
          postgres://h/db?sslrootcert=system&sslcert=pom.xml | sslrootcert=system
          postgres://h/db?sslmode=maybe         | sslmode must be one of
          postgres://h/db?sslmod=require        | sslmod is not known
          postgres://h/db?sslmode               | pairs
          postgres://h/db?a=b=c                 | pairs
          postgres://h/db?&                     | pairs
          postgres://h/db?user=u&&              | pairs
          postgres://h/db?user=u&&port=1        | pairs
          postgress://u:secret@h/db?sslmode=disable | looks like
          https//u:secret@h?sslmode=disable     | looks like
          postgres://h:0/db                     | port
          postgres://h:65536/db                 | port
          postgres://h:x/db                     | port
          postgres://h:-1/db                    | port
          postgres://a,b:1,c/db?port=1,2        | 3 hosts and 2 ports
          postgres://[::1/db                    | IPv6
          postgres://[]/db                      | IPv6
          postgres://[::1]x/db                  | IPv6
          postgres://u:%zz@h/db                 | %25
          postgres://u:100%@h/db                | %25
          postgres://u:%00@h/db                 | %25
          postgres://u:%ff@h/db                 | %25
          postgres://%2Fvar%2Frun,h/db          | Unix socket
          postgres:///db?host=/tmp,/tmp         | Unix socket
          host=@abstract                        | Unix socket
          postgres://h/db?connect_timeout=soon  | connect_timeout
          postgres://h/db?service=x             | service
          postgres://h/db?sslcrl=x              | sslcrl
          postgres://h/db?requirepeer=x         | requirepeer
          postgres://h/db?keepalives_idle=5     | keepalives_idle
          postgres://h/db?tcp_user_timeout=5    | tcp_user_timeout
          postgres://h/db?client_encoding=LATIN1 | client_encoding
          postgres://h/db?sslsni=0              | sslsni
          postgres://h/db?sslcompression=1      | sslcompression
          postgres://h/db?replication=true      | replication
          postgres://h/db?ssl=false             | ssl
          postgres://h/db?target_session_attrs=master | target_session_attrs
          postgres://h/db?hostaddr=10.0.0.1     | hostaddr
          postgres://h/db?sslcert=/no/such      | /no/such
          postgres://h/db?sslmode=verify-full&sslrootcert=/no/such | /no/such
          postgres://h/db?sslmode=require&sslrootcert=system | verify-full
          host=h dbname                         | key=value
          host=h =x                             | key=value
          host=h password='a b                  | missing
          host=h pass word=x                    | key=value
          jdbc:postgresql://h:x/db              | JDBC
          jdbc:postgresql://h?password=x        | JDBC
          jdbc:postgresql://h/db/x              | JDBC
          jdbc:postgresql://,/                  | JDBC
          jdbc:postgresql://u:p@h/db            | JDBC
          jdbc:postgresql://u:p@h:5432/db       | JDBC
          jdbc:postgresql://h/db?sslmod=x       | sslmod
          jdbc:postgresql://h/db?s3cr3t         | written there
          postgres://h/db?s3cr3t=%              | written there
          jdbc:mysql://h/db                     | looks like
          """)
  void whatCannotBeHonouredIsAnError(String text, String said) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said);
  }

  @Test
  void variablesOfLibpqStandForWhatIsLeftOut() {
    Map<String, String> environment =
        Map.of(
            "PGHOST",
            "h",
            "PGPORT",
            "7",
            "PGUSER",
            "u",
            "PGPASSWORD",
            "p",
            "PGDATABASE",
            "d",
            "PGAPPNAME",
            "a",
            "PGSSLMODE",
            "disable");

    assertThat(shown(ConnectionString.parse("postgres://", environment))).isEqualTo("h:7/d u p");
    assertThat(shown(ConnectionString.parse("postgres://x@y:1/z", environment)))
        .isEqualTo("y:1/z x p");
    assertThat(shown(ConnectionString.parse("user=x", environment))).isEqualTo("h:7/d x p");
  }

  @Test
  void aUnixSocketIsTheDriversFactoryAndHasNoTls() throws Exception {
    var connection = parse("postgres://u@/db?host=/var/run/postgresql&port=7&sslmode=verify-full");
    PGSimpleDataSource source = connection.dataSource();

    assertThat(source.getSocketFactory()).contains("AFUNIXSocketFactory");
    assertThat(source.getSocketFactoryArg()).isEqualTo("/var/run/postgresql/.s.PGSQL.7");
    assertThat(source.getProperty("sslmode")).isEqualTo("disable");
    assertThat(connection.location()).isEqualTo("postgres:///db?host=/var/run/postgresql&port=7");
  }

  @Test
  void certificatesOfTheUserAreBelowTheHomeOfTheEnvironment(@TempDir Path home) throws Exception {
    Path own = Files.createDirectory(home.resolve(".postgresql"));
    Path root = Files.createFile(own.resolve("root.crt"));
    Path certificate = Files.createFile(own.resolve("postgresql.crt"));
    Map<String, String> environment = Map.of("HOME", home.toString());

    PGSimpleDataSource source =
        ConnectionString.parse("postgres://h/db?sslmode=require", environment).dataSource();

    assertThat(source.getProperty("sslmode")).isEqualTo("verify-ca");
    assertThat(source.getProperty("sslrootcert")).isEqualTo(root.toString());
    assertThat(source.getProperty("sslcert")).isEqualTo(certificate.toString());
  }

  @Test
  void requireVerifiesIfThereIsACertificateOfAnAuthority(@TempDir Path directory) throws Exception {
    Path root = Files.createFile(directory.resolve("root.crt"));

    PGSimpleDataSource source =
        parse("postgres://h/db?sslmode=require&sslrootcert=" + root).dataSource();

    assertThat(source.getProperty("sslmode")).isEqualTo("verify-ca");
    assertThat(source.getProperty("sslrootcert")).isEqualTo(root.toString());
  }

  @Test
  void theAuthoritiesOfTheSystemVerifyTheHostToo() throws Exception {
    PGSimpleDataSource source = parse("postgres://h/db?sslrootcert=system").dataSource();

    assertThat(source.getProperty("sslmode")).isEqualTo("verify-full");
    assertThat(source.getProperty("sslfactory")).endsWith("DefaultJavaSSLFactory");
  }

  @Example
  void theLocationHasNeitherUserNorPassword() {
    var connection = parse("postgres://user:hunter2@h1,h2:7/db?application_name=x");

    assertThat(connection.location()).isEqualTo("postgres://h1:5432,h2:7/db");
    assertThat(connection).hasToString(connection.location());
  }

  @Property
  void percentEncodingGivesBackWhatWasEncoded(
      @ForAll("texts") String user, @ForAll("texts") String password, @ForAll("texts") String db) {
    var connection =
        parse("postgres://" + encoded(user) + ":" + encoded(password) + "@h/" + encoded(db));

    assertThat(shown(connection)).isEqualTo("h:5432/" + db + " " + user + " " + password);
  }

  @Property
  void quotingGivesBackWhatWasQuoted(
      @ForAll("texts") String user, @ForAll("texts") String password) {
    var connection = parse("user=" + quoted(user) + " host=h password = " + quoted(password));

    assertThat(shown(connection)).isEqualTo("h:5432/" + user + " " + user + " " + password);
  }

  @Property
  void whateverIsGivenIsReadOrRefusedWithoutTellingIt(@ForAll("strings") String text) {
    var written = new ArrayList<String>();
    Handler handler =
        new StreamHandler() {
          @Override
          public void publish(LogRecord record) {
            written.add(record.getMessage());
          }
        };
    Logger drivers = Logger.getLogger("org.postgresql");
    drivers.addHandler(handler);
    Throwable thrown;
    try {
      thrown = catchThrowable(() -> parse(text.replace("SECRET", "s3cr3t-w0rd")));
    } finally {
      drivers.removeHandler(handler);
    }

    assertThat(written).isEmpty();
    if (thrown != null) {
      assertThat(thrown).isInstanceOf(IllegalArgumentException.class);
      assertThat(thrown.toString()).doesNotContain("s3cr3t");
      assertThat(thrown.getCause()).isNull();
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars("ab0 :/@?#[]%+&=,'\\\"\u00fc漢")
        .withCharRange('a', 'z')
        .ofMinLength(1)
        .ofMaxLength(20);
  }

  @Provide
  Arbitrary<String> strings() {
    return Arbitraries.of(
            "postgres://",
            "jdbc:postgresql://",
            "host=",
            "user",
            "password=",
            "SECRET",
            ":",
            "@",
            "/",
            "?",
            "&",
            "=",
            "'",
            "\\",
            " ",
            "%",
            "%4",
            "%40",
            "[",
            "]",
            "::1",
            ",",
            "h",
            "5432",
            "sslmode=",
            "require",
            "ü",
            "\0",
            "\ud800")
        .list()
        .ofMaxSize(14)
        .map(parts -> parts.stream().collect(Collectors.joining()));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
