package dev.impuls.engine.memory;

import dev.impuls.invoke.Invocation;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A call whose memory a {@link MemoryGuard} watches. Its methods are called by the guard's threads.
 */
public interface GuardedCall {
  Invocation invocation();

  /** That of the environment the call runs in. */
  Account account();

  /** Ends the call because it holds too much memory, unless it is at its end already. */
  void endOutOfMemory();

  /** Whether the call's code runs no more, so that what it held can be collected. */
  boolean hasStopped();

  /**
   * Measures what the call's environment holds, while its code pauses.
   *
   * @param stopAt beyond so many bytes the exact figure does not matter
   * @param cancelled to be looked at now and then
   * @return bytes; negative if they cannot be measured, or not in time
   */
  long measure(long stopAt, AtomicBoolean cancelled);
}
