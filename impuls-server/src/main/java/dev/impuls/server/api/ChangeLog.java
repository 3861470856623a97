package dev.impuls.server.api;

import dev.impuls.store.Change;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The last changes, numbered, for any number of readers, each at a place of its own. Safe for use
 * by any number of threads.
 */
final class ChangeLog {
  /** Who has missed more has to look at all. */
  private static final int KEPT = 10_000;

  private final String epoch = UUID.randomUUID().toString().substring(0, 8);
  private final Deque<Change> changes = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition added = lock.newCondition();
  private long last;
  private boolean closed;

  /**
   * What a reader is given.
   *
   * @param missed whether there was more before it, which is not known any more
   * @param changes those behind the place where the reader was
   * @param place where the reader is now
   */
  record Batch(boolean missed, List<Change> changes, long place) {}

  void add(Change change) {
    lock.lock();
    try {
      changes.add(change);
      last++;
      if (changes.size() > KEPT) {
        changes.remove();
      }
      added.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Where a reader is who has read all. */
  long end() {
    lock.lock();
    try {
      return last;
    } finally {
      lock.unlock();
    }
  }

  /** A place as text, which says of which log it is one. */
  String text(long place) {
    return epoch + "-" + place;
  }

  /** The place of that text; -1, from where all is missed, if it is none of this log. */
  long place(String text) {
    int dash = text.indexOf('-');
    if (dash < 0 || !text.substring(0, dash).equals(epoch)) {
      return -1;
    }
    String number = text.substring(dash + 1);
    return number.matches("[0-9]{1,18}") ? Long.parseLong(number) : -1;
  }

  /**
   * What there is behind a place, waiting for it if there is nothing; null if the log was closed.
   *
   * @param place at most {@link #end}
   */
  @Nullable Batch read(long place, long millis) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (!closed && place == last && left > 0) {
        left = added.awaitNanos(left);
      }
      if (closed) {
        return null;
      }
      long first = last - changes.size();
      if (place < first || place > last) {
        return new Batch(true, List.of(), last);
      }
      return new Batch(
          false, new ArrayList<>(changes).subList((int) (place - first), changes.size()), last);
    } finally {
      lock.unlock();
    }
  }

  /** Lets all readers go. */
  void close() {
    lock.lock();
    try {
      closed = true;
      added.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
