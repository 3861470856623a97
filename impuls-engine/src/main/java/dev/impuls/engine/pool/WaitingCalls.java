package dev.impuls.engine.pool;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** The calls that there is no room for yet, in the order they came. Guarded by the pool. */
final class WaitingCalls {
  private static final Duration MAX_WAIT = Duration.ofSeconds(10);
  private static final int MAX_QUEUED = 1000;

  private final Deque<Waiting> queue = new ArrayDeque<>();

  /** A call; it may have run before, in a worker that ended. */
  record Waiting(WorkerCall call, long sinceNanos) {}

  /** Has a call wait; false if too many do already. */
  boolean add(WorkerCall call) {
    return queue.size() < MAX_QUEUED && queue.add(new Waiting(call, System.nanoTime()));
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  int size() {
    return queue.size();
  }

  /** Takes out the first. */
  Waiting remove() {
    return queue.remove();
  }

  /** Has one that was taken out wait on, behind the others; false if it has waited too long. */
  boolean addAgain(Waiting waiting) {
    return System.nanoTime() - waiting.sinceNanos() < MAX_WAIT.toNanos() && queue.add(waiting);
  }
}
