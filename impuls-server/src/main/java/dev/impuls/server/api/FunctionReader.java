package dev.impuls.server.api;

import dev.impuls.function.FieldProblem;
import dev.impuls.function.FunctionDraft;
import dev.impuls.function.FunctionPatch;
import dev.impuls.function.FunctionRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads what a client says of a function, and tells everything that is wrong with it at once. */
final class FunctionReader {
  /** An exported function carries these; only the store sets them. */
  private static final Set<String> READ_ONLY =
      Set.of("id", "code_path", "created_at", "updated_at");

  private static final Set<String> FIELDS =
      Set.of(
          "name",
          "description",
          "runtime",
          "handler",
          "code",
          "memory_mb",
          "timeout_sec",
          "environment");

  private final ObjectNode json;
  private final List<FieldProblem> problems = new ArrayList<>();

  private FunctionReader(byte[] body) {
    JsonNode root;
    try {
      root = Json.parse(body);
    } catch (Json.NotJsonException e) {
      throw new ApiException(400, "invalid_json", "The body is not valid JSON: " + e.getMessage());
    }
    if (!(root instanceof ObjectNode object)) {
      throw new ApiException(400, "invalid_json", "The body must be a JSON object");
    }
    json = object;
    for (String field : json.propertyNames()) {
      if (!FIELDS.contains(field) && !READ_ONLY.contains(field)) {
        add(shown(field), "is not a field of a function");
      }
    }
  }

  /**
   * A function to create.
   *
   * @throws ApiException 400 with all that is wrong
   */
  static FunctionDraft draft(byte[] body) {
    var reader = new FunctionReader(body);
    String name = reader.text("name");
    FunctionPatch patch = reader.patch();
    FunctionDraft draft = FunctionDraft.of(name, patch);
    reader.addUnlessReported(FunctionRules.check(draft));
    return reader.sound(draft);
  }

  /**
   * A change of the function of that name.
   *
   * @throws ApiException 400 with all that is wrong
   */
  static FunctionPatch patch(byte[] body, String name) {
    var reader = new FunctionReader(body);
    String said = reader.text("name");
    if (said != null && !said.equals(name)) {
      reader.add("name", "cannot be changed");
    }
    FunctionPatch patch = reader.patch();
    reader.addUnlessReported(FunctionRules.check(patch));
    return reader.sound(patch);
  }

  private FunctionPatch patch() {
    return new FunctionPatch(
        text("description"),
        text("runtime"),
        text("handler"),
        text("code"),
        number("memory_mb"),
        number("timeout_sec"),
        environment());
  }

  private <T> T sound(T read) {
    if (!problems.isEmpty()) {
      throw new ApiException(ApiError.invalid(problems));
    }
    return read;
  }

  /** A field of the wrong type was read as missing; one word on it is enough. */
  private void addUnlessReported(List<FieldProblem> found) {
    var reported = problems.stream().map(FieldProblem::field).toList();
    found.stream().filter(problem -> !reported.contains(problem.field())).forEach(problems::add);
  }

  private void add(String field, String message) {
    problems.add(new FieldProblem(field, message));
  }

  private @Nullable String text(String field) {
    JsonNode value = json.get(field);
    if (value == null) {
      return null;
    }
    if (!value.isString()) {
      add(field, "must be a string");
      return null;
    }
    return value.stringValue();
  }

  private @Nullable Integer number(String field) {
    JsonNode value = json.get(field);
    if (value == null) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      add(field, "must be a whole number");
      return null;
    }
    return value.intValue();
  }

  private @Nullable Map<String, String> environment() {
    JsonNode value = json.get("environment");
    if (value == null) {
      return null;
    }
    if (!(value instanceof ObjectNode object)) {
      add("environment", "must be an object of strings");
      return null;
    }
    var environment = new LinkedHashMap<String, String>();
    for (var entry : object.properties()) {
      if (entry.getValue().isString()) {
        environment.put(entry.getKey(), entry.getValue().stringValue());
      } else {
        add(
            "environment",
            "must be an object of strings; the value of " + shown(entry.getKey()) + " is none");
        return null;
      }
    }
    return environment;
  }

  private static String shown(String field) {
    String text = field.replaceAll("\\p{Cntrl}", "?");
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }
}
