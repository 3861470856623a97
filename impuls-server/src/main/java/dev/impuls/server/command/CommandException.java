package dev.impuls.server.command;

/** A command could not do what it was to; the message is the one line people are told. */
public final class CommandException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  CommandException(String message) {
    this(ExitCodes.FAILED, message);
  }

  CommandException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}
