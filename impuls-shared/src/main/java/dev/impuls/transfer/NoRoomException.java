package dev.impuls.transfer;

import java.io.IOException;

/** The disk does not take what is to be kept on it for a while; the message says it for people. */
public final class NoRoomException extends IOException {
  private static final long serialVersionUID = 1L;

  NoRoomException(String message) {
    super(message);
  }

  /** One of a write that failed. */
  public NoRoomException(IOException cause) {
    super(
        "What is imported cannot be written to the temporary folder of this machine: "
            + Reasons.of(cause),
        cause);
  }
}
