package dev.impuls.json;

import dev.impuls.function.FieldProblem;
import dev.impuls.function.Function;
import dev.impuls.function.FunctionDraft;
import dev.impuls.function.FunctionPatch;
import dev.impuls.function.FunctionRules;
import dev.impuls.function.FunctionSummary;
import dev.impuls.function.InvalidFunctionException;
import dev.impuls.function.Placement;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads what is said of a function in JSON, and tells everything that is wrong with it at once. */
public final class FunctionReader {
  static final String HASH = "sha256";

  /** A function that was read carries these; only the store sets them. */
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
          "group",
          "isolation",
          "environment");

  private final ObjectNode json;
  private final List<FieldProblem> problems = new ArrayList<>();

  private FunctionReader(ObjectNode json, boolean inTransit) {
    this.json = json;
    for (String field : json.propertyNames()) {
      if (!FIELDS.contains(field)
          && !READ_ONLY.contains(field)
          && !(inTransit && field.equals(HASH))) {
        add(shown(field), "is not a field of a function");
      }
    }
  }

  /**
   * A function to create; the fields that only the store sets may be there, and are ignored.
   *
   * @throws InvalidFunctionException with all that is wrong
   */
  public static FunctionDraft draft(ObjectNode json) {
    var reader = new FunctionReader(json, false);
    FunctionDraft draft = FunctionDraft.of(reader.text("name"), reader.patch());
    reader.addUnlessReported(FunctionRules.check(draft));
    return reader.sound(draft);
  }

  /**
   * A change of the function of that name.
   *
   * @throws InvalidFunctionException with all that is wrong
   */
  public static FunctionPatch patch(ObjectNode json, String name) {
    var reader = new FunctionReader(json, false);
    String said = reader.text("name");
    if (said != null && !said.equals(name)) {
      reader.add("name", "cannot be changed");
    }
    FunctionPatch patch = reader.patch();
    reader.addUnlessReported(FunctionRules.check(patch));
    return reader.sound(patch);
  }

  /**
   * A function that another store had, with what only that store set; or one that somebody wrote,
   * without it. It need not keep the rules.
   *
   * @throws InvalidFunctionException if it is no function; that it was altered, if its hash says so
   */
  public static Incoming incoming(ObjectNode json) {
    var reader = new FunctionReader(json, true);
    FunctionDraft draft = FunctionDraft.of(reader.text("name"), reader.patch());
    reader.addUnlessReported(missing(draft));
    var incoming =
        new Incoming(
            draft, reader.text("id"), reader.time("created_at"), reader.time("updated_at"));
    reader.requireHash(incoming);
    return reader.sound(incoming);
  }

  /**
   * A function as a server answers it. It need not keep the rules.
   *
   * @throws InvalidFunctionException if it is none
   */
  public static Function function(ObjectNode json) {
    var reader = new FunctionReader(json, true);
    FunctionSummary summary = reader.summary();
    String code = reader.required("code", reader.text("code"), "");
    Map<String, String> environment = reader.environment();
    reader.sound(code);
    return Function.of(summary, code, environment == null ? Map.of() : environment);
  }

  /**
   * The same of a function without its code and environment.
   *
   * @throws InvalidFunctionException if it is none
   */
  public static FunctionSummary summary(ObjectNode json) {
    var reader = new FunctionReader(json, true);
    return reader.sound(reader.summary());
  }

  private FunctionSummary summary() {
    return new FunctionSummary(
        required("id", text("id"), ""),
        required("name", text("name"), ""),
        Objects.requireNonNullElse(text("description"), ""),
        required("runtime", text("runtime"), ""),
        required("handler", text("handler"), ""),
        Objects.requireNonNullElse(text("code_path"), ""),
        required("memory_mb", number("memory_mb"), 0),
        required("timeout_sec", number("timeout_sec"), 0),
        Placement.DEFAULT.with(text("group"), text("isolation")),
        required("created_at", time("created_at"), Instant.EPOCH),
        required("updated_at", time("updated_at"), Instant.EPOCH));
  }

  private <T> T required(String field, @Nullable T value, T none) {
    if (value == null) {
      addUnlessReported(List.of(new FieldProblem(field, "is required")));
      return none;
    }
    return value;
  }

  private static List<FieldProblem> missing(FunctionDraft draft) {
    var fields = new LinkedHashMap<String, @Nullable String>();
    fields.put("name", draft.name());
    fields.put("runtime", draft.runtime());
    fields.put("handler", draft.handler());
    fields.put("code", draft.code());
    fields.values().removeIf(Objects::nonNull);
    return fields.keySet().stream().map(field -> new FieldProblem(field, "is required")).toList();
  }

  private void requireHash(Incoming incoming) {
    String hash = text(HASH);
    if (hash == null || !problems.isEmpty()) {
      return;
    }
    Function function = incoming.function();
    if (function == null || !hash.equals(function.sha256())) {
      add(HASH, "is that of another function: this one was altered or damaged");
    }
  }

  private FunctionPatch patch() {
    return new FunctionPatch(
        text("description"),
        text("runtime"),
        text("handler"),
        text("code"),
        number("memory_mb"),
        number("timeout_sec"),
        text("group"),
        text("isolation"),
        environment());
  }

  private <T> T sound(T read) {
    if (!problems.isEmpty()) {
      throw new InvalidFunctionException(problems);
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
    if (!JsonReaders.isInt(value)) {
      add(field, "must be a whole number");
      return null;
    }
    return value.intValue();
  }

  private @Nullable Instant time(String field) {
    String text = text(field);
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
    } catch (DateTimeException e) {
      add(field, "must be a time such as 2026-01-31T12:00:00Z");
      return null;
    }
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
