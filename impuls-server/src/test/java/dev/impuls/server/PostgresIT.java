package dev.impuls.server;

import static dev.impuls.server.ApiClient.FUNCTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.server.ApiClient.Answer;
import dev.impuls.store.Await;
import dev.impuls.store.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The distribution on a real PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // One database server for all.
@Tag("slow")
class PostgresIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String CODE = "exports.handler = async () => '%s';";

  private PostgresServer database = none();
  private Path directory = none();

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // Made before each test.
  private static <T> T none() {
    return null;
  }

  @BeforeAll
  void startDatabase(@TempDir Path data) throws Exception {
    database = PostgresServer.start(data.resolve("data"), Map.of());
  }

  @AfterAll
  void stopDatabase() throws Exception {
    database.close();
  }

  @BeforeEach
  void makeDatabase(@TempDir Path temporary) throws Exception {
    directory = temporary;
    execute(database.url(), "CREATE DATABASE impuls");
  }

  @AfterEach
  void dropDatabase() throws Exception {
    execute(database.url(), "DROP DATABASE impuls WITH (FORCE)");
  }

  private String url() {
    return database.url().replace("/postgres?", "/impuls?");
  }

  private static void execute(String url, String sql) throws Exception {
    try (Connection connection = PostgresServer.connect(url);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private ServerProcess start(String... more) throws Exception {
    String[] flags = {
      "--storage", "postgres", "--db-conn", url(), "--port", "0", "--isolation", "none"
    };
    String[] all = new String[flags.length + more.length];
    System.arraycopy(flags, 0, all, 0, flags.length);
    System.arraycopy(more, 0, all, flags.length, more.length);
    return ServerProcess.start(directory, all);
  }

  @Test
  void functionsStayInTheDatabaseAndRun() throws Exception {
    String made;
    try (var server = start();
        var api = new ApiClient(server.address())) {
      assertThat(server.output())
          .contains("Stores in postgres://127.0.0.1:" + database.port() + "/impuls: 0 functions");
      made = api.create("hello", CODE.formatted("hi")).body();
      assertThat(api.invoke("hello", "null").json().path("body").asString()).isEqualTo("hi");
      assertThat(api.get("/health").json().path("storage").path("kind").asString())
          .isEqualTo("postgres");
    }
    Map<String, String> variables = Map.of("STORAGE_TYPE", "postgres", "DB_CONN", url());
    try (var server =
            ServerProcess.start(
                ServerProcess.script(),
                directory,
                variables,
                "--port",
                "0",
                "--isolation",
                "none");
        var api = new ApiClient(server.address())) {
      assertThat(api.get(FUNCTIONS + "/hello").body()).isEqualTo(made);
    }
  }

  @Test
  void twoServersRunWhatEitherWrites() throws Exception {
    try (var one = start();
        var other = start();
        var first = new ApiClient(one.address());
        var second = new ApiClient(other.address())) {
      first.create("hello", CODE.formatted("old"));
      assertThat(second.invoke("hello", "null").json().path("body").asString()).isEqualTo("old");
      first.send("PATCH", FUNCTIONS + "/hello", "{\"code\":\"exports.handler = () => 'new'\"}");
      Await.until(
          "the other runs the new version",
          () -> second.invoke("hello", "null").json().path("body").asString().equals("new"));
      second.delete(FUNCTIONS + "/hello");
      Await.until("it is gone", () -> first.invoke("hello", "null").status() == 404);
    }
  }

  @Test
  void whatRanRunsWhileTheDatabaseIsAway() throws Exception {
    try (var server = start();
        var api = new ApiClient(server.address())) {
      api.create("hello", CODE.formatted("hi"));
      api.invoke("hello", "null");

      database.stop();
      Await.until("it is noticed", PATIENCE, () -> api.get("/health").status() == 503);
      assertThat(api.invoke("hello", "null").json().path("body").asString()).isEqualTo("hi");
      Answer away = api.get(FUNCTIONS + "/hello");
      assertThat(away.status()).isEqualTo(503);
      assertThat(away.header("Retry-After")).isNotNull();
      assertThat(away.json().path("code").asString()).isEqualTo("storage_unavailable");
      assertThat(api.get(FUNCTIONS).status()).isEqualTo(503);
      assertThat(api.invoke("other", "null").status()).isEqualTo(503);
      assertThat(api.create("new", "x").status()).isEqualTo(503);
      assertThat(api.get("/health/live").status()).isEqualTo(200);

      database.restart();
      Await.until("it is back", PATIENCE, () -> api.get("/health").status() == 200);
      assertThat(api.get(FUNCTIONS + "/hello").status()).isEqualTo(200);
      assertThat(server.errors()).doesNotContain("Exception", "\tat ");
    }
  }

  @Test
  void aDatabaseThatStaysAwayEndsTheStart() throws Exception {
    String nowhere = "postgres://app:hunter2@127.0.0.1:1/impuls";
    try (var server =
        ServerProcess.start(
            directory, "--storage", "postgres", "--db-conn", nowhere, "--db-wait", "1")) {
      var ended = server.end();
      assertThat(ended.exitCode()).isEqualTo(1);
      assertThat(ended.errors())
          .contains("Waiting up to 1 s for the database")
          .endsWith(
              "impuls-server: The database cannot be opened: nothing answers at"
                  + " postgres://127.0.0.1:1/impuls\n");
      assertThat(ended.output() + ended.errors()).doesNotContain("hunter2");
    }
  }

  @Test
  void theSchemaCanBeMadeByOneRoleAndUsedByAnother() throws Exception {
    try (var migrating = start("--db-migrate")) {
      assertThat(migrating.end().exitCode()).isZero();
    }
    execute(
        url(),
        "CREATE ROLE app LOGIN; GRANT SELECT, INSERT, UPDATE, DELETE ON functions TO app;"
            + " GRANT SELECT ON impuls_schema_history TO app");
    try (var server =
            ServerProcess.start(
                directory,
                "--storage",
                "postgres",
                "--db-conn",
                url().replace("postgres@", "app@"),
                "--port",
                "0",
                "--isolation",
                "none");
        var api = new ApiClient(server.address())) {
      assertThat(api.create("hello", CODE.formatted("hi")).status()).isEqualTo(201);
    } finally {
      execute(url(), "DROP OWNED BY app; DROP ROLE app");
    }
  }

  @Test
  void theSchemaCanBeMadeByHand() throws Exception {
    Path script = ServerProcess.script().resolveSibling("../migrations.sql");
    assertThat(script).content().contains("CREATE TABLE", "function_group");
    execute(url(), Files.readString(script));
    try (var server = start();
        var api = new ApiClient(server.address())) {
      assertThat(api.create("hello", CODE.formatted("hi")).status()).isEqualTo(201);
    }
  }
}
