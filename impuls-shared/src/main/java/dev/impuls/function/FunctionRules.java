package dev.impuls.function;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules a function must keep when it is created or updated, and their words for people. */
public final class FunctionRules {
  /** Longest name, characters. */
  public static final int MAX_NAME_LENGTH = 64;

  /** Longest description, Unicode characters. */
  public static final int MAX_DESCRIPTION_LENGTH = 4096;

  /** Largest code, bytes of its UTF-8. */
  public static final int MAX_CODE_BYTES = 4 * 1024 * 1024;

  public static final int MIN_MEMORY_MB = 16;
  public static final int MAX_MEMORY_MB = 10_240;
  public static final int MIN_TIMEOUT_SEC = 1;
  public static final int MAX_TIMEOUT_SEC = 900;

  private static final int MAX_HANDLER_LENGTH = 128;
  private static final int MAX_ID_LENGTH = 128;

  private static final Instant EARLIEST_CREATION = Instant.parse("0001-01-01T00:00:00Z");

  /** What the times of files can be: not all file systems know a time before. */
  private static final Instant EARLIEST_UPDATE = Instant.EPOCH;

  private static final Instant LATEST = Instant.parse("2445-12-31T23:59:59.999999Z");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern RUNTIME = Pattern.compile("[a-z][a-z0-9._-]{0,63}");
  private static final Pattern HANDLER =
      Pattern.compile("[A-Za-z0-9_$:@/-]+(\\.[A-Za-z0-9_$:@/-]+)+");
  private static final Pattern ENVIRONMENT_KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /**
   * Names Windows keeps for devices, whatever the extension; refused everywhere, so that a
   * directory can move between systems.
   */
  private static final Pattern DEVICE = Pattern.compile("con|prn|aux|nul|com[0-9]|lpt[0-9]");

  private static final Set<String> ISOLATIONS = Set.of(Placement.SHARED, Placement.DEDICATED);

  private FunctionRules() {}

  /** Every rule the draft breaks, in the order of the fields; empty if it may be created. */
  public static List<FieldProblem> check(FunctionDraft draft) {
    var problems = new Problems();
    problems.name(draft.name());
    problems.description(draft.description());
    problems.runtime(draft.runtime());
    problems.handler(draft.handler());
    problems.code(draft.code());
    problems.memoryMb(draft.memoryMb());
    problems.timeoutSec(draft.timeoutSec());
    problems.group(draft.placement().group());
    problems.isolation(draft.placement().isolation());
    problems.environment(draft.environment());
    return problems.found;
  }

  /**
   * Lets a draft pass that may be created.
   *
   * @throws InvalidFunctionException if it breaks a rule
   */
  public static void require(FunctionDraft draft) {
    var problems = check(draft);
    if (!problems.isEmpty()) {
      throw new InvalidFunctionException(problems);
    }
  }

  /**
   * Every rule the function breaks, of what only stores set as well, in the order of the fields.
   */
  public static List<FieldProblem> check(Function function) {
    var problems = new Problems();
    problems.id(function.id());
    problems.found.addAll(check(function.toDraft()));
    problems.time("created_at", function.createdAt(), EARLIEST_CREATION);
    problems.time("updated_at", function.updatedAt(), EARLIEST_UPDATE);
    return problems.found;
  }

  /**
   * Lets a function pass that may be kept.
   *
   * @throws InvalidFunctionException if it breaks a rule
   */
  public static void require(Function function) {
    var problems = check(function);
    if (!problems.isEmpty()) {
      throw new InvalidFunctionException(problems);
    }
  }

  /** Every rule that would be broken by the fields the patch sets. */
  public static List<FieldProblem> check(FunctionPatch patch) {
    var problems = new Problems();
    if (patch.description() != null) {
      problems.description(patch.description());
    }
    if (patch.runtime() != null) {
      problems.runtime(patch.runtime());
    }
    if (patch.handler() != null) {
      problems.handler(patch.handler());
    }
    if (patch.code() != null) {
      problems.code(patch.code());
    }
    if (patch.memoryMb() != null) {
      problems.memoryMb(patch.memoryMb());
    }
    if (patch.timeoutSec() != null) {
      problems.timeoutSec(patch.timeoutSec());
    }
    if (patch.group() != null) {
      problems.group(patch.group());
    }
    if (patch.isolation() != null) {
      problems.isolation(patch.isolation());
    }
    if (patch.environment() != null) {
      problems.environment(patch.environment());
    }
    return problems.found;
  }

