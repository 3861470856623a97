package dev.impuls.engine.memory;

import com.sun.management.ThreadMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;

/** The figures of this process's heap, in bytes. May be used by any thread. */
final class Heap {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final List<MemoryPoolMXBean> pools =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .toList();

  /** The collectors whose time is time in which nothing else runs. */
  private final List<GarbageCollectorMXBean> collectors =
      ManagementFactory.getGarbageCollectorMXBeans().stream()
          .filter(bean -> !bean.getName().endsWith(" Cycles"))
          .toList();

  long max() {
    return Runtime.getRuntime().maxMemory();
  }

  /** Live objects and garbage. */
  long used() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /**
   * Upper bound of the live objects, except for those younger than the last collection: it includes
   * the old garbage, and large arrays from the moment they are made.
   */
  long estimate() {
    long sum = 0;
    for (MemoryPoolMXBean pool : pools) {
      MemoryUsage usage = isOld(pool) ? pool.getUsage() : pool.getCollectionUsage();
      sum += usage == null ? 0 : usage.getUsed();
    }
    return sum;
  }

  private static boolean isOld(MemoryPoolMXBean pool) {
    return pool.getName().contains("Old") || pool.getName().contains("Tenured");
  }

  /** Collects all garbage, and returns the size of what is left. */
  long collect() {
    System.gc();
    long live = 0;
    for (MemoryPoolMXBean pool : pools) {
      MemoryUsage usage = pool.getCollectionUsage();
      live += usage == null ? 0 : usage.getUsed();
    }
    return live;
  }

  long collections() {
    long count = 0;
    for (GarbageCollectorMXBean collector : collectors) {
      count += Math.max(0, collector.getCollectionCount());
    }
    return count;
  }

  /** What collections took so far. */
  long collectionMillis() {
    long millis = 0;
    for (GarbageCollectorMXBean collector : collectors) {
      millis += Math.max(0, collector.getCollectionTime());
    }
    return millis;
  }

  /** What all threads have allocated so far, those that have ended included. */
  long allocated() {
    return THREADS.getTotalThreadAllocatedBytes();
  }

  /** What a thread has allocated so far; 0 if it has ended. */
  static long allocatedBy(Thread thread) {
    return Math.max(0, THREADS.getThreadAllocatedBytes(thread.threadId()));
  }
}
