package dev.impuls.engine.memory;

import dev.impuls.invoke.Invocation;
import org.jspecify.annotations.Nullable;

/** What a {@link MemoryGuard} cannot do itself. Called by the guard's thread. */
public interface GuardEvents {

  /**
   * The call that is blamed first if the process ends for want of memory; null if none is. Told
   * when it changes.
   */
  void suspected(@Nullable Invocation suspect);

  /** The process cannot go on for want of memory, which the culprit holds, if one is known. */
  void memoryLost(@Nullable Invocation culprit);

  /** The heap is full of what no environment holds: code, above all. */
  void bloated();

  /** Closes about that many idle environments, those used longest ago; returns how many. */
  int evict(int count);

  /** Closes the idle environments that are outdated. */
  void evictOutdated();

  /** How many environments are idle. */
  int idle();

  /**
   * An upper bound of what the idle environments hold, in bytes.
   *
   * @param exactly measures them, as far as that can be done
   */
  long idleBytes(boolean exactly);
}
