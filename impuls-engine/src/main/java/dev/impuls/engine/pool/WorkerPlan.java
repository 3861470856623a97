package dev.impuls.engine.pool;

/**
 * What a worker is started as.
 *
 * @param shared whether it is for many functions; else it is one function's own, which ends it when
 *     its memory is at its end
 * @param compiles whether it has the compiler, which takes long to get warm; without it, calls are
 *     taken at once and run more slowly
 * @param heapMb the Java heap, MiB
 * @param yields whether it has a lower priority than others, from its start on
 */
record WorkerPlan(boolean shared, boolean compiles, int heapMb, boolean yields) {
  /**
   * The heap of a shared worker, MiB: enough for hundreds of functions, and for a few at a time
   * that hold as much as they may.
   */
  static final int SHARED_HEAP_MB = 512;

  /** What a function may ask for to run in a shared worker, MiB. */
  static final int MOST_SHARED_MEMORY_MB = 128;

  /** The heap an engine with its compiler takes, MiB; a function's memory comes on top. */
  static final int BASE_HEAP_MB = 96;

  /**
   * What a worker takes outside of its heap, MiB: machine code, classes, threads, the compiler's
   * own.
   */
  private static final int BESIDE_HEAP_MB = 96;

  /** For all functions that have no worker of their own. */
  static WorkerPlan forMany(boolean compiles) {
    return new WorkerPlan(true, compiles, SHARED_HEAP_MB, false);
  }

  /** For one function with that memory. */
  static WorkerPlan forOne(boolean compiles, int memoryMb) {
    return new WorkerPlan(false, compiles, memoryMb + BASE_HEAP_MB, false);
  }

  /** The same with a lower priority, if that is wanted. */
  WorkerPlan yielding(boolean wanted) {
    return new WorkerPlan(shared, compiles, heapMb, wanted);
  }

  /** The memory of the one function it is for, MiB. */
  int functionMb() {
    return heapMb - BASE_HEAP_MB;
  }

  /** What it may take of the machine, MiB. */
  int memoryMb() {
    return heapMb + BESIDE_HEAP_MB;
  }
}
