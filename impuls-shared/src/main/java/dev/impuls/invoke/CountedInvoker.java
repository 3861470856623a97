package dev.impuls.invoke;

import dev.impuls.invoke.InvocationResult.LogRecord;
import dev.impuls.invoke.InvocationStatistics.Calls;
import dev.impuls.invoke.InvocationStatistics.Minute;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts the calls of another invoker. Takes a fixed amount of memory, a few megabytes at the most,
 * and no lock; a call is counted before anybody hears that it has ended.
 */
public final class CountedInvoker implements Invoker {
  private static final int MINUTES = 60;

  private final Invoker invoker;
  private final Clock clock;
  private final Instant since;

  private final LongAdder calls = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder running = new LongAdder();
  private final CallWindow minutes = new CallWindow(MINUTES, Duration.ofMinutes(1));
  private final BusiestFunctions functions = new BusiestFunctions();

  /**
   * @param invoker runs the calls; closed with this
   */
  public CountedInvoker(Invoker invoker, Clock clock) {
    this.invoker = invoker;
    this.clock = clock;
    this.since = clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public CompletableFuture<InvocationResult> invoke(
      Invocation invocation, Consumer<LogRecord> log) {
    CompletableFuture<InvocationResult> inner = invoker.invoke(invocation, log);
    running.increment();
    var result = new CompletableFuture<InvocationResult>();
    var _ =
        inner.whenComplete(
            (ended, failure) -> {
              count(invocation.function().name(), failure == null ? ended : null);
              if (failure == null) {
                result.complete(ended);
              } else {
                result.completeExceptionally(failure);
              }
            });
    if (!result.isDone()) {
      var _ =
          result.whenComplete(
              (ended, failure) -> {
                if (result.isCancelled()) {
                  inner.cancel(true);
                }
              });
    }
    return result;
  }

  private void count(String name, @Nullable InvocationResult ended) {
    boolean isFailed = ended == null || ended.error() != null;
    Duration duration = ended == null ? Duration.ZERO : ended.duration();
    long now = clock.millis();
    running.decrement();
    calls.increment();
    if (isFailed) {
      failed.increment();
    }
    minutes.count(now, isFailed, duration);
    functions.count(name, now, isFailed, duration);
  }

  @Override
  public Optional<InvocationStatistics> statistics() {
    long now = clock.millis();
    Instant start =
        Instant.ofEpochMilli(now)
            .truncatedTo(ChronoUnit.MINUTES)
            .minus(MINUTES - 1, ChronoUnit.MINUTES);
    var last = new ArrayList<Minute>();
    for (Calls each : minutes.each(now)) {
      last.add(new Minute(start, each));
      start = start.plus(1, ChronoUnit.MINUTES);
    }
    return Optional.of(
        new InvocationStatistics(
            since,
            calls.sum(),
            failed.sum(),
            // It is no snapshot: the end of a call may be seen and its beginning not.
            Math.max(0, running.intValue()),
            last,
            functions.most(now)));
  }

  @Override
  public void prepare() {
    invoker.prepare();
  }

  @Override
  public List<RuntimeInfo> runtimes() {
    return invoker.runtimes();
  }

  @Override
  public void close() {
    invoker.close();
  }
}
