package dev.impuls.invoke.process;

/** What a function process ends with. */
final class ExitCodes {
  /** The connection was closed, as it is when the process is not needed any more. */
  static final int CONNECTION_CLOSED = 0;

  /** Memory is at its end; the Java machine ends with it, too ({@code ExitOnOutOfMemoryError}). */
  static final int OUT_OF_MEMORY = 3;

  /** The function's code does not stop though its time is up. */
  static final int DOES_NOT_STOP = 70;

  /** The process itself failed. */
  static final int FAILED = 71;

  private ExitCodes() {}
}
