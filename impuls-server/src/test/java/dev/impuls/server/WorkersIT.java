package dev.impuls.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.store.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server as it is started by people: many functions, called for the first time one by one. */
@Tag("slow")
class WorkersIT {
  private static final int FUNCTIONS = 40;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path directory;

  private static List<String> workers(ServerProcess server) {
    return server
        .process()
        .descendants()
        .map(process -> commandLine(process.pid()))
        .filter(line -> line.contains("dev.impuls.engine.js.JsWorker"))
        .filter(line -> !line.contains("-XX:AOTCacheOutput="))
        .toList();
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
    } catch (IOException e) {
      return ""; // It has ended.
    }
  }

  @Test
  void fortyFunctionsAreAnsweredByAFewProcesses() throws Exception {
    try (var server =
            ServerProcess.start(directory, "--data-dir", "data", "--port", "0", "--workers", "1");
        var client = new ApiClient(server.address())) {
      for (int i = 0; i < FUNCTIONS; i++) {
        String code = "exports.handler = async (e) => [" + i + ", e];";
        assertThat(client.create("f" + i, code).status()).isEqualTo(201);
      }
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < FUNCTIONS; i++) {
          assertThat(client.invoke("f" + i, "\"x\"").json().get("body").toString())
              .isEqualTo("[" + i + ",\"x\"]");
        }
        assertThat(workers(server)).hasSizeBetween(1, 3);
      }
    }
  }

  /** In as little memory as one worker takes. */
  @Test
  void theWorkerWithTheCompilerTakesOverAndNoCallIsLost() throws Exception {
    try (var server =
            ServerProcess.start(
                directory, "--data-dir", "data", "--port", "0", "--max-process-memory", "700");
        var client = new ApiClient(server.address())) {
      assertThat(client.create("echo", "exports.handler = async (e) => e;").status())
          .isEqualTo(201);
      var answers = new AtomicInteger();
      Await.until(
          "only a worker with the compiler is left",
          PATIENCE,
          () -> {
            int next = answers.incrementAndGet();
            assertThat(client.invoke("echo", "" + next).json().get("body").intValue())
                .isEqualTo(next);
            List<String> lines = workers(server);
            return lines.size() == 1 && lines.getFirst().contains("-XX:+EnableJVMCI");
          });
      assertThat(client.invoke("echo", "7").json().get("body").intValue()).isEqualTo(7);
    }
  }
}
