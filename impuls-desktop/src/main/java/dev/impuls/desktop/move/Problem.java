package dev.impuls.desktop.move;

import dev.impuls.desktop.ui.Failures;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.transfer.TransferException;
import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;
import tools.jackson.core.exc.JacksonIOException;

/**
 * Why something was not moved.
 *
 * @param text for people, a sentence or two
 * @param details to be copied; empty if there is nothing to add
 */
record Problem(String text, String details) {
  private static final Texts T = Texts.of(Problem.class);

  /** What systems say of a full disk. */
  private static final Pattern FULL =
      Pattern.compile(
          "(?i).*(no space left|not enough space|disk quota exceeded).*", Pattern.DOTALL);

  /** One that needs no details. */
  Problem(String text) {
    this(text, "");
  }

  /**
   * @param what the file or the place it is about
   */
  static Problem of(String what, Throwable failure) {
    return switch (failure) {
      case CancellationException cancelled -> new Problem(cancelled(cancelled));
      case TransferException e ->
          new Problem(T.get("problem.file", what, words(e)), Failures.details(e));
      default -> new Problem(words(failure), Failures.details(failure));
    };
  }

  private static String cancelled(CancellationException e) {
    String message = String.valueOf(e.getMessage());
    int left = message.indexOf(';');
    return left < 0
        ? T.get("problem.cancelled")
        : T.get("problem.left", message.substring(left + 2));
  }

  private static String words(Throwable failure) {
    String words =
        switch (failure) {
          case UncheckedIOException e when e.getCause() != null -> Failures.words(e.getCause());
          case JacksonIOException e when e.getCause() != null -> Failures.words(e.getCause());
          default -> Failures.words(failure);
        };
    return FULL.matcher(words).matches() ? T.get("problem.full", words) : words;
  }
}
