package dev.impuls.engine.wire;

/** What a function process ends with. */
public final class ExitCodes {
  /** The connection was closed, as it is when the process is not needed any more. */
  public static final int CONNECTION_CLOSED = 0;

  /** Memory is at its end; the Java machine ends with it, too ({@code ExitOnOutOfMemoryError}). */
  public static final int OUT_OF_MEMORY = 3;

  /** The function's code does not stop though its time is up. */
  public static final int DOES_NOT_STOP = 70;

  /** The process itself failed. */
  public static final int FAILED = 71;

  /**
   * As a shell has it of a process that signal 9 ended; the kernel sends that where memory is out.
   */
  public static final int KILLED = 137;

  private ExitCodes() {}
}
