package dev.impuls.json;

import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.InvocationResult.InvocationError;
import dev.impuls.invoke.InvocationResult.Level;
import dev.impuls.invoke.InvocationResult.LogRecord;
import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.databind.JsonNode;

/** How a call ended, as the REST API answers it. */
public final class InvocationJson {
  private static final double NANOS_PER_MILLI = 1e6;

  private InvocationJson() {}

  /** Writes what came of a call. */
  public static void write(JsonGenerator json, InvocationResult result, String requestId) {
    json.writeStartObject();
    json.writeNumberProperty("status_code", result.statusCode());
    InvocationError error = result.error();
    if (error == null) {
      json.writeName("body");
      json.writeRawValue(String.valueOf(result.body()));
      if (result.headers() != null) {
        json.writeName("headers");
        json.writeRawValue(result.headers());
      }
    } else {
      json.writeObjectPropertyStart("error");
      json.writeStringProperty("type", error.type());
      json.writeStringProperty("message", error.message());
      json.writeStringProperty("stack", error.stack());
      json.writeEndObject();
    }
    json.writeNumberProperty("duration_ms", Math.round(result.duration().toNanos() / 1e3) / 1e3);
    json.writeNumberProperty("memory_used_mb", result.memoryUsedMb());
    json.writeArrayPropertyStart("logs");
    for (LogRecord record : result.logs()) {
      write(json, record);
    }
    json.writeEndArray();
    json.writeStringProperty("request_id", requestId);
    json.writeBooleanProperty("cold_start", result.coldStart());
    json.writeEndObject();
  }

  /** Writes what a function logged. */
  public static void write(JsonGenerator json, LogRecord record) {
    json.writeStartObject();
    json.writeStringProperty("time", record.time().toString());
    json.writeStringProperty("level", record.level().name().toLowerCase(Locale.ROOT));
    json.writeStringProperty("message", record.message());
    json.writeEndObject();
  }

  /** What was written of a call; null if it is something else. */
  public static @Nullable InvocationResult read(JsonNode json) {
    JsonNode status = json.path("status_code");
    JsonNode error = json.path("error");
    if (!status.isInt() || json.has("body") == error.isObject()) {
      return null;
    }
    var logs = new ArrayList<LogRecord>();
    for (JsonNode record : json.path("logs").values()) {
      LogRecord read = readLogRecord(record);
      if (read == null) {
        return null;
      }
      logs.add(read);
    }
    return new InvocationResult(
        status.intValue(),
        error.isObject() ? null : text(json.path("body")),
        json.path("headers").isObject() ? text(json.path("headers")) : null,
        error.isObject()
            ? new InvocationError(
                error.path("type").asString(""),
                error.path("message").asString(""),
                error.path("stack").asString(""))
            : null,
        Duration.ofNanos((long) (json.path("duration_ms").asDouble(0) * NANOS_PER_MILLI)),
        json.path("memory_used_mb").asInt(0),
        logs,
        json.path("cold_start").asBoolean(false));
  }

  /** Without recursion, which the deeper ones would end. */
  private static String text(JsonNode json) {
    var text = new StringWriter();
    try (JsonParser parser = json.traverse(ObjectReadContext.empty());
        JsonGenerator to =
            UnlimitedJson.FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      parser.nextToken();
      to.copyCurrentStructure(parser);
    }
    return text.toString();
  }

  /** What was written of a log record; null if it is something else. */
  public static @Nullable LogRecord readLogRecord(JsonNode json) {
    try {
      return new LogRecord(
          Instant.parse(json.path("time").asString("")),
          Level.valueOf(json.path("level").asString("").toUpperCase(Locale.ROOT)),
          json.path("message").asString(""));
    } catch (DateTimeException | IllegalArgumentException e) {
      return null;
    }
  }
}
