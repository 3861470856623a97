package dev.impuls.engine.memory;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Measures what environments hold, one after the other, on a thread of its own. */
final class Measurer implements AutoCloseable {
  private final Duration within;

  /** The other thread cancels what takes too long. */
  private final ScheduledExecutorService alarms =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("impuls-measure-time").factory());

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("impuls-measure").factory());

  private @Nullable Watched measuring;
  private @Nullable Measured measured;

  Measurer(Duration within) {
    this.within = within;
  }

  /**
   * @param bytes negative if they cannot be told
   */
  record Measured(Watched call, long bytes) {}

  /** Measures a call's environment unless one is being measured. */
  synchronized void measure(Watched call) {
    if (measuring == null) {
      measuring = call;
      run(
          () -> {
            long bytes = -1;
            try {
              bytes = bytes(call);
            } finally {
              measured(new Measured(call, bytes));
            }
          });
    }
  }

  private long bytes(Watched call) {
    var cancelled = new AtomicBoolean();
    var alarm =
        alarms.schedule(() -> cancelled.set(true), within.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return call.call.measure(call.account.limitBytes(), cancelled);
    } finally {
      alarm.cancel(false);
    }
  }

  private synchronized void measured(Measured done) {
    measured = done;
    measuring = null;
  }

  /** Runs something on the thread that measures. */
  void run(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      // Closed meanwhile, and nobody asks any more.
    }
  }

  /** What was measured since this was asked last, or null. */
  synchronized @Nullable Measured take() {
    Measured taken = measured;
    measured = null;
    return taken;
  }

  @Override
  public void close() {
    thread.shutdownNow();
    alarms.shutdownNow();
  }
}
