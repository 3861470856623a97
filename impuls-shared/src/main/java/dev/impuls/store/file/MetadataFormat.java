package dev.impuls.store.file;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionDraft;
import dev.impuls.function.Placement;
import dev.impuls.json.JsonReaders;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The metadata file: one JSON object, two spaces of indent, a line a field, a newline at the end.
 * Reading asks for no more than the types: people write these files.
 */
final class MetadataFormat {
  /** More than the largest function has; a file of nothing but brackets fills the memory. */
  private static final int MOST_TOKENS = 8_000_000;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonReaders.factory()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxTokenCount(MOST_TOKENS).build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();
  private static final ObjectWriter WRITER = MAPPER.writer().with(printer());

  /** Those that are ours. {@code code_path} is where the code is, so it is not kept. */
  private static final Set<String> FIELDS =
      Set.of(
          "id",
          "name",
          "description",
          "runtime",
          "handler",
          "code",
          "code_path",
          "memory_mb",
          "timeout_sec",
          "group",
          "isolation",
          "environment",
          "created_at",
          "updated_at");

  private MetadataFormat() {}

  /** A format error; the message is for people. */
  static final class FormatException extends Exception {
    private static final long serialVersionUID = 1L;

    FormatException(String message) {
      super(message);
    }
  }

  /**
   * Reads the metadata of that name.
   *
   * @throws FormatException if it is no JSON object, a field has a wrong type, or it is the
   *     metadata of another name
   */
  static Metadata parse(String name, byte[] json) throws FormatException {
    ObjectNode all = object(json);
    String written = text(all, "name", name);
    if (!written.equals(name)) {
      throw new FormatException(
          "name is \"" + written + "\", but the file is named \"" + name + ".json\"");
    }
    String id = text(all, "id", "");
    return new Metadata(
        id.isEmpty() ? idOf(name) : id,
        name,
        text(all, "description", ""),
        text(all, "runtime", ""),
        text(all, "handler", ""),
        all.hasNonNull("code") ? text(all, "code", "") : null,
        number(all, "memory_mb", FunctionDraft.DEFAULT_MEMORY_MB),
        number(all, "timeout_sec", FunctionDraft.DEFAULT_TIMEOUT_SEC),
        new Placement(
            text(all, "group", Placement.DEFAULT.group()),
            text(all, "isolation", Placement.DEFAULT.isolation())),
        environment(all),
        time(all, "created_at"),
        time(all, "updated_at"),
        all);
  }

  /**
   * The metadata file of a function.
   *
   * @param withCode whether the file carries the code itself
   * @param previous the file it takes the place of, whose unknown fields are kept; null if there is
   *     none
   */
  static byte[] format(Function function, boolean withCode, @Nullable ObjectNode previous) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("id", function.id());
    json.put("name", function.name());
    json.put("description", function.description());
    json.put("runtime", function.runtime());
    json.put("handler", function.handler());
    if (withCode) {
      json.put("code", function.code());
    }
    json.put("memory_mb", function.memoryMb());
    json.put("timeout_sec", function.timeoutSec());
    putUnless(Placement.DEFAULT.group(), json, "group", function.placement().group());
    putUnless(Placement.DEFAULT.isolation(), json, "isolation", function.placement().isolation());
    ObjectNode environment = json.putObject("environment");
    function.environment().forEach(environment::put);
    json.put("created_at", function.createdAt().toString());
    json.put("updated_at", function.updatedAt().toString());
    if (previous != null) {
      previous
          .properties()
          .forEach(
              field -> {
                if (!FIELDS.contains(field.getKey())) {
                  json.set(field.getKey(), field.getValue());
                }
              });
    }
    return (WRITER.writeValueAsString(json) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static void putUnless(String usual, ObjectNode json, String field, String value) {
    if (!value.equals(usual)) {
      json.put(field, value);
    }
  }

  /** A record that has no id has one all the same, and always the same one. */
  private static String idOf(String name) {
    return UUID.nameUUIDFromBytes(("impuls:" + name).getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static ObjectNode object(byte[] json) throws FormatException {
    try {
      if (MAPPER.readTree(JsonReaders.utf8(new ByteArrayInputStream(json)))
          instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw new FormatException("is not valid JSON: " + JsonReaders.problem(e));
    }
    throw new FormatException("is not a JSON object");
  }

  private static String text(ObjectNode all, String field, String fallback) throws FormatException {
    JsonNode node = all.get(field);
    if (node == null || node.isNull()) {
      return fallback;
    }
    if (!node.isString()) {
      throw new FormatException(field + " must be a string");
    }
    return node.stringValue();
  }

  private static int number(ObjectNode all, String field, int fallback) throws FormatException {
    JsonNode node = all.get(field);
    if (node == null || node.isNull()) {
      return fallback;
    }
    if (!JsonReaders.isInt(node)) {
      throw new FormatException(field + " must be a whole number");
    }
    return node.intValue();
  }

  private static Map<String, String> environment(ObjectNode all) throws FormatException {
    JsonNode node = all.get("environment");
    if (node == null || node.isNull()) {
      return Map.of();
    }
    var environment = new LinkedHashMap<String, String>();
    if (node instanceof ObjectNode object) {
      for (var entry : object.properties()) {
        if (!entry.getValue().isString()) {
          throw new FormatException("environment." + entry.getKey() + " must be a string");
        }
        environment.put(entry.getKey(), entry.getValue().stringValue());
      }
      return environment;
    }
    throw new FormatException("environment must be an object");
  }

  private static @Nullable Instant time(ObjectNode all, String field) throws FormatException {
    String text = text(all, field, "");
    if (text.isEmpty()) {
      return null;
    }
    Instant time;
    try {
      time = OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      try {
        time = LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
      } catch (DateTimeParseException f) {
        throw new FormatException(field + " must be a time such as 2026-01-31T12:00:00Z");
      }
    }
    int year = time.atOffset(ZoneOffset.UTC).getYear();
    if (year < 0 || year > 10_000) { // An update is later than the time before, if only just.
      throw new FormatException(field + " must be a time in one of the years 0 to 9999");
    }
    return time.truncatedTo(ChronoUnit.MICROS);
  }

  private static DefaultPrettyPrinter printer() {
    var indenter = new DefaultIndenter("  ", "\n");
    var separators =
        PrettyPrinter.DEFAULT_SEPARATORS
            .withObjectNameValueSpacing(Separators.Spacing.AFTER)
            .withObjectEmptySeparator("")
            .withArrayEmptySeparator("");
    return new DefaultPrettyPrinter(separators)
        .withObjectIndenter(indenter)
        .withArrayIndenter(indenter);
  }
}
