package dev.impuls.engine.pool;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a worker gets nothing done any more though the machine gives it processor time, as
 * when it does nothing but collect garbage that is none. A worker that gets none is let be: that is
 * the machine's fault. Used by one thread.
 */
final class PulseWatch {
  private static final Duration LONGEST_SILENCE = Duration.ofMillis(1500);

  /** What it must have used meanwhile, so that it is certain that it could have. */
  private static final Duration ENOUGH_TIME = Duration.ofSeconds(1);

  private static final Duration LATELY = Duration.ofMillis(500);

  private long beats;
  private long changedNanos;
  private @Nullable Duration usedBefore;

  PulseWatch(long nowNanos) {
    changedNanos = nowNanos;
  }

  /** Whether it got something done just now, as far as it was looked at. */
  boolean beats(long nowNanos) {
    return nowNanos - changedNanos < LATELY.toNanos();
  }

  /**
   * Looks at it.
   *
   * @param processorTime what the worker has used since it was started; has its price
   * @return what it did wrong, or null if it may go on
   */
  @Nullable String look(long beatsNow, Supplier<Duration> processorTime, long nowNanos) {
    if (beatsNow != beats) {
      beats = beatsNow;
      changedNanos = nowNanos;
      usedBefore = null;
      return null;
    }
    Duration used = processorTime.get();
    if (usedBefore == null) {
      usedBefore = used;
    }
    Duration silence = Duration.ofNanos(nowNanos - changedNanos);
    return silence.compareTo(LONGEST_SILENCE) >= 0
            && used.minus(usedBefore).compareTo(ENOUGH_TIME) >= 0
        ? String.format(Locale.ROOT, "got nothing done for %.1f s", silence.toMillis() / 1000.0)
        : null;
  }
}
