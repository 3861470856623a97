package dev.impuls.engine.pool;

import java.util.concurrent.TimeUnit;

/** Twice as long a pause after each failure: 1 s, 2 s, 4 s … 60 s. Guarded by its owner. */
final class BackOff {
  private static final int LONGEST_SECONDS = 60;
  private static final int MOST_DOUBLINGS = 6;

  private int failures;
  private long untilNanos = System.nanoTime();

  /**
   * @param free how many failures have no consequence
   */
  void failed(int free) {
    failures++;
    int counted = failures - free;
    int seconds =
        counted <= 0 ? 0 : Math.min(LONGEST_SECONDS, 1 << Math.min(counted - 1, MOST_DOUBLINGS));
    untilNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
  }

  void reset() {
    failures = 0;
    untilNanos = System.nanoTime();
  }

  int failures() {
    return failures;
  }

  boolean isOn() {
    return untilNanos - System.nanoTime() > 0;
  }

  /** What is left of the pause, rounded up. */
  long secondsLeft() {
    return Math.max(0, TimeUnit.NANOSECONDS.toSeconds(untilNanos - System.nanoTime()) + 1);
  }

  /** Whether the pause was over long ago. */
  boolean isForgotten() {
    return System.nanoTime() - untilNanos > TimeUnit.SECONDS.toNanos(2 * LONGEST_SECONDS);
  }
}
