package dev.impuls.engine.pool;

import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Judges the start of one process by the processor time it uses: on a busy machine every start
 * takes long, and another one would take longer. Used by one thread.
 */
final class StartWatch {
  /** A Java machine that waits for something uses less in the time of a standstill. */
  private static final Duration MIN_PROGRESS = Duration.ofMillis(200);

  private final StartLimits limits;
  private final long begunNanos;
  private long lookedNanos;
  private Duration used = Duration.ZERO;
  private Duration usedBefore = Duration.ZERO;
  private long progressNanos;

  /**
   * @param nowNanos as of {@link System#nanoTime}
   */
  StartWatch(StartLimits limits, long nowNanos) {
    this.limits = limits;
    this.begunNanos = nowNanos;
    this.lookedNanos = nowNanos;
    this.progressNanos = nowNanos;
  }

  /** What a process used, and those it started: what keeps it in may be one of its own. */
  static Duration processorTime(Process process) {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .map(one -> one.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** Whether it should be looked at again. */
  boolean isDue(long nowNanos) {
    return nowNanos - lookedNanos >= limits.lookEvery().toNanos();
  }

  /**
   * Looks at it.
   *
   * @param processorTime what it has used since it was started
   * @return what it did wrong, or null if it may go on
   */
  @Nullable String look(Duration processorTime, long nowNanos) {
    lookedNanos = nowNanos;
    if (processorTime.compareTo(used) > 0) {
      used = processorTime;
    }
    if (used.minus(usedBefore).compareTo(MIN_PROGRESS) >= 0) {
      usedBefore = used;
      progressNanos = nowNanos;
    }
    Duration still = Duration.ofNanos(nowNanos - progressNanos);
    if (used.compareTo(limits.processorTime()) >= 0) {
      return "did not start, though it used " + seconds(used) + " of processor time";
    } else if (still.compareTo(limits.standstill()) > 0) {
      return "did not start: it used no more than "
          + seconds(used.minus(usedBefore))
          + " of processor time in "
          + seconds(still);
    }
    return null;
  }

  /** What to tell those who waited too long for a start that goes on. */
  String goesOn(long nowNanos) {
    Duration age = Duration.ofNanos(nowNanos - begunNanos);
    String why =
        used.multipliedBy(2).compareTo(age) < 0
            ? "The machine gave the function's process too little processor time to start: "
            : "The function's process has not started yet, though the machine gave it time: ";
    return why + seconds(used) + " in " + seconds(age) + ". It goes on starting; try again later";
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }
}
