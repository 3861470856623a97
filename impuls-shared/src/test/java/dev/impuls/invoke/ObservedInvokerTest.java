package dev.impuls.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.function.FunctionBuilder;
import dev.impuls.invoke.InvocationResult.Level;
import dev.impuls.invoke.InvocationResult.LogRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What observers are told, and when; calls log and end as the test says. */
class ObservedInvokerTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  private final ByHand byHand = new ByHand();
  private final List<String> heard = new ArrayList<>();

  /** Notes calls, and leaves it to the test to end them. */
  private static final class ByHand implements Invoker {
    private record Begun(Consumer<LogRecord> log, CompletableFuture<InvocationResult> result) {}

    private final List<Begun> begun = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private boolean failing;

    @Override
    public CompletableFuture<InvocationResult> invoke(
        Invocation invocation, Consumer<LogRecord> log) {
      if (failing) {
        throw new IllegalStateException("no process");
      }
      var call = new Begun(log, new CompletableFuture<>());
      begun.add(call);
      return call.result();
    }

    @Override
    public void prepare() {
      asked.add("prepare");
    }

    @Override
    public List<RuntimeInfo> runtimes() {
      return List.of(new RuntimeInfo("nodejs22", "by hand", false));
    }

    @Override
    public void close() {
      asked.add("close");
    }

    void end(int index) {
      var result =
          new InvocationResult(200, "1", null, null, Duration.ofMillis(1), 1, List.of(), false);
      begun.get(index).result().complete(result);
    }
  }

  /** Writes down what it is told. */
  private final class Notes implements InvocationObserver {
    @Override
    public void queued(Invocation invocation) {
      heard.add(invocation.requestId() + " queued");
    }

    @Override
    public void started(Invocation invocation) {
      heard.add(invocation.requestId() + " started");
    }

    @Override
    public void logged(Invocation invocation, LogRecord record) {
      heard.add(invocation.requestId() + " logged " + record.message());
    }

    @Override
    public void ended(Invocation invocation, @Nullable InvocationResult result) {
      heard.add(
          invocation.requestId() + " ended " + (result == null ? "null" : result.statusCode()));
    }
  }

  private ObservedInvoker observed(int calls, int waiting, InvocationObserver... observers) {
    return new ObservedInvoker(
        new LimitedInvoker(byHand, new Limits(calls, calls, waiting, 1000, 1000)),
        new CallStatistics(Clock.systemUTC()),
        observers);
  }

  private static Invocation call(String id) {
    return new Invocation(id, new FunctionBuilder("f", "1").build(), "null");
  }

  private CompletableFuture<InvocationResult> invoke(Invoker invoker, String id) {
    var result =
        invoker.invoke(call(id), record -> heard.add(id + " caller hears " + record.message()));
    var _ = result.whenComplete((ended, failure) -> heard.add(id + " caller hears of the end"));
    return result;
  }

  @Test
  void observersHearOfACallBeforeTheCallerDoes() {
    var _ = invoke(observed(1, 1, new Notes()), "a");
    byHand.begun.getFirst().log().accept(new LogRecord(AT, Level.INFO, "x"));
    byHand.end(0);

    assertThat(heard)
        .containsExactly(
            "a queued",
            "a started",
            "a logged x",
            "a caller hears x",
            "a ended 200",
            "a caller hears of the end");
  }

  @Test
  void aWaitingCallStartsWhenItsTurnComes() {
    var observed = observed(1, 2, new Notes());
    var _ = invoke(observed, "a");
    var _ = invoke(observed, "b");
    assertThat(heard).containsExactly("a queued", "a started", "b queued");

    byHand.end(0);
    assertThat(heard.subList(3, 6))
        .containsExactlyInAnyOrder("a ended 200", "a caller hears of the end", "b started");
  }

  @Test
  void aRefusedCallEndsWithoutStarting() {
    var observed = observed(1, 0, new Notes());
    var _ = invoke(observed, "a");
    var _ = invoke(observed, "b");

    assertThat(heard)
        .containsExactly(
            "a queued", "a started", "b queued", "b ended 429", "b caller hears of the end");
  }

  @Test
  void aCancelledCallEndsOnceAndWithoutAResult() {
    var running = invoke(observed(1, 1, new Notes()), "a");
    assertThat(running.cancel(true)).isTrue();
    byHand.end(0);

    assertThat(byHand.begun.getFirst().result()).isCancelled();
    assertThat(heard)
        .containsExactly("a queued", "a started", "a ended null", "a caller hears of the end");
  }

  @Test
  void aCallThatIsCancelledWhileItWaitsEndsWithoutStarting() {
    var observed = observed(1, 2, new Notes());
    var _ = invoke(observed, "a");
    assertThat(invoke(observed, "b").cancel(true)).isTrue();
    byHand.end(0);

    assertThat(byHand.begun).hasSize(1);
    assertThat(heard).contains("b ended null").doesNotContain("b started");
  }

  @Test
  void aCallThatCannotBeBegunEndsAndLeavesItsPlace() {
    var observed = observed(1, 0, new Notes());
    byHand.failing = true;
    assertThat(invoke(observed, "a")).isCompletedExceptionally();
    assertThat(heard).contains("a ended null");

    byHand.failing = false;
    var _ = invoke(observed, "b");
    assertThat(heard).contains("b started");
    assertThat(observed.statistics().orElseThrow().running()).isEqualTo(1);
  }

  @Test
  void whatAnObserverThrowsReachesNoCallAndNoOtherObserver() {
    var failing =
        new InvocationObserver() {
          @Override
          public void queued(Invocation invocation) {
            throw new IllegalStateException("queued");
          }

          @Override
          public void started(Invocation invocation) {
            throw new IllegalStateException("started");
          }

          @Override
          public void logged(Invocation invocation, LogRecord record) {
            throw new IllegalStateException("logged");
          }

          @Override
          public void ended(Invocation invocation, @Nullable InvocationResult result) {
            throw new StackOverflowError("ended");
          }
        };
    var result = invoke(observed(1, 1, failing, new Notes()), "a");
    byHand.begun.getFirst().log().accept(new LogRecord(AT, Level.INFO, "x"));
    byHand.end(0);

    assertThat(result.join().statusCode()).isEqualTo(200);
    assertThat(heard)
        .containsExactly(
            "a queued",
            "a started",
            "a logged x",
            "a caller hears x",
            "a ended 200",
            "a caller hears of the end");
  }

  @Test
  void theRestIsTheInvokersOwn() {
    var observed = observed(1, 1);
    observed.prepare();
    assertThat(observed.runtimes())
        .extracting(Invoker.RuntimeInfo::engine)
        .containsExactly("by hand");
    observed.close();
    assertThat(byHand.asked).containsExactly("prepare", "close");
  }

  @Test
  void callsAreToldOfOnceWhoeverEndsThem() {
    for (int i = 0; i < 1_000; i++) {
      var counted = new CallStatistics(Clock.systemUTC());
      var observed = new ObservedInvoker(new LimitedInvoker(byHand, Limits.DEFAULT), counted);
      var result = observed.invoke(call("a"));
      int index = i;
      Thread ending = Thread.ofVirtual().start(() -> byHand.end(index));
      result.cancel(true);
      while (!result.isDone() || ending.isAlive()) {
        Thread.onSpinWait();
      }
      assertThat(counted.statistics().calls()).isEqualTo(1);
      assertThat(counted.statistics().running()).isZero();
    }
  }
}
