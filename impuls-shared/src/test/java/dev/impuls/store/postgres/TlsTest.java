package dev.impuls.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impuls.store.StoreUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every {@code sslmode}, against servers with and without certificates. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // Two servers for all.
@Tag("slow")
class TlsTest {
  private PostgresServer secure = none();
  private PostgresServer plain = none();
  private Certificates ours = none();
  private Certificates others = none();

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // Made before all tests.
  private static <T> T none() {
    return null;
  }

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    ours = new Certificates(directory, "ours");
    ours.sign("localhost", "EC");
    ours.sign("tls_rsa", "RSA");
    ours.sign("tls_ec", "EC");
    others = new Certificates(directory, "others");
    others.sign("tls_rsa", "RSA");
    Path data = directory.resolve("secure");
    secure =
        PostgresServer.start(
            data,
            Map.of(
                "ssl",
                "on",
                "ssl_cert_file",
                ours.certificateFile("localhost").toString(),
                "ssl_key_file",
                ours.keyFile("localhost").toString(),
                "ssl_ca_file",
                ours.authority().toString()));
    plain = PostgresServer.start(directory.resolve("plain"), Map.of());
    try (var connection = secure.connect();
        var statement = connection.createStatement()) {
      statement.execute(
          "CREATE ROLE tls_rsa LOGIN; CREATE ROLE tls_ec LOGIN; CREATE ROLE tls_only LOGIN");
      Files.writeString(
          data.resolve("pg_hba.conf"),
          """
          hostssl all tls_rsa,tls_ec all cert
          hostssl all tls_only all trust
          hostnossl all tls_only all reject
          host all postgres all trust
          """);
      statement.execute("SELECT pg_reload_conf()");
    }
  }

  @AfterAll
  void stop() throws Exception {
    secure.close();
    plain.close();
  }

  private String options(String text) {
    return text.replace("OURS", ours.authority().toString())
        .replace("OTHERS", others.authority().toString());
  }

  /** Whether the connection is encrypted; a failure of the store's kind if there is none. */
  private static String connect(PostgresServer server, String user, String host, String options)
      throws Exception {
    String url = "postgres://" + user + "@" + host + ":" + server.port() + "/postgres?" + options;
    ConnectionString text = ConnectionString.parse(url, Map.of());
    try (var connection = text.dataSource().getConnection();
        var statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
      row.next();
      return row.getBoolean(1) ? "tls" : "plain";
    } catch (java.sql.SQLException e) {
      return new Failures(text).explain(e);
    }
  }

  @ParameterizedTest(name = "{0} {1} {2} {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          secure | postgres | localhost | sslmode=disable     | plain
          secure | postgres | localhost | sslmode=allow       | plain
          secure | tls_only | localhost | sslmode=allow       | tls
          secure | postgres | localhost | sslmode=prefer      | tls
          secure | postgres | localhost | connect_timeout=9   | tls
          secure | postgres | localhost | sslmode=require     | tls
          secure | postgres | 127.0.0.1 | sslmode=require     | tls
          secure | postgres | localhost | ssl=true            | tls
          secure | tls_only | localhost | sslmode=disable     | reject
          secure | postgres | 127.0.0.1 | sslmode=verify-ca&sslrootcert=OURS     | tls
          secure | postgres | localhost | sslmode=verify-ca&sslrootcert=OTHERS   | no TLS connection
          secure | postgres | localhost | sslmode=require&sslrootcert=OTHERS     | no TLS connection
          secure | postgres | localhost | sslmode=verify-full&sslrootcert=OURS   | tls
          secure | postgres | 127.0.0.1 | sslmode=verify-full&sslrootcert=OURS   | 127.0.0.1
          secure | postgres | localhost | sslmode=verify-full&sslrootcert=OTHERS | no TLS connection
          secure | postgres | localhost | sslrootcert=system  | no TLS connection
          plain  | postgres | localhost | sslmode=disable     | plain
          plain  | postgres | localhost | sslmode=allow       | plain
          plain  | postgres | localhost | sslmode=prefer      | plain
          plain  | postgres | localhost | sslmode=require     | does not support SSL
          plain  | postgres | localhost | sslmode=verify-ca&sslrootcert=OURS     | does not support SSL
          plain  | postgres | localhost | sslmode=verify-full&sslrootcert=OURS   | does not support SSL
          """)
  void everyModeDoesWhatItSays(
      String which, String user, String host, String options, String expected) throws Exception {
    PostgresServer server = which.equals("secure") ? secure : plain;

    String result = connect(server, user, host, options(options));

    assertThat(result).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({"tls_rsa", "tls_ec"})
  void aClientsCertificateLetsItIn(String user) throws Exception {
    String options =
        "sslmode=verify-full&sslrootcert="
            + ours.authority()
            + "&sslcert="
            + ours.certificateFile(user)
            + "&sslkey="
            + ours.keyFile(user);

    assertThat(connect(secure, user, "localhost", options)).isEqualTo("tls");
  }

  @Test
  void aClientsCertificateOfAnotherAuthorityDoesNot() throws Exception {
    String options =
        "sslmode=require&sslcert="
            + others.certificateFile("tls_rsa")
            + "&sslkey="
            + others.keyFile("tls_rsa");

    assertThat(connect(secure, "tls_rsa", "localhost", options)).isNotEqualTo("tls");
  }

  @Test
  void aStoreWorksOverTls() throws Exception {
    try (var schema =
            TestSchema.make(
                "postgres://postgres@localhost:"
                    + secure.port()
                    + "/postgres?sslmode=verify-full&sslrootcert="
                    + ours.authority());
        var store = schema.open()) {
      assertThat(store.status().outage()).isNull();
    }
    assertThatThrownBy(
            () ->
                TestSchema.open(
                    ConnectionString.parse(
                        "postgres://postgres@localhost:"
                            + secure.port()
                            + "/postgres?sslmode=verify-full&sslrootcert="
                            + others.authority(),
                        Map.of())))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("no TLS connection");
  }
}
