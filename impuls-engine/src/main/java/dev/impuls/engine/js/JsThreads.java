package dev.impuls.engine.js;

import dev.impuls.engine.runtime.Niceness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
 * the turn. Among functions of many it is also given a lower priority, and no function may take all
 * such threads: its further turns wait for the end of one.
 */
final class JsThreads implements AutoCloseable {
  private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int MAX_LONG = 64;

  /** Of one function, where there are others. */
  private static final int MAX_LONG_OF_ONE = 8;

  /** In place of a turn: there are no more. */
  private static final Turn STOP = new Turn("", () -> {});

  private final LinkedBlockingQueue<Turn> turns = new LinkedBlockingQueue<>();
  private final ScheduledThreadPoolExecutor time;
  private final Niceness niceness = new Niceness();
  private final boolean lowersLong;
  private final AtomicBoolean looking = new AtomicBoolean();
  private final Set<Worker> workers = new LinkedHashSet<>();

  /** How many turns that take long each function has; those with none are left out. */
  private final Map<String, Integer> longOnes = new HashMap<>();

  /** Turns of functions that have as many long ones as they may. */
  private final List<Turn> parked = new ArrayList<>();

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

  /** Runs a turn of that function, once there is a thread for it. */
  void execute(String function, Runnable turn) {
    turns.add(new Turn(function, turn));
  }

  private record Turn(String function, Runnable code) {}

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

  /** Takes turns until one took long. */
  private final class Worker implements Runnable {
    private int kernelsNumber;

    /** When the turn began; 0 between turns. */
    private volatile long since;

    /** Whose turn it is. */
    private String function = "";

    /** Another has taken its place. */
    private boolean replaced;

    private boolean lowered;

    @Override
    public void run() {
      kernelsNumber = lowersLong ? Niceness.currentThread() : 0;
      try {
        do {
          Turn turn = turns.take();
          if (turn.equals(STOP)) {
            turns.add(turn); // For the next.
            return;
          }
          if (begins(this, turn)) {
            lookSoon();
            turn.code().run();
          }
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

  /** False if it has to wait until the function has fewer that take long. */
  private synchronized boolean begins(Worker worker, Turn turn) {
    if (lowersLong && longOnes.getOrDefault(turn.function(), 0) >= MAX_LONG_OF_ONE) {
      parked.add(turn);
      return false;
    }
    worker.function = turn.function();
    worker.since = System.nanoTime() | 1;
    return true;
  }

  private synchronized boolean goesOn(Worker worker) {
    worker.since = 0;
    return !worker.replaced && !worker.lowered;
  }

  private synchronized void ended(Worker worker) {
    workers.remove(worker);
    if (worker.replaced) {
      taken--;
      longOnes.computeIfPresent(worker.function, (name, count) -> count == 1 ? null : count - 1);
      turns.addAll(parked); // Those that have to wait on are parked again.
      parked.clear();
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
          longOnes.merge(worker.function, 1, Integer::sum);
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
    turns.add(STOP); // After what waits.
  }
}
