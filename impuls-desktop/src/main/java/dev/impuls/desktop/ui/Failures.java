package dev.impuls.desktop.ui;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CancellationException;

/** Failures in words. */
public final class Failures {
  private Failures() {}

  /** What happened, in a sentence; never a stack trace. */
  public static String words(Throwable failure) {
    Texts texts = Texts.of(Failures.class);
    return switch (failure) {
      case CancellationException _ -> texts.get("failure.cancelled");
      case NoSuchFileException missing -> texts.get("failure.missing", file(missing));
      case AccessDeniedException denied -> texts.get("failure.denied", file(denied));
      case FileAlreadyExistsException there -> texts.get("failure.exists", file(there));
      case FileSystemException other when other.getReason() != null ->
          file(other) + ": " + other.getReason();
      case IOException io when io.getMessage() != null -> io.getMessage();
      case RuntimeException wrapped
          when wrapped.getCause() instanceof IOException cause && wrapped.getMessage() == null ->
          words(cause);
      default ->
          failure.getMessage() == null || failure.getMessage().isBlank()
              ? failure.getClass().getSimpleName()
              : failure.getMessage();
    };
  }

  private static String file(FileSystemException failure) {
    return String.valueOf(failure.getFile());
  }

  /** All that is known of it, to be copied into a report of a defect. */
  public static String details(Throwable failure) {
    var all = new StringWriter();
    var writer = new PrintWriter(all);
    write(failure, writer);
    writer.flush();
    return all.toString();
  }

  private static void write(Throwable failure, PrintWriter to) {
    to.println(failure);
    for (StackTraceElement element : failure.getStackTrace()) {
      to.println("    at " + element);
    }
    if (failure.getCause() != null) {
      to.print("caused by ");
      write(failure.getCause(), to);
    }
  }
}
