package dev.impuls.server.command;

import dev.impuls.transfer.Reasons;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import tools.jackson.core.exc.JacksonIOException;

/** Failures of files, in words. */
final class Failures {
  private Failures() {}

  /** One that came through what writes JSON. */
  static String words(JacksonIOException e) {
    IOException cause = e.getCause();
    return cause == null ? "what was to be written could not be" : words(cause);
  }

  static String words(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> missing.getFile() + " is not there";
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      case FileAlreadyExistsException there -> there.getFile() + " is there already";
      case FileSystemException failure when failure.getReason() != null ->
          failure.getFile() + ": " + failure.getReason();
      default -> Reasons.of(e);
    };
  }
}
