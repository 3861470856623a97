package dev.impuls.engine.js;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.PriorityQueue;

/**
 * The timers of one environment. Knows when each is due, and leaves it to the caller to fire it.
 * Used by one thread at a time.
 */
final class JsTimers {
  private final Map<Integer, Timer> byId = new HashMap<>();
  private final PriorityQueue<Timer> queue = new PriorityQueue<>();
  private long started;

  /** Ordered by time, then by when it was started. */
  private record Timer(int id, long atNanos, long number) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer other) {
      long difference = atNanos - other.atNanos;
      return difference == 0 ? Long.compare(number, other.number) : Long.signum(difference);
    }
  }

  /** Starts a timer that is due once; the code gives it the id. */
  void start(int id, double millis) {
    var timer = new Timer(id, System.nanoTime() + (long) (millis * 1_000_000), started++);
    byId.put(id, timer);
    queue.add(timer);
  }

  /** Removes a timer; does nothing if it is not there any more. */
  void stop(int id) {
    Timer stopped = byId.remove(id);
    if (stopped != null) {
      queue.remove(stopped);
    }
  }

  /**
   * Removes the first timer that is due at a time of {@link System#nanoTime}, and returns its id.
   */
  OptionalInt takeDue(long nanos) {
    for (Timer next = queue.peek();
        next != null && next.atNanos() - nanos <= 0;
        next = queue.peek()) {
      queue.remove();
      if (byId.remove(next.id(), next)) { // Else another was started with its id.
        return OptionalInt.of(next.id());
      }
    }
    return OptionalInt.empty();
  }

  boolean isEmpty() {
    return byId.isEmpty();
  }

  /** Nanoseconds until the next timer is due; 0 or less if one is, much if there is none. */
  long nanosToNext() {
    Timer next = queue.peek();
    return next == null ? Long.MAX_VALUE : next.atNanos() - System.nanoTime();
  }
}
