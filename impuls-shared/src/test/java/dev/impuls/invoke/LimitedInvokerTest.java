package dev.impuls.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.function.FunctionBuilder;
import dev.impuls.invoke.InvocationResult.LogRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Who may run, who waits, who is sent away; the calls end when the test says so. */
class LimitedInvokerTest {
  private final ByHand byHand = new ByHand();

  /** Notes calls, and leaves it to the test to end them. */
  private static final class ByHand implements Invoker {
    private record Started(String name, String id, CompletableFuture<InvocationResult> result) {}

    private final List<Started> started = new ArrayList<>();
    private boolean closed;

    @Override
    public CompletableFuture<InvocationResult> invoke(
        Invocation invocation, Consumer<LogRecord> log) {
      var call =
          new Started(
              invocation.function().name(), invocation.requestId(), new CompletableFuture<>());
      started.add(call);
      return call.result();
    }

    List<String> ids() {
      return started.stream().map(Started::id).toList();
    }

    void end(int index) {
      started.get(index).result().complete(done());
    }

    static InvocationResult done() {
      return new InvocationResult(200, "1", null, null, Duration.ofMillis(1), 1, List.of(), false);
    }

    @Override
    public List<RuntimeInfo> runtimes() {
      return List.of(new RuntimeInfo("nodejs22", "by hand", false));
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static Invocation call(String name, String id) {
    return call(name, id, "null");
  }

  private static Invocation call(String name, String id, String event) {
    return new Invocation(id, new FunctionBuilder(name, "1").build(), event);
  }

  private LimitedInvoker limited(int calls, int perFunction, int waiting) {
    return new LimitedInvoker(byHand, new Limits(calls, perFunction, waiting, 1000, 1000));
  }

  private static int status(CompletableFuture<InvocationResult> result) {
    assertThat(result).isDone();
    return result.join().statusCode();
  }

  @Test
  void beyondItsPlacesCallsWaitAndBeyondThoseTheyAreRefusedAtOnce() {
    var limited = limited(2, 2, 4);
    var first = limited.invoke(call("a", "a1"));
    var _ = limited.invoke(call("a", "a2"));
    var third = limited.invoke(call("a", "a3"));
    var fourth = limited.invoke(call("a", "a4"));
    assertThat(status(limited.invoke(call("a", "a5")))).isEqualTo(429); // Half of four wait.
    var _ = limited.invoke(call("b", "b1"));
    var _ = limited.invoke(call("c", "c1"));
    assertThat(status(limited.invoke(call("d", "d1")))).isEqualTo(429); // All four wait.
    assertThat(byHand.ids()).containsExactly("a1", "a2");
    byHand.end(0);
    assertThat(status(first)).isEqualTo(200);
    assertThat(third).isNotDone();
    assertThat(byHand.ids()).containsExactly("a1", "a2", "a3");
    byHand.end(2);
    assertThat(status(third)).isEqualTo(200);
    assertThat(fourth).isNotDone();
  }

  @Test
  void functionsTakeTurns() {
    var limited = limited(1, 1, 10);
    for (String id : List.of("a1", "a2", "a3", "a4")) {
      var _ = limited.invoke(call("a", id));
    }
    var _ = limited.invoke(call("b", "b1"));
    var _ = limited.invoke(call("c", "c1"));
    for (int i = 0; i < 6; i++) {
      byHand.end(i);
    }
    assertThat(byHand.ids()).containsExactly("a1", "a2", "b1", "c1", "a3", "a4");
  }

  @Test
  void aFunctionAtItsOwnLimitDoesNotHoldUpOthers() {
    var limited = limited(3, 1, 10);
    var _ = limited.invoke(call("a", "a1"));
    var _ = limited.invoke(call("a", "a2"));
    var _ = limited.invoke(call("b", "b1"));
    assertThat(byHand.ids()).containsExactly("a1", "b1");
    byHand.end(1);
    assertThat(byHand.ids()).containsExactly("a1", "b1");
    byHand.end(0);
    assertThat(byHand.ids()).containsExactly("a1", "b1", "a2");
  }

  @Test
  void aWaitingCallThatIsCancelledNeverRunsAndLeavesItsPlace() {
    var limited = limited(1, 1, 2);
    var _ = limited.invoke(call("a", "a1"));
    var waits = limited.invoke(call("a", "a2"));
    assertThat(status(limited.invoke(call("a", "a3")))).isEqualTo(429);
    assertThat(waits.cancel(true)).isTrue();
    var next = limited.invoke(call("a", "a4"));
    byHand.end(0);
    byHand.end(1);
    assertThat(byHand.ids()).containsExactly("a1", "a4");
    assertThat(status(next)).isEqualTo(200);
  }

  @Test
  void cancellingARunningCallCancelsItWithin() {
    var limited = limited(1, 1, 1);
    var running = limited.invoke(call("a", "a1"));
    var _ = limited.invoke(call("a", "a2"));
    running.cancel(true);
    assertThat(byHand.started.get(0).result()).isCancelled();
    assertThat(byHand.ids()).containsExactly("a1", "a2");
  }

  @Test
  void theEventsOfWaitingCallsAreBounded() {
    var limited = limited(1, 1, 1000);
    String event = '"' + "x".repeat(6 * 1024 * 1024 - 2) + '"';
    var _ = limited.invoke(call("a", "a0"));
    for (int i = 0; i < 10; i++) {
      assertThat(limited.invoke(call("a", "a", event))).isNotDone();
    }
    assertThat(status(limited.invoke(call("b", "b", event)))).isEqualTo(429);
    assertThat(limited.invoke(call("b", "b"))).isNotDone();
  }

  @Test
  void calledFromWithinAnEndItDoesNotGrowTheStack() {
    var ended = new ArrayList<String>();
    var atOnce =
        new LimitedInvoker(
            new Invoker() {
              @Override
              public CompletableFuture<InvocationResult> invoke(
                  Invocation invocation, Consumer<LogRecord> log) {
                ended.add(invocation.requestId());
                return ended.size() == 1
                    ? byHand.invoke(invocation, log)
                    : CompletableFuture.completedFuture(ByHand.done());
              }

              @Override
              public List<RuntimeInfo> runtimes() {
                return List.of();
              }

              @Override
              public void close() {}
            },
            new Limits(1, 1, 20_000, 1000, 1000));
    for (int i = 0; i < 10_001; i++) {
      var _ = atOnce.invoke(call("a", "a" + i));
    }
    byHand.end(0);
    assertThat(ended).hasSize(10_001);
  }

  @Test
  void closingWaitsForThoseThatWaitAndTakesNoMore() throws InterruptedException {
    var limited = limited(1, 1, 10);
    var _ = limited.invoke(call("a", "a1"));
    var waits = limited.invoke(call("a", "a2"));
    Thread closing = Thread.ofVirtual().start(limited::close);
    while (status500(limited) == 0) {
      Thread.onSpinWait();
    }
    assertThat(byHand.closed).isFalse();
    byHand.end(0);
    assertThat(closing.join(Duration.ofSeconds(20))).isTrue();
    assertThat(byHand.closed).isTrue();
    byHand.end(1);
    assertThat(status(waits)).isEqualTo(200);
  }

  /** 500 once the invoker is being closed; until then each try is cancelled again. */
  private static int status500(LimitedInvoker limited) {
    var tried = limited.invoke(call("z", "z"));
    if (tried.isDone()) {
      return tried.join().statusCode();
    }
    tried.cancel(true);
    return 0;
  }

  @Test
  void whoWaitsTooLongIsSentAwayAndWhoseTurnHasComeIsNot() throws Exception {
    var limited = limited(1, 1, 10);
    var _ = limited.invoke(call("a", "a1"));
    var second = limited.invoke(call("a", "a2"));
    byHand.end(0);
    assertThat(limited.invoke(call("a", "a3")).get(30, TimeUnit.SECONDS).statusCode())
        .isEqualTo(429);
    assertThat(second).as("began to wait before the third").isNotDone();
    byHand.end(1);
    assertThat(status(second)).isEqualTo(200);
    assertThat(byHand.ids()).containsExactly("a1", "a2");
  }
}
