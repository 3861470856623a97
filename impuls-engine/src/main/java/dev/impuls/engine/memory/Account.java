package dev.impuls.engine.memory;

import org.jspecify.annotations.Nullable;

/**
 * What one environment of a function has allocated over all its turns, and what is known of the
 * memory it holds. The thread that runs a turn begins and ends it; any thread may ask.
 */
public final class Account {
  private final long limitBytes;
  private long allocated;
  private @Nullable Thread thread;
  private long threadHadAllocated;
  private long measuredBytes;
  private long allocatedAtMeasure;

  /** A lower bound of what it held when the guard's thread looked last. */
  long heldAtLook;

  /** What it had allocated by then. */
  long allocatedAtLook;

  /** It is not to be used by another call. */
  private volatile boolean outdated;

  /**
   * @param limitMb how many MiB the environment may hold
   */
  public Account(int limitMb) {
    limitBytes = limitMb * 1024L * 1024;
  }

  long limitBytes() {
    return limitBytes;
  }

  /** Its environment must not be used by another call. */
  public boolean isOutdated() {
    return outdated;
  }

  void setOutdated() {
    outdated = true;
  }

  /** This thread begins a turn of the environment's code. */
  public synchronized void beginTurn() {
    Thread current = Thread.currentThread();
    threadHadAllocated = Heap.allocatedBy(current);
    thread = current;
  }

  /** The turn is over. To be called by the thread that began it. */
  public synchronized void endTurn() {
    allocated = allocated();
    thread = null;
  }

  /** Another thread allocated that much for it. */
  public synchronized void received(long bytes) {
    allocated += bytes;
  }

  /** All that was allocated so far, in bytes. */
  public synchronized long allocated() {
    Thread running = thread;
    return running == null
        ? allocated
        : allocated + Math.max(0, Heap.allocatedBy(running) - threadHadAllocated);
  }

  /** Notes what it holds now, as measured. */
  public synchronized void measured(long bytes) {
    measuredBytes = bytes;
    allocatedAtMeasure = allocated();
  }

  /** An upper bound of what it holds, unless it holds more than it may. */
  public long mostHeld() {
    return Math.min(bound(), limitBytes);
  }

  /** An upper bound of what it holds in any case. */
  synchronized long bound() {
    return measuredBytes + allocated() - allocatedAtMeasure;
  }
}
