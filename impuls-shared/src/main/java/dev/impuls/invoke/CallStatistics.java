package dev.impuls.invoke;

import dev.impuls.invoke.InvocationStatistics.Calls;
import dev.impuls.invoke.InvocationStatistics.Minute;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts calls. Takes a fixed amount of memory, a few megabytes at the most, and no lock. */
public final class CallStatistics implements InvocationObserver {
  private static final int MINUTES = 60;

  private final Clock clock;
  private final Instant since;

  private final LongAdder calls = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder running = new LongAdder();
  private final CallWindow minutes = new CallWindow(MINUTES, Duration.ofMinutes(1));
  private final BusiestFunctions functions = new BusiestFunctions();

  public CallStatistics(Clock clock) {
    this.clock = clock;
    this.since = clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public void queued(Invocation invocation) {
    running.increment();
  }

  @Override
  public void ended(Invocation invocation, @Nullable InvocationResult result) {
    boolean isFailed = result == null || result.error() != null;
    Duration duration = result == null ? Duration.ZERO : result.duration();
    long now = clock.millis();
    running.decrement();
    calls.increment();
    if (isFailed) {
      failed.increment();
    }
    minutes.count(now, isFailed, duration);
    functions.count(invocation.function().name(), now, isFailed, duration);
  }

  /** What was counted until now. */
  public InvocationStatistics statistics() {
    long now = clock.millis();
    Instant start =
        Instant.ofEpochMilli(now)
            .truncatedTo(ChronoUnit.MINUTES)
            .minus(MINUTES - 1, ChronoUnit.MINUTES);
    List<Minute> last = new ArrayList<>();
    for (Calls each : minutes.each(now)) {
      last.add(new Minute(start, each));
      start = start.plus(1, ChronoUnit.MINUTES);
    }
    return new InvocationStatistics(
        since,
        calls.sum(),
        failed.sum(),
        // It is no snapshot: the end of a call may be seen and its beginning not.
        Math.max(0, running.intValue()),
        last,
        functions.most(now));
  }
}
