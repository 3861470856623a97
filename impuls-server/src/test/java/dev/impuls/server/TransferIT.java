package dev.impuls.server;

import static dev.impuls.server.ApiClient.FUNCTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.function.FunctionDraft;
import dev.impuls.function.Placement;
import dev.impuls.server.ApiClient.Answer;
import dev.impuls.server.ServerProcess.Ended;
import dev.impuls.store.Await;
import dev.impuls.store.Samples;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import dev.impuls.store.postgres.TestSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Functions on their way through everything that keeps them, by the distribution's script. */
@Execution(ExecutionMode.CONCURRENT) // Each has servers of its own.
@Tag("slow")
class TransferIT {
  @TempDir private Path directory;

  @BeforeEach
  void prepare() {
    String one = "exports.handler = async () => 'ü\ud83d\ude00';\r\n";
    String two = "def handler(event, context):\n    return 2";
    try (var store =
        FileFunctionStore.open(new FileStoreSettings(directory.resolve("first"), false))) {
      store.create(
          new FunctionDraft(
              "one",
              "",
              "nodejs22",
              "index.handler",
              one,
              128,
              30,
              Placement.DEFAULT,
              Map.of("A", "\u0001\"")));
      store.create(
          new FunctionDraft(
              "two", "", "python312", "index.handler", two, 128, 30, Placement.DEFAULT, Map.of()));
      store.create(
          new FunctionDraft(
              "Three",
              "§",
              "nodejs22",
              "index.handler",
              one,
              128,
              30,
              Placement.DEFAULT,
              Map.of()));
      store.update("two", Samples.memory(64), null);
    }
  }

  private Ended run(String... arguments) throws Exception {
    return run(Map.of(), arguments);
  }

  private Ended run(Map<String, String> variables, String... arguments) throws Exception {
    try (var process =
        ServerProcess.start(ServerProcess.script(), directory, variables, arguments)) {
      Ended ended = process.end();
      assertThat(ended.exitCode()).as("%s: %s", String.join(" ", arguments), ended).isZero();
      return ended;
    }
  }

  private void shell(String... command) throws Exception {
    Process process = new ProcessBuilder(command).directory(directory.toFile()).inheritIO().start();
    assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
  }

  private ServerProcess server(String dataDirectory) throws Exception {
    return ServerProcess.start(
        directory, "--data-dir", dataDirectory, "--port", "0", "--isolation", "none");
  }

  @Test
  void roundThroughEverythingNothingIsLost() throws Exception {
    try (var schema = TestSchema.make();
        var server = server("second")) {
      // The schema of the test is said by a variable, as it has no name in a URL.
      Map<String, String> search = Map.of("PGOPTIONS", "-c search_path=" + schema.name());
      String database = schema.url();
      Ended migrated = run(search, "migrate", "--from", "first", "--to", database);
      assertThat(migrated.output())
          .contains("3 created", "3 functions compared: all are the same on both sides");
      run(search, "export", "bundle.json", "--from", database);
      run("import", "bundle.json", "--to", server.address());
      run("export", "all.zip", "--from", server.address());
      run("import", "all.zip", "--to", "third");
      run(search, "verify", "--from", database, "--to", "third");
    }
    shell("diff", "-r", "first/functions", "third/functions");
    shell("diff", "-r", "first/functions", "second/functions");
  }

  @Test
  void killedOnItsWayItIsRunAgain() throws Exception {
    try (var store =
        FileFunctionStore.open(new FileStoreSettings(directory.resolve("first"), false))) {
      for (int i = 0; i < 300; i++) {
        store.create(Samples.draft("f" + i));
      }
    }
    Path metadata = directory.resolve("killed/functions/metadata");
    try (var process =
        ServerProcess.start(directory, "migrate", "--from", "first", "--to", "killed")) {
      Await.until("some are there", Duration.ofSeconds(60), () -> count(metadata) > 20);
      process.process().destroyForcibly().waitFor();
    }

    Ended ended = run("migrate", "--from", "first", "--to", "killed");

    assertThat(ended.output()).contains("303 functions compared: all are the same on both sides");
    shell("diff", "-r", "first/functions", "killed/functions");
  }

  private static long count(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.count();
    }
  }

  /** As a script would do it, with a list that was saved. */
  @Test
  void aListThatWasSavedIsAMigration() throws Exception {
    String backup;
    try (var server = server("first");
        var api = new ApiClient(server.address())) {
      backup = api.get(FUNCTIONS).body();
    }
    try (var schema = TestSchema.make();
        var server =
            ServerProcess.start(
                ServerProcess.script(),
                directory,
                Map.of("PGOPTIONS", "-c search_path=" + schema.name()),
                "--storage",
                "postgres",
                "--db-conn",
                schema.url(),
                "--port",
                "0",
                "--isolation",
                "none");
        var api = new ApiClient(server.address())) {
      Answer imported = api.send("POST", "/api/v1/import", backup);
      assertThat(imported.status()).isEqualTo(200);
      assertThat(imported.json().path("created").asInt()).isEqualTo(3);
      run("migrate", "--from", server.address(), "--to", "again");
    }
    shell("diff", "-r", "first/functions", "again/functions");
  }
}
