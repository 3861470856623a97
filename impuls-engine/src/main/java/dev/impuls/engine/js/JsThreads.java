package dev.impuls.engine.js;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads JavaScript runs on: platform threads, since GraalJS calls contexts on virtual threads
 * experimental; about one a core, first come first served, so that many calls at once do not make
 * each other slow. And one that keeps the time.
 */
final class JsThreads implements AutoCloseable {
  private final ThreadPoolExecutor workers;
  private final ScheduledThreadPoolExecutor time;

  JsThreads(int count) {
    workers =
        new ThreadPoolExecutor(
            count,
            count,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("impuls-js-", 0).factory());
    time =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("impuls-js-time").factory());
    time.setRemoveOnCancelPolicy(true);
    time.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  void execute(Runnable turn) {
    workers.execute(turn);
  }

  /** Runs something short at that time, on the thread that keeps the time. */
  ScheduledFuture<?> at(long nanosFromNow, Runnable action) {
    return time.schedule(action, nanosFromNow, TimeUnit.NANOSECONDS);
  }

  void every(long seconds, Runnable action) {
    var _ = time.scheduleWithFixedDelay(action, seconds, seconds, TimeUnit.SECONDS);
  }

  /** One of the threads does not come back from a turn for now; another takes its place. */
  synchronized void replaceOne() {
    workers.setMaximumPoolSize(workers.getMaximumPoolSize() + 1);
    workers.setCorePoolSize(workers.getCorePoolSize() + 1);
  }

  /** It came back after all. */
  synchronized void replacedOneReturned() {
    workers.setCorePoolSize(workers.getCorePoolSize() - 1);
    workers.setMaximumPoolSize(workers.getMaximumPoolSize() - 1);
  }

  @Override
  public void close() {
    time.shutdownNow();
    workers.shutdown();
  }
}
