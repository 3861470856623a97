package dev.impuls.engine.pool;

import dev.impuls.engine.runtime.Runtime;
import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.Invocation;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * First calls of functions that nobody needs, for those that come to be quick: a worker is warm
 * when its engine is, but the way there and back is taken for the first time by its first calls. It
 * halves the time of a first call. Calls of others are not held up: they count for as many.
 */
final class Rehearsal {
  private static final int FUNCTIONS = 300;

  /** Of later workers, as the way within this process is known by then. */
  private static final int FUNCTIONS_LATER = 60;

  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int LOG_BYTES = 64 * 1024;
  private static final String NAME = "warm-up";

  private final Runtime runtime;
  private final AtomicBoolean wasFirst = new AtomicBoolean();
  private final ScheduledExecutorService time;

  /**
   * @param time begins each call
   */
  Rehearsal(Runtime runtime, ScheduledExecutorService time) {
    this.runtime = runtime;
    this.time = time;
  }

  /** Begins to call the worker; returns at once. */
  void begin(Worker worker) {
    next(worker, wasFirst.getAndSet(true) ? FUNCTIONS - FUNCTIONS_LATER : 0);
  }

  private void next(Worker worker, int number) {
    if (number < FUNCTIONS && worker.takesCalls() && !time.isShutdown()) {
      var _ = time.schedule(() -> call(worker, number), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void call(Worker worker, int number) {
    if (!worker.isIdle()) {
      next(worker, number + 1);
      return;
    }
    var invocation = new Invocation(NAME, runtime.example(number), "{}");
    var call = new Call(invocation);
    var _ =
        call.result()
            .whenComplete(
                (result, failure) -> {
                  worker.forgetFunction(call.key());
                  next(worker, number + 1);
                });
    if (!worker.take(call)) {
      call.result().cancel(false); // It ended just now.
    }
  }

  /** A call that nobody waits for: it is for one worker alone, which does not end for it. */
  private static final class Call extends WorkerCall {
    Call(Invocation invocation) {
      super(invocation, record -> {}, LOG_BYTES, Fetcher.NONE);
    }

    @Override
    boolean mayBePlacedAgain() {
      return false;
    }

    @Override
    boolean mayRunAgain() {
      return false;
    }

    @Override
    boolean isLateBy(Duration grace) {
      return false;
    }
  }
}
