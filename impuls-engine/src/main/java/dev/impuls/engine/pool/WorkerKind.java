package dev.impuls.engine.pool;

/** What a worker is started as. */
enum WorkerKind {
  /**
   * Takes calls soonest: has no compiler for JavaScript, and its Java finds the classes loaded as a
   * {@link ClassCache} keeps them.
   */
  LIGHT,

  /** Compiles hot JavaScript to machine code, and takes long to warm up. */
  COMPILING
}
