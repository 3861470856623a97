package dev.impuls.engine.js;

import dev.impuls.engine.runtime.Niceness;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The threads JavaScript runs on: platform threads, since GraalJS calls contexts on virtual threads
 * experimental; about one a core, first come first served, so that many calls at once do not make
 * each other slow. And one that keeps the time.
 *
 * <p>A thread whose turn takes long is no longer counted: another takes its place, and it ends with
 * the turn. Among functions of many it is also given a lower priority.
 */
final class JsThreads implements AutoCloseable {
  private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int MAX_LONG = 64;

  private final LinkedBlockingQueue<Runnable> turns = new LinkedBlockingQueue<>();
  private final ScheduledThreadPoolExecutor time;
  private final Niceness niceness = new Niceness();
  private final boolean lowersLong;
  private final AtomicBoolean looking = new AtomicBoolean();
  private final Set<Worker> workers = new LinkedHashSet<>();
  private int taken;
  private int maxLong = MAX_LONG;
  private long started;
  private volatile boolean closed;

  /**
   * @param count how many turns run at once, not counting those that take long
   * @param lowersLong whether the latter get a lower priority
   */
  JsThreads(int count, boolean lowersLong) {
    this.lowersLong = lowersLong;
    time =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("impuls-js-time").factory());
    time.setRemoveOnCancelPolicy(true);
    time.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    time.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy()); // Closed.
    for (int i = 0; i < count; i++) {
      startWorker();
    }
  }

  void execute(Runnable turn) {
    turns.add(turn);
  }

  /** Runs something short at that time, on the thread that keeps the time. */
  ScheduledFuture<?> at(long nanosFromNow, Runnable action) {
    return time.schedule(action, nanosFromNow, TimeUnit.NANOSECONDS);
  }

  void every(long seconds, Runnable action) {
    var _ = time.scheduleWithFixedDelay(action, seconds, seconds, TimeUnit.SECONDS);
  }

  /** A turn does not come back for now; it does not count among those that take long. */
  synchronized void lostOne() {
    maxLong++;
  }

  /** It came back after all. */
  synchronized void lostOneReturned() {
    maxLong--;
  }

  /** In place of a turn: there are no more. */
  private record Stop() implements Runnable {
    @Override
    public void run() {}
  }

  /** Takes turns until one took long. */
  private final class Worker implements Runnable {
    private int kernelsNumber;

    /** When the turn began; 0 between turns. */
    private volatile long since;

    /** Another has taken its place. */
    private boolean replaced;

    private boolean lowered;

    @Override
    public void run() {
      kernelsNumber = lowersLong ? Niceness.currentThread() : 0;
      try {
        do {
          Runnable turn = turns.take();
          if (turn instanceof Stop) {
            turns.add(turn); // For the next.
            return;
          }
          since = System.nanoTime() | 1;
          lookSoon();
          turn.run();
        } while (goesOn(this));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        ended(this);
      }
    }
  }

  private synchronized void startWorker() {
    var worker = new Worker();
    workers.add(worker);
    Thread.ofPlatform().daemon().name("impuls-js-" + started++).start(worker);
  }

  private synchronized boolean goesOn(Worker worker) {
    worker.since = 0;
    return !worker.replaced && !worker.lowered;
  }

  private synchronized void ended(Worker worker) {
    workers.remove(worker);
    if (worker.replaced) {
      taken--;
    } else if (!closed) {
      startWorker();
    }
  }

  private void lookSoon() {
    if (!looking.get() && looking.compareAndSet(false, true) && !closed) {
      var _ = time.schedule(this::lookForLong, LONG_NANOS, TimeUnit.NANOSECONDS);
    }
  }

  private void lookForLong() {
    looking.set(false);
    var toLower = new ArrayList<Worker>();
    synchronized (this) {
      for (Worker worker : List.copyOf(workers)) {
        long since = worker.since;
        if (since == 0) {
          continue;
        }
        lookSoon();
        if (System.nanoTime() - since < LONG_NANOS) {
          continue;
        }
        if (!worker.replaced && taken < maxLong) {
          worker.replaced = true;
          taken++;
          startWorker();
        }
        if (lowersLong && !worker.lowered) {
          worker.lowered = true;
          toLower.add(worker);
        }
      }
    }
    // Not in the lock, as the first takes a while.
    toLower.forEach(worker -> niceness.lower(worker.kernelsNumber));
  }

  @Override
  public void close() {
    closed = true;
    time.shutdownNow();
    turns.add(new Stop()); // After what waits.
  }
}
