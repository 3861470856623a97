package dev.impuls.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.InvocationResult.InvocationError;
import dev.impuls.invoke.InvocationResult.Level;
import dev.impuls.invoke.InvocationResult.LogRecord;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What is written of a call is read as it was. */
class InvocationJsonTest {
  private static final List<LogRecord> LOGS =
      List.of(
          new LogRecord(Instant.parse("2026-01-31T12:00:00.123Z"), Level.WARN, "ü\n\"\ud83d\ude00"),
          new LogRecord(Instant.EPOCH, Level.DEBUG, ""));

  private static @Nullable InvocationResult readAgain(InvocationResult result) {
    var bytes = new ByteArrayOutputStream();
    try (var json = FunctionJson.generator(bytes)) {
      InvocationJson.write(json, result, "r");
    }
    return InvocationJson.read(JsonMapper.shared().readTree(bytes.toByteArray()));
  }

  @Test
  void whatReturnedSomething() {
    var result =
        new InvocationResult(
            201,
            "{\"a\":[1,null,\"ü\"]}",
            "{\"x\":\"y\"}",
            null,
            Duration.ofNanos(12_345_000),
            9,
            LOGS,
            true);

    assertThat(readAgain(result)).isEqualTo(result);
  }

  @Test
  void whatReturnedNothing() {
    var result = new InvocationResult(200, "null", null, null, Duration.ZERO, 0, List.of(), false);

    assertThat(readAgain(result)).isEqualTo(result);
  }

  @Test
  void whatFailed() {
    var error = new InvocationError("TypeError", "no", "TypeError: no\n    at x");
    var result = new InvocationResult(500, null, null, error, Duration.ofMillis(1), 1, LOGS, false);

    assertThat(readAgain(result)).isEqualTo(result);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "null",
        "[]",
        "{\"status_code\":200}",
        "{\"status_code\":\"200\",\"body\":1}",
        "{\"status_code\":200,\"body\":1,\"error\":{}}",
        "{\"status_code\":200,\"body\":1,\"logs\":[{\"time\":\"x\",\"level\":\"info\"}]}",
        "{\"status_code\":200,\"body\":1,\"logs\":[{\"time\":\"2026-01-31T12:00:00Z\"}]}",
        "{\"error\":true,\"message\":\"m\",\"code\":\"not_found\"}"
      })
  void anythingElseIsNone(String json) {
    assertThat(InvocationJson.read(JsonMapper.shared().readTree(json))).isNull();
  }
}
