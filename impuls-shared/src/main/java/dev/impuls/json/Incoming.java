package dev.impuls.json;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionDraft;
import dev.impuls.function.FunctionSummary;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A function that is to be imported. What the store it comes from has set may be missing, as when
 * somebody wrote it by hand.
 *
 * @param draft has all it needs, but may break rules
 */
public record Incoming(
    FunctionDraft draft,
    @Nullable String id,
    @Nullable Instant createdAt,
    @Nullable Instant updatedAt) {

  /** A function of a store. */
  public static Incoming of(Function function) {
    return new Incoming(
        function.toDraft(), function.id(), function.createdAt(), function.updatedAt());
  }

  /** The same with another id. */
  public Incoming withId(String other) {
    return new Incoming(draft, other, createdAt, updatedAt);
  }

  /** What it is called. */
  public String name() {
    return Objects.requireNonNull(draft.name());
  }

  /** The function as it was, or null if not all is said of it. */
  public @Nullable Function function() {
    return id == null || createdAt == null || updatedAt == null
        ? null
        : function(id, createdAt, updatedAt);
  }

  /**
   * The function as it is to be kept.
   *
   * @param there the function of that name that it would take the place of, or null
   * @param now the time of a change of which no time is known
   */
  public Function function(@Nullable Function there, Instant now) {
    Instant time = now.truncatedTo(ChronoUnit.MICROS);
    if (there == null) {
      return function(
          id == null ? UUID.randomUUID().toString() : id,
          createdAt == null ? Objects.requireNonNullElse(updatedAt, time) : createdAt,
          updatedAt == null ? Objects.requireNonNullElse(createdAt, time) : updatedAt);
    }
    boolean same = draft.equals(there.toDraft());
    return function(
        id == null ? there.id() : id,
        createdAt == null ? there.createdAt() : createdAt,
        updatedAt != null ? updatedAt : same ? there.updatedAt() : there.nextUpdate(now));
  }

  private Function function(String anId, Instant created, Instant updated) {
    return Function.of(
        new FunctionSummary(
            anId,
            name(),
            draft.description(),
            Objects.requireNonNull(draft.runtime()),
            Objects.requireNonNull(draft.handler()),
            "",
            draft.memoryMb(),
            draft.timeoutSec(),
            draft.placement(),
            created,
            updated),
        Objects.requireNonNull(draft.code()),
        draft.environment());
  }
}
