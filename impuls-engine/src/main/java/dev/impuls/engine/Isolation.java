package dev.impuls.engine;

/** Where functions run. */
public enum Isolation {
  /** Each revision in a process of its own, whose memory and time are limited. */
  PROCESS,

  /** All in this process: {@code memory_mb} is not enforced, and code must be trusted. */
  NONE
}
