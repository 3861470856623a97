package dev.impuls.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.impuls.function.FunctionBuilder;
import dev.impuls.invoke.InvocationResult.LogRecord;
import dev.impuls.invoke.InvocationStatistics.Calls;
import dev.impuls.invoke.InvocationStatistics.FunctionCalls;
import dev.impuls.invoke.InvocationStatistics.Minute;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is counted; calls end as the test says, at times the test says. */
class CallStatisticsTest {
  private static final Instant START = Instant.parse("2026-01-01T12:00:30Z");

  private final Hands hands = new Hands();
  private final Invoker counted =
      new ObservedInvoker(
          new LimitedInvoker(new Told(), Limits.DEFAULT), new CallStatistics(hands));

  /** A clock set by hand. */
  private static final class Hands extends Clock {
    private volatile Instant now = START;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }

    void pass(Duration time) {
      now = now.plus(time);
    }
  }

  private final List<CompletableFuture<InvocationResult>> open = new ArrayList<>();

  /** Ends a call at once that took as many microseconds as its event says; others stay open. */
  private final class Told implements Invoker {
    @Override
    public CompletableFuture<InvocationResult> invoke(
        Invocation invocation, Consumer<LogRecord> log) {
      var result = new CompletableFuture<InvocationResult>();
      switch (invocation.event()) {
        case "\"open\"" -> open.add(result);
        case "\"refused\"" -> result.complete(InvocationResult.refused(429, "T", "too many"));
        default -> result.complete(returned(Long.parseLong(invocation.event())));
      }
      return result;
    }

    @Override
    public List<RuntimeInfo> runtimes() {
      return List.of();
    }

    @Override
    public void close() {}
  }

  private static InvocationResult returned(long micros) {
    Duration duration = Duration.ofNanos(micros * 1000);
    return new InvocationResult(200, "1", null, null, duration, 1, List.of(), false);
  }

  private CompletableFuture<InvocationResult> call(String name, String event) {
    var function = new FunctionBuilder(name, "1").at(START).build();
    return counted.invoke(new Invocation("request", function, event));
  }

  private void run(String name, String event) {
    var _ = call(name, event);
  }

  private InvocationStatistics statistics() {
    return counted.statistics().orElseThrow();
  }

  private Calls lastMinute() {
    return statistics().minutes().getLast().calls();
  }

  @Test
  void nothingIsThereBeforeTheFirstCall() {
    InvocationStatistics none = statistics();
    assertThat(none.since()).isEqualTo(START);
    assertThat(none.calls() + none.failed() + none.running()).isZero();
    assertThat(none.functions()).isEmpty();
    assertThat(none.minutes()).hasSize(60);
    assertThat(none.minutes().getLast().start()).isEqualTo(Instant.parse("2026-01-01T12:00:00Z"));
    assertThat(none.minutes())
        .extracting(Minute::calls)
        .containsOnly(new Calls(0, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO));
  }

  @Test
  void aCallRunsUntilItsEnd() {
    var result = call("f", "\"open\"");
    var seen = new ArrayList<Integer>();
    var _ = result.thenRun(() -> seen.add(statistics().running()));
    assertThat(statistics().running()).isEqualTo(1);
    assertThat(statistics().calls()).isZero();

    open.getFirst().complete(returned(5));

    assertThat(result.join().statusCode()).isEqualTo(200);
    assertThat(seen).as("counted before it is heard of").containsExactly(0);
    assertThat(statistics().calls()).isEqualTo(1);
    assertThat(statistics().failed()).isZero();
  }

  @Test
  void whatReturnedNothingHasFailed() {
    run("f", "\"refused\"");
    var failing = call("f", "\"open\"");
    open.getFirst().completeExceptionally(new IllegalStateException("x"));
    assertThat(failing).isCompletedExceptionally();

    assertThat(statistics().calls()).isEqualTo(2);
    assertThat(lastMinute())
        .isEqualTo(new Calls(2, 2, Duration.ZERO, Duration.ZERO, Duration.ZERO));
  }

  @Test
  void cancellingReachesTheCall() {
    call("f", "\"open\"").cancel(true);

    assertThat(open.getFirst()).isCancelled();
    assertThat(statistics().running()).isZero();
    assertThat(statistics().failed()).isEqualTo(1);
  }

  @Test
  void durationsAreTold() {
    for (int millis = 1; millis <= 100; millis++) {
      run("f", String.valueOf(millis * 1000));
    }
    Calls calls = lastMinute();
    assertThat(calls.median().toMillis()).isCloseTo(50, within(4L));
    assertThat(calls.p95().toMillis()).isCloseTo(95, within(6L));
    assertThat(calls.max()).isEqualTo(Duration.ofMillis(100));
    assertThat(statistics().functions()).containsExactly(new FunctionCalls("f", calls));
  }

  @Test
  void durationsOfAnySizeAreTold() {
    for (long micros : List.of(1L, 7L, 8L, 15L, 16L, 1_000L, 900_000_000L, 5_000_000_000L)) {
      var one = new CallCounter(0);
      one.count(false, Duration.ofNanos(micros * 1000));
      var sum = new CallCounter.Sum();
      sum.add(one);
      long median = sum.calls().median().toNanos() / 1000;
      long expected = Math.min(micros, (1L << 31) - (1L << 26));
      assertThat(median).isBetween(expected - expected / 16 - 1, micros);
      assertThat(sum.calls().max()).isEqualTo(Duration.ofNanos(micros * 1000));
    }
  }

  @Test
  void anHourIsRemembered() {
    run("f", "1000");
    hands.pass(Duration.ofMinutes(59));
    run("g", "2000");
    run("g", "2000");

    assertThat(statistics().minutes().getFirst().calls().count()).isEqualTo(1);
    assertThat(lastMinute().count()).isEqualTo(2);
    assertThat(statistics().functions()).extracting(FunctionCalls::name).containsExactly("g", "f");

    hands.pass(Duration.ofMinutes(6));
    assertThat(statistics().functions()).extracting(FunctionCalls::name).containsExactly("g");
    hands.pass(Duration.ofMinutes(60));
    run("f", "1000");
    assertThat(statistics().minutes().stream().mapToLong(minute -> minute.calls().count()).sum())
        .isEqualTo(1);
    assertThat(statistics().calls()).isEqualTo(4);
  }

  @Test
  void aClockThatIsPutBackLosesNothing() {
    hands.pass(Duration.ofHours(1));
    run("f", "1000");
    hands.pass(Duration.ofHours(-1));
    run("f", "1000");
    hands.pass(Duration.ofHours(1));

    assertThat(lastMinute().count()).isEqualTo(2);
  }

  @Test
  void theBusiestOfManyFunctionsAreTold() {
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 2000; i++) {
        run("rare-" + i, "1");
        run("busy-" + i % 10, "1");
      }
    }
    assertThat(statistics().functions())
        .extracting(FunctionCalls::name)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 10).mapToObj(i -> "busy-" + i).toList());
    assertThat(statistics().functions()).allMatch(function -> function.calls().count() == 600);
  }

  @Test
  void noneOfManyAtOnceIsLost() {
    var calls = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        threads.execute(
            () -> {
              for (int j = 0; j < 5_000; j++) {
                run("f" + j % 3, "100");
                calls.incrementAndGet();
              }
            });
      }
    }
    assertThat(calls).hasValue(20_000);
    InvocationStatistics statistics = statistics();
    assertThat(statistics.calls()).isEqualTo(20_000);
    assertThat(statistics.running()).isZero();
    assertThat(statistics.minutes().getLast().calls().count()).isEqualTo(20_000);
    assertThat(statistics.functions().stream().mapToLong(each -> each.calls().count()).sum())
        .isEqualTo(20_000);
  }
}
