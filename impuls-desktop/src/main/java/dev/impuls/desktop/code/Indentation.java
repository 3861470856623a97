package dev.impuls.desktop.code;

import java.util.List;

/** How lines are indented. */
final class Indentation {
  /** So many lines tell. */
  static final int ENOUGH_LINES = 2_000;

  private static final int WIDEST = 8;
  private static final String OPENING = "([{";

  private Indentation() {}

  /**
   * What a level is: a tab, or as many spaces as most lines are indented more than those before.
   */
  static String unit(List<Line> lines, Language language) {
    int tabs = 0;
    var widths = new int[WIDEST + 1];
    int before = 0;
    for (Line line : lines.subList(0, Math.min(lines.size(), ENOUGH_LINES))) {
      String text = line.text();
      if (text.isBlank()) {
        continue;
      }
      if (text.charAt(0) == '\t') {
        tabs++;
        continue;
      }
      int indent = of(text).length();
      int more = indent - before;
      before = indent;
      // One space is that of a comment's further lines.
      if (more > 1 && more <= WIDEST) {
        widths[more]++;
      }
    }
    int best = 0;
    int spaces = 0;
    for (int width = 2; width <= WIDEST; width++) {
      spaces += widths[width];
      if (widths[width] > widths[best]) {
        best = width;
      }
    }
    if (tabs > spaces) {
      return "\t";
    }
    return spaces > 0 ? " ".repeat(best) : usual(language);
  }

  private static String usual(Language language) {
    return switch (language) {
      case GO -> "\t";
      case PYTHON, JAVA, CSHARP, PHP -> "    ";
      case JAVASCRIPT, RUBY, JSON, PLAIN -> "  ";
    };
  }

  /** The white space a line begins with. */
  static String of(String line) {
    int end = 0;
    while (end < line.length() && (line.charAt(end) == ' ' || line.charAt(end) == '\t')) {
      end++;
    }
    return line.substring(0, end);
  }

  /** Whether a new line after this is indented by a level more. */
  static boolean opens(String before, Language language) {
    String text = before.stripTrailing();
    if (text.isEmpty()) {
      return false;
    }
    char last = text.charAt(text.length() - 1);
    return OPENING.indexOf(last) >= 0 || (last == ':' && language == Language.PYTHON);
  }

  /** Whether what comes after an opening bracket begins with that which closes it. */
  static boolean closes(String before, String after) {
    String text = before.stripTrailing();
    if (text.isEmpty() || after.isEmpty()) {
      return false;
    }
    int which = OPENING.indexOf(text.charAt(text.length() - 1));
    return which >= 0 && ")]}".charAt(which) == after.charAt(0);
  }

  /** A line with one level less. */
  static String less(String line, String unit) {
    if (line.startsWith("\t")) {
      return line.substring(1);
    }
    int width = unit.equals("\t") ? WIDEST / 2 : unit.length();
    int end = 0;
    while (end < width && end < line.length() && line.charAt(end) == ' ') {
      end++;
    }
    return line.substring(end);
  }
}