  /**
   * Whether an id is a UUID in its usual form (RFC 9562, 4), as stores make them. Records written
   * by hand or by another tool may have other ids, which stay as they are where they are.
   */
  public static boolean isUuid(String id) {
    return UUID_FORM.matcher(id).matches();
  }

  /** Whether it has no surrogate without its other half. */
  public static boolean isUnicode(String text) {
    return text.chars().noneMatch(c -> Character.isSurrogate((char) c))
        || StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  private static final class Problems {
    final List<FieldProblem> found = new ArrayList<>();

    void add(String field, String message) {
      found.add(new FieldProblem(field, message));
    }

    boolean required(String field, @Nullable String value) {
      if (value == null) {
        add(field, "is required");
        return false;
      }
      return true;
    }

    void name(@Nullable String name) {
      if (required("name", name) && name != null) {
        named("name", name);
      }
    }

    void group(String group) {
      if (!group.isEmpty()) {
        named("group", group);
      }
    }

    void isolation(String isolation) {
      if (!ISOLATIONS.contains(isolation)) {
        add("isolation", "must be shared or dedicated");
      }
    }

    private void named(String field, String name) {
      if (name.length() > MAX_NAME_LENGTH || !NAME.matcher(name).matches()) {
        add(
            field,
            "must be 1 to 64 characters of A-Z a-z 0-9 - _, the first one a letter or a digit");
      } else if (DEVICE.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
        add(field, "must not be a device name that operating systems reserve");
      }
    }

    void id(String id) {
      if (id.isEmpty() || id.length() > MAX_ID_LENGTH) {
        add("id", "must be 1 to 128 characters");
      }
      text("id", id);
    }

    void time(String field, Instant time, Instant earliest) {
      if (time.isBefore(earliest) || time.isAfter(LATEST)) {
        add(field, "must be a time from " + earliest + " to " + LATEST);
      }
      if (!time.truncatedTo(ChronoUnit.MICROS).equals(time)) {
        add(field, "must be in whole microseconds");
      }
    }

    void description(String description) {
      if (description.codePointCount(0, description.length()) > MAX_DESCRIPTION_LENGTH) {
        add("description", "must be at most 4096 characters");
      }
      text("description", description);
    }

    void runtime(@Nullable String runtime) {
      if (required("runtime", runtime) && runtime != null && !RUNTIME.matcher(runtime).matches()) {
        add("runtime", "must be a runtime's name, such as nodejs22 or python312");
      }
    }

    void handler(@Nullable String handler) {
      if (required("handler", handler)
          && handler != null
          && (handler.length() > MAX_HANDLER_LENGTH || !HANDLER.matcher(handler).matches())) {
        add("handler", "must be module.function, such as index.handler, at most 128 characters");
      }
    }

    void code(@Nullable String code) {
      if (!required("code", code) || code == null) {
        return;
      }
      // Java strings take at most three bytes of UTF-8 a char, so most need no count.
      if (code.length() > MAX_CODE_BYTES
          || (code.length() > MAX_CODE_BYTES / 3
              && code.getBytes(StandardCharsets.UTF_8).length > MAX_CODE_BYTES)) {
        add("code", "must be at most 4 MiB (4194304 bytes of UTF-8)");
      }
      text("code", code);
    }

    void memoryMb(int memoryMb) {
      if (memoryMb < MIN_MEMORY_MB || memoryMb > MAX_MEMORY_MB) {
        add("memory_mb", "must be from 16 to 10240");
      }
    }

    void timeoutSec(int timeoutSec) {
      if (timeoutSec < MIN_TIMEOUT_SEC || timeoutSec > MAX_TIMEOUT_SEC) {
        add("timeout_sec", "must be from 1 to 900");
      }
    }

    void environment(Map<String, String> environment) {
      environment.entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(
              entry -> {
                if (!ENVIRONMENT_KEY.matcher(entry.getKey()).matches()) {
                  add(
                      "environment",
                      "has a key that is not letters, digits and _, the first one no digit: "
                          + quote(entry.getKey()));
                }
                text("environment", entry.getValue());
              });
    }

    /** Text every backend can keep and give back unchanged. */
    void text(String field, String value) {
      if (value.indexOf('\0') >= 0) {
        add(field, "must not contain the NUL character");
      }
      if (!isUnicode(value)) {
        add(field, "must be Unicode text, without unpaired surrogates");
      }
    }

    private static String quote(String key) {
      String shown = key.length() > 40 ? key.substring(0, 40) + "…" : key;
      return '"' + shown.replaceAll("\\p{Cntrl}", "?") + '"';
    }
  }
}
