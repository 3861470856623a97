package dev.impuls.invoke;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the calls of one stretch of time, and how long they took in buckets an eighth wide. Takes
 * a kilobyte, whatever the number of calls. Nobody waits for anybody.
 */
final class CallCounter {
  /** Buckets of each power of two, as a power of two. */
  private static final int FINENESS = 3;

  private static final int PER_POWER = 1 << FINENESS;

  /** Of microseconds: 18 minutes, which is longer than a call may take. */
  private static final int LARGEST_POWER = 30;

  private static final int BUCKETS = (LARGEST_POWER - FINENESS + 2) * PER_POWER;

  private final long stretch;
  private final AtomicIntegerArray buckets = new AtomicIntegerArray(BUCKETS);
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicLong longestMicros = new AtomicLong();

  /**
   * @param stretch which stretch of time this is
   */
  CallCounter(long stretch) {
    this.stretch = stretch;
  }

  long stretch() {
    return stretch;
  }

  int calls() {
    return calls.get();
  }

  /**
   * @param duration zero of one that never ran
   */
  void count(boolean isFailed, Duration duration) {
    calls.incrementAndGet();
    if (isFailed) {
      failed.incrementAndGet();
    }
    if (duration.isPositive()) {
      long micros = duration.toNanos() / 1000;
      buckets.incrementAndGet(bucket(micros));
      if (micros > longestMicros.get()) {
        longestMicros.accumulateAndGet(micros, Math::max);
      }
    }
  }

  private static int bucket(long micros) {
    if (micros < PER_POWER) {
      return (int) micros;
    }
    int shift = Long.SIZE - 1 - FINENESS - Long.numberOfLeadingZeros(micros);
    int bucket = (shift + 1) * PER_POWER + (int) (micros >>> shift) % PER_POWER;
    return Math.min(bucket, BUCKETS - 1);
  }

  private static long middleMicros(int bucket) {
    if (bucket < PER_POWER) {
      return bucket;
    }
    int shift = bucket / PER_POWER - 1;
    return ((long) (PER_POWER + bucket % PER_POWER) << shift) + (1L << shift) / 2;
  }

  /** Adds up counters. For one thread. */
  static final class Sum {
    private final long[] buckets = new long[BUCKETS];
    private long calls;
    private long failed;
    private long longestMicros;

    void add(CallCounter counter) {
      calls += counter.calls.get();
      failed += counter.failed.get();
      longestMicros = Math.max(longestMicros, counter.longestMicros.get());
      for (int i = 0; i < BUCKETS; i++) {
        buckets[i] += counter.buckets.get(i);
      }
    }

    InvocationStatistics.Calls calls() {
      long ran = 0;
      for (long bucket : buckets) {
        ran += bucket;
      }
      return new InvocationStatistics.Calls(
          calls, failed, longest((ran + 1) / 2), longest(ran - ran / 20), micros(longestMicros));
    }

    /** How long the longest of so many of the shortest took. */
    private Duration longest(long of) {
      long seen = 0;
      for (int i = 0; i < BUCKETS; i++) {
        seen += buckets[i];
        if (of > 0 && seen >= of) {
          return micros(Math.min(middleMicros(i), longestMicros));
        }
      }
      return Duration.ZERO;
    }

    private static Duration micros(long micros) {
      return Duration.ofNanos(micros * 1000);
    }
  }
}
