package dev.impuls.json;

import dev.impuls.invoke.InvocationStatistics;
import dev.impuls.invoke.InvocationStatistics.Calls;
import dev.impuls.invoke.InvocationStatistics.FunctionCalls;
import dev.impuls.invoke.InvocationStatistics.Minute;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** What was counted of calls, as the REST API answers it. */
public final class StatisticsJson {
  private static final double NANOS_PER_MILLI = 1e6;

  private StatisticsJson() {}

  /** Writes the fields, into an object. */
  public static void writeFields(JsonGenerator json, InvocationStatistics statistics) {
    json.writeStringProperty("since", statistics.since().toString());
    json.writeNumberProperty("calls", statistics.calls());
    json.writeNumberProperty("failed", statistics.failed());
    json.writeNumberProperty("running", statistics.running());
    json.writeArrayPropertyStart("minutes");
    for (Minute minute : statistics.minutes()) {
      json.writeStartObject();
      json.writeStringProperty("start", minute.start().toString());
      write(json, minute.calls());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("functions");
    for (FunctionCalls function : statistics.functions()) {
      json.writeStartObject();
      json.writeStringProperty("name", function.name());
      write(json, function.calls());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, Calls calls) {
    json.writeNumberProperty("calls", calls.count());
    json.writeNumberProperty("failed", calls.failed());
    json.writeNumberProperty("median_ms", millis(calls.median()));
    json.writeNumberProperty("p95_ms", millis(calls.p95()));
    json.writeNumberProperty("max_ms", millis(calls.max()));
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / NANOS_PER_MILLI;
  }

  /** What {@link #writeFields} wrote; null if it is something else. */
  public static @Nullable InvocationStatistics read(JsonNode json) {
    if (!json.path("calls").isIntegralNumber()) {
      return null;
    }
    try {
      var minutes = new ArrayList<Minute>();
      for (JsonNode minute : json.path("minutes").values()) {
        minutes.add(new Minute(time(minute.path("start")), calls(minute)));
      }
      var functions = new ArrayList<FunctionCalls>();
      for (JsonNode function : json.path("functions").values()) {
        functions.add(new FunctionCalls(function.path("name").asString(""), calls(function)));
      }
      return new InvocationStatistics(
          time(json.path("since")),
          json.path("calls").asLong(0),
          json.path("failed").asLong(0),
          json.path("running").asInt(0),
          minutes,
          functions);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static Instant time(JsonNode json) {
    return Instant.parse(json.asString(""));
  }

  private static Calls calls(JsonNode json) {
    return new Calls(
        json.path("calls").asLong(0),
        json.path("failed").asLong(0),
        duration(json.path("median_ms")),
        duration(json.path("p95_ms")),
        duration(json.path("max_ms")));
  }

  private static Duration duration(JsonNode millis) {
    return Duration.ofNanos(Math.round(millis.asDouble(0) * NANOS_PER_MILLI));
  }
}
