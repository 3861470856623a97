package dev.impuls.json;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionDraft;
import dev.impuls.function.FunctionPatch;
import dev.impuls.function.FunctionSummary;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** Functions as the REST API answers them, and as bundles and lists that were saved have them. */
public final class FunctionJson {
  /**
   * Characters behind this one, surrogates first of all, are written as escapes: a record written
   * by hand or a log line may hold half a pair, which UTF-8 cannot.
   */
  private static final int LAST_PLAIN_CHARACTER = 0xd7ff;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
          .highestNonEscapedChar(LAST_PLAIN_CHARACTER)
          .build();

  private FunctionJson() {}

  /** Writes UTF-8; neither closes nor flushes the stream. */
  public static JsonGenerator generator(OutputStream out) {
    return FACTORY.createGenerator(ObjectWriteContext.empty(), out);
  }

  /** Writes all of a function. */
  public static void write(JsonGenerator json, Function function) {
    json.writeStartObject();
    writeFields(json, function);
    json.writeEndObject();
  }

  /** The same with the hash by which an alteration shows. */
  public static void writeHashed(JsonGenerator json, Function function) {
    json.writeStartObject();
    writeFields(json, function);
    json.writeStringProperty(FunctionReader.HASH, function.sha256());
    json.writeEndObject();
  }

  private static void writeFields(JsonGenerator json, Function function) {
    writeFields(json, function.summary());
    json.writeStringProperty("code", function.code());
    write(json, function.environment());
  }

  /** Writes all but the code and the environment. */
  public static void write(JsonGenerator json, FunctionSummary summary) {
    json.writeStartObject();
    writeFields(json, summary);
    json.writeEndObject();
  }

  /** Writes what is to be created. */
  public static void write(JsonGenerator json, FunctionDraft draft) {
    json.writeStartObject();
    writeUnlessNull(json, "name", draft.name());
    writeFields(
        json,
        new FunctionPatch(
            draft.description(),
            draft.runtime(),
            draft.handler(),
            draft.code(),
            draft.memoryMb(),
            draft.timeoutSec(),
            draft.placement().group(),
            draft.placement().isolation(),
            draft.environment()));
    json.writeEndObject();
  }

  /** Writes the fields that are to be changed. */
  public static void write(JsonGenerator json, FunctionPatch patch) {
    json.writeStartObject();
    writeFields(json, patch);
    json.writeEndObject();
  }

  private static void writeFields(JsonGenerator json, FunctionPatch patch) {
    writeUnlessNull(json, "description", patch.description());
    writeUnlessNull(json, "runtime", patch.runtime());
    writeUnlessNull(json, "handler", patch.handler());
    writeUnlessNull(json, "code", patch.code());
    if (patch.memoryMb() != null) {
      json.writeNumberProperty("memory_mb", patch.memoryMb());
    }
    if (patch.timeoutSec() != null) {
      json.writeNumberProperty("timeout_sec", patch.timeoutSec());
    }
    writeUnlessNull(json, "group", patch.group());
    writeUnlessNull(json, "isolation", patch.isolation());
    if (patch.environment() != null) {
      write(json, patch.environment());
    }
  }

  private static void writeUnlessNull(JsonGenerator json, String field, @Nullable String value) {
    if (value != null) {
      json.writeStringProperty(field, value);
    }
  }

  private static void write(JsonGenerator json, Map<String, String> environment) {
    json.writeObjectPropertyStart("environment");
    environment.forEach(json::writeStringProperty);
    json.writeEndObject();
  }

  private static void writeFields(JsonGenerator json, FunctionSummary summary) {
    json.writeStringProperty("id", summary.id());
    json.writeStringProperty("name", summary.name());
    json.writeStringProperty("description", summary.description());
    json.writeStringProperty("runtime", summary.runtime());
    json.writeStringProperty("handler", summary.handler());
    json.writeStringProperty("code_path", summary.codePath());
    json.writeNumberProperty("memory_mb", summary.memoryMb());
    json.writeNumberProperty("timeout_sec", summary.timeoutSec());
    json.writeStringProperty("group", summary.placement().group());
    json.writeStringProperty("isolation", summary.placement().isolation());
    json.writeStringProperty("created_at", summary.createdAt().toString());
    json.writeStringProperty("updated_at", summary.updatedAt().toString());
  }
}
