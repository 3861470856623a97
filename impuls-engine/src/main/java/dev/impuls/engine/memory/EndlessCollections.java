package dev.impuls.engine.memory;

import java.time.Duration;

/** Tells when a process with a full heap does little but collect garbage. */
final class EndlessCollections {
  private static final Duration WINDOW = Duration.ofMillis(1500);
  private static final double SHARE = 0.9;

  private final Heap heap;
  private long begunNanos;
  private long millisBefore;

  EndlessCollections(Heap heap) {
    this.heap = heap;
    reset();
  }

  void reset() {
    begunNanos = System.nanoTime();
    millisBefore = heap.collectionMillis();
  }

  /**
   * To be asked several times a second.
   *
   * @param full whether the heap is
   * @return true if collections took nearly all the time of a while in which it was full
   */
  boolean goOn(boolean full) {
    if (!full) {
      reset();
      return false;
    }
    long nanos = System.nanoTime() - begunNanos;
    if (nanos < WINDOW.toNanos()) {
      return false;
    }
    boolean endless = (heap.collectionMillis() - millisBefore) * 1e6 / nanos > SHARE;
    reset();
    return endless;
  }
}
