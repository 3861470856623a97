package dev.impuls.engine;

/** Where functions run. */
public enum Isolation {
  /**
   * Many in one process, which is not this one; memory and time of each are limited. One that must
   * not, or asks for much memory, has a process of its own.
   */
  SHARED,

  /** Each revision in a process of its own. */
  PROCESS,

  /** All in this process: {@code memory_mb} is not enforced, and code must be trusted. */
  NONE
}
