package dev.impuls.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.invoke.InvocationStatistics;
import dev.impuls.invoke.InvocationStatistics.Calls;
import dev.impuls.invoke.InvocationStatistics.FunctionCalls;
import dev.impuls.invoke.InvocationStatistics.Minute;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StatisticsJsonTest {
  private static final Instant AT = Instant.parse("2026-01-01T12:00:00Z");
  private static final Calls CALLS =
      new Calls(3, 1, Duration.ofNanos(1_250_000), Duration.ofMillis(2), Duration.ofSeconds(3));

  @Test
  void isReadAsItWasWritten() {
    var statistics =
        new InvocationStatistics(
            AT, 30, 4, 1, List.of(new Minute(AT, CALLS)), List.of(new FunctionCalls("f", CALLS)));
    var bytes = new ByteArrayOutputStream();
    try (var json = FunctionJson.generator(bytes)) {
      json.writeStartObject();
      StatisticsJson.writeFields(json, statistics);
      json.writeEndObject();
    }
    JsonNode written = JsonMapper.shared().readTree(bytes.toByteArray());
    assertThat(StatisticsJson.read(written)).isEqualTo(statistics);
    assertThat(written.path("minutes").get(0).path("median_ms").doubleValue()).isEqualTo(1.25);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{}", "{\"calls\":1}", "{\"calls\":1,\"since\":\"today\"}"})
  void anythingElseIsNone(String json) {
    assertThat(StatisticsJson.read(JsonMapper.shared().readTree(json))).isNull();
  }
}
