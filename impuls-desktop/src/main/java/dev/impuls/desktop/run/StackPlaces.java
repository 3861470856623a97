package dev.impuls.desktop.run;

import dev.impuls.invoke.InvocationResult.InvocationError;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lines of a function's own file that an error names. */
final class StackPlaces {
  private static final String PLACE = "function\\.js:(\\d{1,9})(?::(\\d{1,9}))?";
  private static final Pattern FRAME =
      Pattern.compile("^\\s*at (?:.*[\\s(])?" + PLACE + "\\)?\\s*$");
  private static final Pattern IN_MESSAGE = Pattern.compile("\\b" + PLACE);

  private StackPlaces() {}

  /** A place in the code; the first line and column are 1. */
  record Place(int line, int column) {}

  /** Where a line of a stack is in the function's file, if it is there. */
  static Optional<Place> ofFrame(String line) {
    return first(FRAME.matcher(line));
  }

  /** Where an error came from: the first of its frames, or what its message says. */
  static Optional<Place> of(InvocationError error) {
    Optional<Place> frame =
        error.stack().lines().map(StackPlaces::ofFrame).flatMap(Optional::stream).findFirst();
    return frame.isPresent() ? frame : inMessage(error);
  }

  /** Errors of a parser have no frames; they name the place in their first line. */
  private static Optional<Place> inMessage(InvocationError error) {
    return error.type().endsWith("SyntaxError")
        ? first(IN_MESSAGE.matcher(error.message()))
        : Optional.empty();
  }

  private static Optional<Place> first(Matcher matcher) {
    if (!matcher.find()) {
      return Optional.empty();
    }
    String column = matcher.group(2);
    return Optional.of(
        new Place(
            Math.max(1, Integer.parseInt(matcher.group(1))),
            column == null ? 1 : Math.max(1, Integer.parseInt(column))));
  }
}
