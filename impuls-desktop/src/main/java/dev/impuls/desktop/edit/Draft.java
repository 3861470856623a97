package dev.impuls.desktop.edit;

import java.util.List;
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
    List<Entry> environment,
    @Nullable String code) {

  public Draft {
    environment = List.copyOf(environment);
  }

  /** A variable. */
  public record Entry(String name, String value) {}
}
