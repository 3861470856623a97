package dev.impuls.engine.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.function.Function;
import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.InvocationResult.InvocationError;
import dev.impuls.invoke.InvocationResult.LogRecord;
import dev.impuls.invoke.Invoker;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Functions that tests of workers call, and what comes of that. */
final class TestCalls {
  static final String HELLO = "exports.handler = async (e) => e;";

  /** Logs, and answers after so many milliseconds. */
  static final String WAITS =
      "exports.handler = async (ms) => { console.log('waits');"
          + " await new Promise((done) => setTimeout(done, ms)); return ms; };";

  static final int PATIENCE_SECONDS = 60;

  private TestCalls() {}

  /**
   * A call that has begun to run: it has logged something.
   *
   * @param shown what of it is shown while it runs
   */
  record Begun(CompletableFuture<InvocationResult> call, List<String> shown) {}

  static Begun begun(Invoker invoker, Function function, String event) throws InterruptedException {
    var logged = new CountDownLatch(1);
    var shown = new CopyOnWriteArrayList<String>();
    var call =
        invoker.invoke(
            new Invocation("r", function, event),
            (LogRecord record) -> {
              shown.add(record.message());
              logged.countDown();
            });
    assertThat(logged.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return new Begun(call, shown);
  }

  static InvocationResult call(Invoker invoker, Function function, String event) throws Exception {
    return get(invoker.invoke(new Invocation("r", function, event)));
  }

  static InvocationResult get(CompletableFuture<InvocationResult> call) throws Exception {
    return call.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  static void assertAnswers(InvocationResult result, String body) {
    assertThat(result.error()).isNull();
    assertThat(result.body()).isEqualTo(body);
  }

  static InvocationError failure(InvocationResult result, int status, String type) {
    InvocationError error = Objects.requireNonNull(result.error());
    assertThat(error.type()).as(error.message()).isEqualTo(type);
    assertThat(result.statusCode()).isEqualTo(status);
    return error;
  }
}
