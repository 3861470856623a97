package dev.impuls.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.server.ApiClient.Answer;
import dev.impuls.server.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthRoutesTest {
  @TempDir private Path directory;

  @Test
  void aServerWithItsStorageIsHealthy() {
    try (var server = new RunningServer(directory)) {
      assertThat(server.get("/health").body())
          .isEqualTo(
              "{\"status\":\"healthy\",\"service\":\"impuls\",\"version\":\"test\","
                  + "\"storage\":{\"kind\":\"file\",\"location\":\""
                  + directory
                  + "\",\"functions\":0,\"writable\":true},\"problems\":[]}\n");
      assertThat(server.get("/health/live").body())
          .isEqualTo("{\"status\":\"live\",\"service\":\"impuls\"}\n");
    }
  }

  @Test
  void aServerWithoutItsStorageIsUnhealthyAndRecoversByItself() throws IOException {
    try (var server = new RunningServer(directory)) {
      server.create("one", "1");
      Path functions = directory.resolve("functions");
      Path away = directory.resolve("away");
      Files.move(functions, away);
      Answer health = server.get("/health");
      assertThat(health.status()).isEqualTo(503);
      assertThat(health.json().get("status").stringValue()).isEqualTo("unhealthy");
      assertThat(health.json().get("message").stringValue())
          .isEqualTo("the directory functions/metadata is not there");
      assertThat(server.get("/health/live").status()).isEqualTo(200);
      Answer list = server.get(RunningServer.FUNCTIONS);
      FunctionRoutesTest.assertError(
          list,
          503,
          "storage_unavailable",
          "The store in "
              + directory
              + " cannot be used: the directory functions/metadata is not there");
      assertThat(list.header("Retry-After")).isEqualTo("5");
      assertThat(server.create("two", "1").status()).isEqualTo(503);
      Files.move(away, functions);
      assertThat(server.get("/health").status()).isEqualTo(200);
      assertThat(server.get(RunningServer.FUNCTIONS + "/one").status()).isEqualTo(200);
    }
  }

  @Test
  void runtimesAreListed() {
    try (var server = new RunningServer(directory)) {
      var json = server.get("/api/v1/runtimes").json();
      assertThat(json.get("count").intValue()).isEqualTo(4);
      assertThat(json.get("runtimes").get(0).get("name").stringValue()).isEqualTo("nodejs18");
      assertThat(json.get("runtimes").get(0).get("engine").stringValue())
          .matches("GraalJS 25\\..*");
    }
  }
}
