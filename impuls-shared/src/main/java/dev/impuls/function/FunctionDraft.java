package dev.impuls.function;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A function to be created: what a client says of it, defaults filled in. The required fields may
 * still be null, so that {@link FunctionRules} can name all that is missing at once.
 */
public record FunctionDraft(
    @Nullable String name,
    String description,
    @Nullable String runtime,
    @Nullable String handler,
    @Nullable String code,
    int memoryMb,
    int timeoutSec,
    Placement placement,
    Map<String, String> environment) {

  /** Memory limit when none is given, MiB. */
  public static final int DEFAULT_MEMORY_MB = 128;

  /** Time limit of a call when none is given, seconds. */
  public static final int DEFAULT_TIMEOUT_SEC = 30;

  public FunctionDraft {
    environment = Map.copyOf(environment);
  }

  /** A draft of that name with the fields of the patch, and the defaults where it has none. */
  public static FunctionDraft of(@Nullable String name, FunctionPatch fields) {
    return new FunctionDraft(
        name,
        FunctionPatch.orElse(fields.description(), ""),
        fields.runtime(),
        fields.handler(),
        fields.code(),
        FunctionPatch.orElse(fields.memoryMb(), DEFAULT_MEMORY_MB),
        FunctionPatch.orElse(fields.timeoutSec(), DEFAULT_TIMEOUT_SEC),
        Placement.DEFAULT.with(fields.group(), fields.isolation()),
        FunctionPatch.orElse(fields.environment(), Map.of()));
  }

  /**
   * A new function made of this draft, which keeps the rules, with an id of its own.
   *
   * @param codePath where its code will be kept
   * @param now when it is created
   */
  public Function toFunction(String codePath, Instant now) {
    Instant time = now.truncatedTo(ChronoUnit.MICROS);
    return Function.of(
        new FunctionSummary(
            UUID.randomUUID().toString(),
            Objects.requireNonNull(name),
            description,
            Objects.requireNonNull(runtime),
            Objects.requireNonNull(handler),
            codePath,
            memoryMb,
            timeoutSec,
            placement,
            time,
            time),
        Objects.requireNonNull(code),
        environment);
  }
}
