package dev.impuls.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impuls.function.FunctionPatch;
import dev.impuls.store.Await;
import dev.impuls.store.Change;
import dev.impuls.store.Samples;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Connection strings and the files they lead to, against a server that asks for passwords; where
 * {@code psql} is installed, it is asked the same and must come to the same.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // One server for all.
class LikePsqlTest {
  private static final String PASSWORD = "a?b:c\\d";
  private static final String WHO =
      "SELECT current_user || ' ' || COALESCE(host(inet_client_addr()), 'socket')";

  private PostgresServer server = none();
  private Path directory = none();

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // Made before all tests.
  private static <T> T none() {
    return null;
  }

  @BeforeAll
  void start(@TempDir Path made) throws Exception {
    directory = made;
    Path data = made.resolve("data");
    Path sockets = Files.createDirectory(made.resolve("sockets"));
    server = PostgresServer.start(data, Map.of("unix_socket_directories", sockets.toString()));
    try (var connection = server.connect();
        var statement = connection.createStatement()) {
      statement.execute("CREATE ROLE app LOGIN PASSWORD 'a?b:c\\d'");
      statement.execute("CREATE DATABASE app");
      Files.writeString(
          data.resolve("pg_hba.conf"),
          """
          host  all app all scram-sha-256
          local all app scram-sha-256
          host  all postgres all trust
          local all postgres trust
          """);
      statement.execute("SELECT pg_reload_conf()");
    }
    String escaped = PASSWORD.replace("\\", "\\\\").replace(":", "\\:");
    passwords("home/.pgpass", "# ours\n127.0.0.1:1:app:app:wrong\n127.0.0.1:*:app:app:" + escaped);
    passwords("pass", "*:" + server.port() + ":*:app:" + escaped);
    passwords("socketpass", sockets + ":*:*:app:" + escaped);
    passwords("open", "*:*:*:app:" + escaped);
    Files.setPosixFilePermissions(
        made.resolve("open"), PosixFilePermissions.fromString("rw-r--r--"));
    passwords("nobody/.pgpass", "*:*:*:other:x");
    services(
        "home/.pg_service.conf",
        """
        # ours
        [other]
        host=nowhere.invalid
        [impuls]

        host=127.0.0.1
        port=PORT
        user=app
        dbname=app
        [last]
        host=nowhere.invalid
        """);
    services("services", "[filed]\nhost=127.0.0.1\nport=PORT\nuser=app\npassword=PASSWORD\n");
    services("system/pg_service.conf", "[ofsystem]\nhost=127.0.0.1\nport=PORT\nuser=postgres\n");
  }

  private void passwords(String name, String text) throws Exception {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private void services(String name, String text) throws Exception {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, filled(text));
  }

  @AfterAll
  void stop() throws Exception {
    server.close();
  }

  private String filled(String text) {
    Path sockets = directory.resolve("sockets");
    return text.replace("PORT", Integer.toString(server.port()))
        .replace("PASSWORD", PASSWORD)
        .replace("ENCODED", sockets.toString().replace("/", "%2F"))
        .replace("SOCKETS", sockets.toString())
        .replace("DIR", directory.toString());
  }

  private Map<String, String> environment(String pairs) {
    var environment = new HashMap<String, String>();
    for (String pair : pairs.split(" ", -1)) {
      if (!pair.isEmpty()) {
        String filled = filled(pair.substring(pair.indexOf('=') + 1));
        environment.put(pair.substring(0, pair.indexOf('=')), filled);
      }
    }
    return environment;
  }

  private static String ours(String text, Map<String, String> environment) throws SQLException {
    ConnectionString parsed = ConnectionString.parse(text, environment);
    try (var connection = parsed.dataSource().getConnection();
        var statement = connection.createStatement();
        ResultSet row = statement.executeQuery(WHO)) {
      row.next();
      return row.getString(1);
    }
  }

