package dev.impuls.engine.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The revisions that ended a worker which others shared. They never run in one again, as far back
 * as can be remembered. Safe for use by any number of threads.
 */
final class Culprits {
  private static final int MOST = 10_000;

  private final Set<Key> all = ConcurrentHashMap.newKeySet();

  @GuardedBy("this")
  private final LinkedHashSet<Key> inOrder = new LinkedHashSet<>();

  boolean contains(Key key) {
    return all.contains(key);
  }

  /** False if it was known. */
  synchronized boolean add(Key key) {
    if (!all.add(key)) {
      return false;
    }
    inOrder.add(key);
    if (inOrder.size() > MOST) {
      all.remove(inOrder.removeFirst());
    }
    return true;
  }
}
