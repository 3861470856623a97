package dev.impuls.engine.pool;

import dev.impuls.function.Function;
import dev.impuls.function.Placement;
import org.jspecify.annotations.Nullable;

/**
 * Functions that may share a worker.
 *
 * @param name as their owner names it, often empty
 * @param alone the one function it is for; null if it is for all of that name
 */
record Group(String name, @Nullable String alone) {
  /** Of functions that say nothing else. */
  static final Group USUAL = new Group("", null);

  static Group of(Function function) {
    Placement placement = function.placement();
    if (placement.isDedicated()) {
      return new Group(placement.group(), function.name());
    }
    return placement.group().isEmpty() ? USUAL : new Group(placement.group(), null);
  }
}
