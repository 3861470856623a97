package dev.impuls.desktop.code;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Texts as lines. There is always at least one, and the last has no end. */
final class Lines {
  /** A line with more characters is shown in parts. */
  static final int LONGEST = 4_000;

  private static final int PART = 1_000;

  private Lines() {}

  /** The lines of a text, each with the end it has. */
  static List<Line> of(String text) {
    return split(text, null);
  }

  /** The lines of a text, all with the same end whatever they had. */
  static List<Line> of(String text, LineEnd end) {
    return split(text, end);
  }

  private static List<Line> split(String text, @Nullable LineEnd wanted) {
    var lines = new ArrayList<Line>();
    int start = 0;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\n' || c == '\r') {
        boolean pair = c == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n';
        LineEnd found = pair ? LineEnd.CRLF : c == '\n' ? LineEnd.LF : LineEnd.CR;
        addParts(lines, text.substring(start, at), wanted == null ? found : wanted);
        if (pair) {
          at++;
        }
        start = at + 1;
      }
    }
    addParts(lines, text.substring(start), LineEnd.NONE);
    return lines;
  }

  /** The same text in lines none of which is too long. */
  static List<Line> shown(List<Line> lines) {
    var parts = new ArrayList<Line>(lines.size());
    for (Line line : lines) {
      addParts(parts, line.text(), line.end());
    }
    return parts;
  }

  private static void addParts(List<Line> lines, String text, LineEnd end) {
    int start = 0;
    if (text.length() > LONGEST) {
      while (text.length() - start > PART) {
        int stop = start + PART;
        // Not between the halves of a character.
        if (Character.isSurrogatePair(text.charAt(stop - 1), text.charAt(stop))) {
          stop++;
        }
        lines.add(new Line(text.substring(start, stop), LineEnd.NONE));
        start = stop;
      }
    }
    lines.add(new Line(text.substring(start), end));
  }

  /** The whole text of lines. */
  static String text(List<Line> lines) {
    var text = new StringBuilder(length(lines));
    for (Line line : lines) {
      text.append(line.text()).append(line.end().text());
    }
    return text.toString();
  }

  /** How long the whole text is. */
  static int length(List<Line> lines) {
    int length = 0;
    for (Line line : lines) {
      length += line.length();
    }
    return length;
  }

  /** What is between two spots. */
  static List<Line> between(List<Line> lines, Spot from, Spot to) {
    var found = new ArrayList<Line>(to.line() - from.line() + 1);
    for (int at = from.line(); at < to.line(); at++) {
      Line line = lines.get(at);
      found.add(at == from.line() ? line.withText(line.text().substring(from.column())) : line);
    }
    int start = from.line() == to.line() ? from.column() : 0;
    String last = lines.get(to.line()).text().substring(start, to.column());
    found.add(new Line(last, LineEnd.NONE));
    return found;
  }

  /** One text after another. */
  static List<Line> join(List<Line> first, List<Line> second) {
    var joined = new ArrayList<Line>(first.size() + second.size() - 1);
    joined.addAll(first.subList(0, first.size() - 1));
    Line seam = second.getFirst();
    joined.add(seam.withText(first.getLast().text() + seam.text()));
    joined.addAll(second.subList(1, second.size()));
    return joined;
  }
}
