package dev.impuls.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server as it is started by people: many functions, called for the first time one by one. */
class WorkersIT {
  private static final int FUNCTIONS = 40;

  @TempDir private Path directory;

  private static Stream<ProcessHandle> workers(ServerProcess server) {
    return server
        .process()
        .descendants()
        .filter(
            process ->
                process.info().commandLine().orElse("").contains("dev.impuls.engine.worker"));
  }

  @Test
  void fortyFunctionsAreAnsweredByAFewProcesses() throws Exception {
    try (var server = ServerProcess.start(directory, "--data-dir", "data", "--port", "0");
        var client = new ApiClient(server.address())) {
      for (int i = 0; i < FUNCTIONS; i++) {
        String code = "let n = 0; exports.handler = async (e) => [" + i + ", e, ++n];";
        assertThat(client.create("f" + i, code).status()).isEqualTo(201);
      }
      for (int round = 1; round <= 2; round++) {
        for (int i = 0; i < FUNCTIONS; i++) {
          assertThat(client.invoke("f" + i, "\"x\"").json().get("body").toString())
              .isEqualTo("[" + i + ",\"x\"," + round + "]");
        }
        assertThat(workers(server)).hasSizeBetween(1, 3);
      }
    }
  }
}
