package dev.impuls.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.impuls.function.Function;
import dev.impuls.store.Await;
import dev.impuls.store.Change;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.Heard;
import dev.impuls.store.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code pg_dump} writes and {@code psql} reads, as an operator does it. Skipped where these
 * are not installed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // One server for all.
class BackupTest {
  @TempDir Path directory;

  private @Nullable InstalledPostgres installed;
  private String server = "";

  /** The server that all tests share, or one as old as the tools. */
  @BeforeAll
  void startServer(@TempDir Path data) throws Exception {
    int tools = InstalledPostgres.versionOfTools();
    assumeTrue(tools > 0, "pg_dump is not installed");
    server = PostgresServer.shared();
    if (tools < version(server)) {
      assumeTrue(
          Files.exists(InstalledPostgres.programs(tools).resolve("postgres")),
          "pg_dump is older than the database, and there is no server of its age");
      installed = InstalledPostgres.start(tools, data);
      server = installed.url();
    }
  }

  @AfterAll
  void stopServer() throws Exception {
    if (installed != null) {
      installed.close();
    }
  }

  private static int version(String url) throws Exception {
    try (Connection connection = PostgresServer.connect(url);
        var statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT current_setting('server_version_num')::int / 10000")) {
      row.next();
      return row.getInt(1);
    }
  }

  /** A database of its own, as dumps are of databases. */
  private String make(String name) throws Exception {
    execute(server, "CREATE DATABASE " + name + " ENCODING 'UTF8' TEMPLATE template0");
    return server.replaceFirst("/[^/]*$", "/" + name + "?sslmode=disable");
  }

  private void drop(String name) throws Exception {
    execute(server, "DROP DATABASE IF EXISTS " + name);
  }

  private static void execute(String url, String sql) throws Exception {
    try (Connection connection = PostgresServer.connect(url);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void run(Path input, Path output, String... command) throws Exception {
    Path errors = directory.resolve("errors");
    int exit =
        new ProcessBuilder(command)
            .redirectInput(input.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start()
            .waitFor();
    assertThat(Files.readString(errors)).as(Arrays.toString(command)).isEmpty();
    assertThat(exit).isZero();
  }

  private static PostgresFunctionStore open(String url) {
    return TestSchema.open(ConnectionString.parse(url, Map.of()));
  }

  private static List<Function> all(PostgresFunctionStore store) {
    try (Stream<Function> functions = store.stream(FunctionQuery.ALL)) {
      return functions.toList();
    }
  }

  @Test
  void whatWasDumpedIsRestoredIntoAnEmptyDatabase() throws Exception {
    String from = make("backup_from");
    String to = make("backup_to");
    Path backup = directory.resolve("impuls_backup.sql");
    Path nothing = Files.createFile(directory.resolve("nothing"));
    Path said = directory.resolve("said");
    try (var store = open(from)) {
      var kept = new ArrayList<Function>();
      kept.add(store.create(Samples.draft("empty", "")));
      kept.add(store.create(Samples.draft("hello")));
      kept.add(store.create(Samples.draft("lines", "a\r\nb\\n\t'\"$$ -- \\. ü漢\ud83d\ude00\n\n")));

      run(nothing, backup, "pg_dump", from);
      run(backup, said, "psql", "-v", "ON_ERROR_STOP=1", to);

      try (var restored = open(to)) {
        assertThat(all(restored)).isEqualTo(kept);
        // The triggers came with it.
        var heard = new Heard();
        restored.subscribe(heard);
        execute(to, "UPDATE functions SET code = 'x' WHERE name = 'hello'");
        heard.await(Change.Kind.UPDATED, "hello");
      }
    } finally {
      drop("backup_from");
      drop("backup_to");
    }
  }

  @Test
  void aRestoreOverARunningServerIsHeardOf() throws Exception {
    String url = make("backup_over");
    Path backup = directory.resolve("impuls_backup.sql");
    Path nothing = Files.createFile(directory.resolve("nothing"));
    try (var store = open(url)) {
      Function hello = store.create(Samples.draft("hello"));
      run(nothing, backup, "pg_dump", "--clean", "--if-exists", url);
      store.update("hello", Samples.code("later"), null);
      store.create(Samples.draft("later"));
      store.getToRun("hello");
      var heard = new Heard();
      store.subscribe(heard);

      run(backup, directory.resolve("said"), "psql", "-v", "ON_ERROR_STOP=1", url);

      heard.await(Change.Kind.DELETED, "later");
      // The table may have been seen while it was not there, or was empty yet.
      Await.until(
          "the earlier one is back",
          () -> all(store).equals(List.of(hello)) && store.getToRun("hello").equals(hello));
    } finally {
      drop("backup_over");
    }
  }
}
