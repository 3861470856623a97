package dev.impuls.transfer;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Objects;

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
            + reason(cause),
        cause);
  }

  /** Without the path, which is nothing to a client elsewhere. */
  private static String reason(IOException cause) {
    return cause instanceof FileSystemException failure
        ? Objects.requireNonNullElse(failure.getReason(), failure.getClass().getSimpleName())
        : Reasons.of(cause);
  }
}
