package dev.impuls.transfer;

/** What was to be read is not whole, or is none of ours; the message says it for people. */
public final class TransferException extends Exception {
  private static final long serialVersionUID = 1L;

  public TransferException(String message) {
    super(message);
  }

  TransferException(String message, Throwable cause) {
    super(message, cause);
  }
}
