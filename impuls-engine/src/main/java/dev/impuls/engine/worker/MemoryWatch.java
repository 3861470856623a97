package dev.impuls.engine.worker;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;

/**
 * Tells when a process does hardly anything any more but collect garbage that is none. The serial
 * collector goes on like that for half a minute before it says that memory is out; the parallel one
 * has a limit for it ({@code -XX:+UseGCOverheadLimit}), of which this is the like.
 */
final class MemoryWatch {
  /** The serial collector's, of the whole heap. */
  private static final String COLLECTOR = "MarkSweepCompact";

  /** So many collections in a row may leave the heap full. */
  private static final int MOST_IN_VAIN = 5;

  private static final double FULL = 0.95;

  /** What they take of the time, if nothing else is done. */
  private static final double ALL_THE_TIME = 0.9;

  private final GarbageCollectorMXBean collector;
  private final List<MemoryPoolMXBean> heap;

  private long countBefore;
  private long millisBefore;
  private long nanosBefore;

  MemoryWatch() {
    collector =
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .filter(bean -> bean.getName().equals(COLLECTOR))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("there is no collector " + COLLECTOR));
    heap =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();
    begin();
  }

  /** To be asked several times a second; true if memory is at its end. */
  boolean isExhausted() {
    long collections = collector.getCollectionCount() - countBefore;
    if (!isFull()) {
      begin();
      return false;
    }
    if (collections < MOST_IN_VAIN) {
      return false;
    }
    double share =
        (collector.getCollectionTime() - millisBefore) * 1e6 / (System.nanoTime() - nanosBefore);
    begin();
    return share >= ALL_THE_TIME;
  }

  private void begin() {
    countBefore = collector.getCollectionCount();
    millisBefore = collector.getCollectionTime();
    nanosBefore = System.nanoTime();
  }

  /** Whether hardly anything was free after the last collection. */
  private boolean isFull() {
    long used = 0;
    for (MemoryPoolMXBean pool : heap) {
      MemoryUsage after = pool.getCollectionUsage();
      used += after == null ? 0 : after.getUsed();
    }
    return used >= FULL * Runtime.getRuntime().maxMemory();
  }
}