  /** What {@code psql} answers, "" if it fails. */
  private static String psql(String text, Map<String, String> environment) throws Exception {
    var builder = new ProcessBuilder("psql", "-X", "-w", "-A", "-t", "-c", WHO, text);
    builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.equals("HOME"));
    builder.environment().putAll(environment);
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return process.waitFor() == 0 ? said : "";
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          postgres://app:PASSWORD@127.0.0.1:PORT/app?sslmode=disable& | HOME=DIR       | app 127.0.0.1
          postgres://app@127.0.0.1:PORT/app                     | HOME=DIR/home        | app 127.0.0.1
          host=127.0.0.1 port=PORT user=app                     | HOME=DIR/home        | app 127.0.0.1
          postgres://app@127.0.0.1:PORT/app?passfile=DIR/pass   | HOME=DIR             | app 127.0.0.1
          postgres://app@127.0.0.1:PORT/app                     | PGPASSFILE=DIR/pass  | app 127.0.0.1
          service=impuls                                        | HOME=DIR/home        | app 127.0.0.1
          postgresql://?service=impuls                          | HOME=DIR/home        | app 127.0.0.1
          postgresql://postgres@?service=impuls                 | HOME=DIR/home        | postgres 127.0.0.1
          postgresql://                                         | HOME=DIR/home PGSERVICE=impuls PGHOST=nowhere.invalid | app 127.0.0.1
          service=filed                                         | HOME=DIR PGSERVICEFILE=DIR/services | app 127.0.0.1
          service=ofsystem                                      | HOME=DIR PGSYSCONFDIR=DIR/system    | postgres 127.0.0.1
          postgresql://postgres@/postgres?host=SOCKETS&port=PORT | HOME=DIR            | postgres socket
          postgresql://postgres@ENCODED:PORT/postgres           | HOME=DIR             | postgres socket
          host=SOCKETS port=PORT user=postgres sslmode=require  | HOME=DIR             | postgres socket
          user=postgres                                         | HOME=DIR PGHOST=SOCKETS PGPORT=PORT | postgres socket
          host=SOCKETS port=PORT user=app passfile=DIR/socketpass sslmode=verify-full | HOME=DIR | app socket
          """)
  void connectsWherePsqlDoes(String text, String environment, String who) throws Exception {
    Map<String, String> variables = environment(environment);
    assertThat(ours(filled(text), variables)).isEqualTo(who);
    if (InstalledPostgres.versionOfTools() > 0) {
      assertThat(psql(filled(text), variables)).isEqualTo(who);
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          postgres://app@127.0.0.1:PORT/app                       | HOME=DIR
          postgres://app@127.0.0.1:PORT/app                       | HOME=DIR/nobody
          postgres://app@127.0.0.1:PORT/app                       | PGPASSFILE=DIR/open
          postgres://app@127.0.0.1:PORT/postgres                  | HOME=DIR/home
          postgres://app@localhost:PORT/app                       | HOME=DIR/home
          postgres://app@127.0.0.1:PORT/app?passfile=DIR/nothere  | HOME=DIR/home
          host=SOCKETS port=PORT user=app                         | HOME=DIR/home
          host=DIR/home port=PORT user=postgres                   | HOME=DIR
          """)
  void connectsNotWherePsqlDoesNot(String text, String environment) throws Exception {
    Map<String, String> variables = environment(environment);
    assertThatThrownBy(() -> ours(filled(text), variables)).isInstanceOf(SQLException.class);
    if (InstalledPostgres.versionOfTools() > 0) {
      assertThat(psql(filled(text), variables)).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          service=nothere    | HOME=DIR/home PGSYSCONFDIR=DIR/system | not defined
          service=impuls     | PGSERVICEFILE=DIR/nothere             | is not there
          service=impuls     | PGSERVICEFILE=DIR/pass                | not defined
          host=SOCKETS,h     | HOME=DIR                              | several hosts
          host=127.0.0.1,h user=app dbname=app port=PORT | HOME=DIR/home | for all of the hosts
          """)
  void whatCannotBeFoundIsSaid(String text, String environment, String said) {
    assertThatThrownBy(() -> ConnectionString.parse(filled(text), environment(environment)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said);
  }

  @Test
  void aLineOfAServiceIsNotRepeated() throws Exception {
    services("bad", "[bad]\nhost=h\nsecret words\n");
    assertThatThrownBy(
            () ->
                ConnectionString.parse(
                    "service=bad", Map.of("PGSERVICEFILE", directory.resolve("bad").toString())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 3 of")
        .hasMessageNotContaining("secret");
  }

  @Test
  void aStoreOnAUnixSocketHearsOfChanges() throws Exception {
    String bySocket = filled("postgresql://postgres@/postgres?host=SOCKETS&port=PORT");
    List<String> heard = Collections.synchronizedList(new ArrayList<>());
    try (TestSchema schema = TestSchema.make(server.url());
        var store = TestSchema.open(schema.connection(bySocket));
        var other = schema.open()) {
      assertThat(store.status().location())
          .isEqualTo(filled("postgres:///postgres?host=SOCKETS&port=PORT"));
      try (var _ = store.subscribe((Change change) -> heard.add(change.name()))) {
        store.create(Samples.draft("mine"));
        other.create(Samples.draft("theirs"));
        Await.until("both are heard of", () -> heard.containsAll(List.of("mine", "theirs")));
      }
      var patch = new FunctionPatch("new", null, null, null, null, null, null, null, null);
      other.update("theirs", patch, null);
      assertThat(store.get("theirs").description()).isEqualTo("new");
    }
  }
}
