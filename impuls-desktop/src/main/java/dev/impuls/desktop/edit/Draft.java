package dev.impuls.desktop.edit;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionDraft;
import dev.impuls.function.Placement;
import dev.impuls.function.Revision;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Unsaved work on a function, as it is kept in case the console ends.
 *
 * @param revision of the function it was begun from
 * @param code null if it is as it was
 */
public record Draft(
    String revision,
    String description,
    String runtime,
    String handler,
    String memoryMb,
    String timeoutSec,
    String group,
    String isolation,
    List<Entry> environment,
    @Nullable String code) {

  public Draft {
    // Drafts of older consoles have neither.
    group = Objects.requireNonNullElse(group, Placement.DEFAULT.group());
    isolation = Objects.requireNonNullElse(isolation, Placement.DEFAULT.isolation());
    environment = List.copyOf(environment);
  }

  /** The function it was begun from, as far as it is known, where that is no longer there. */
  public Function base(String name) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    return new Function(
        UUID.randomUUID().toString(),
        name,
        description,
        runtime,
        handler,
        "",
        "",
        number(memoryMb, FunctionDraft.DEFAULT_MEMORY_MB),
        number(timeoutSec, FunctionDraft.DEFAULT_TIMEOUT_SEC),
        new Placement(group, isolation),
        Map.of(),
        now,
        now,
        new Revision(revision));
  }

  private static int number(String text, int fallback) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      return fallback;
    }
  }

  /** A variable. */
  public record Entry(String name, String value) {}
}
