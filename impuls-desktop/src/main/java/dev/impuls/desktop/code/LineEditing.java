package dev.impuls.desktop.code;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Edits of whole lines, also of those that are shown in parts, and of how they are indented. */
final class LineEditing {
  private final Buffer buffer;
  private final Area area;

  LineEditing(Buffer buffer, Area area) {
    this.buffer = buffer;
    this.area = area;
  }

  private Document document() {
    return buffer.document();
  }

  private String unit() {
    List<Line> lines = document().lines();
    return Indentation.unit(
        document().hasParts()
            ? lines(0, Math.min(lines.size(), Indentation.ENOUGH_LINES) - 1)
            : lines,
        buffer.language());
  }

  /** Begins a new line, indented like this one, or more after an opening bracket. */
  void newLine() {
    Spot from = area.selectionStart();
    Spot to = area.selectionEnd();
    String before = document().line(from.line()).text().substring(0, from.column());
    String after = document().line(to.line()).text().substring(to.column());
    String indent =
        document().isFurtherPart(from.line())
            ? Indentation.of(document().line(firstPart(from.line())).text())
            : Indentation.of(before);
    String inserted = "\n" + indent;
    if (Indentation.opens(before, buffer.language())) {
      inserted += unit();
    }
    int caret = inserted.length() - 1;
    if (Indentation.closes(before, after)) {
      inserted += "\n" + indent;
    }
    buffer.history().seal();
    area.edit(from, to, Lines.of(inserted, document().lineEnd()));
    if (inserted.length() - 1 > caret) {
      area.moveTo(area.caret().line() - 1, caret);
    }
    area.requestFollowCaret();
  }

  /**
   * Types a closing bracket with one level less before it, if it is the first in its line.
   *
   * @return whether it was
   */
  boolean close(String bracket) {
    Spot caret = area.caret();
    String line = document().line(caret.line()).text();
    String before = line.substring(0, caret.column());
    if (area.getSelection().getLength() > 0
        || !line.isBlank()
        || before.isEmpty()
        || document().isPart(caret.line())) {
      return false;
    }
    String text = Indentation.less(before, unit()) + bracket;
    area.edit(new Spot(caret.line(), 0), caret, Lines.of(text));
    area.requestFollowCaret();
    return true;
  }

  /** Indents what is selected, or inserts what there is to the next level. */
  void indent() {
    String unit = unit();
    if (area.getSelection().getLength() > 0) {
      replaceLines(line -> line.isEmpty() ? line : unit + line);
      return;
    }
    Spot caret = area.caret();
    int width = unit.length() - caret.column() % unit.length();
    String text = unit.equals("\t") ? unit : " ".repeat(width);
    area.edit(caret, caret, Lines.of(text));
    area.requestFollowCaret();
  }

  void outdent() {
    String unit = unit();
    replaceLines(line -> Indentation.less(line, unit));
  }

  /** Makes comments of the selected lines, or no comments any more if all of them are. */
  void toggleComment() {
    String mark = buffer.language().lineComment();
    if (mark.isEmpty()) {
      return;
    }
    List<String> texts =
        lines(first(), last()).stream().map(Line::text).filter(line -> !line.isBlank()).toList();
    boolean all = texts.stream().allMatch(line -> line.stripLeading().startsWith(mark));
    int column = texts.stream().mapToInt(line -> Indentation.of(line).length()).min().orElse(0);
    replaceLines(
        line -> {
          if (line.isBlank()) {
            return line;
          }
          if (!all) {
            return line.substring(0, column) + mark + " " + line.substring(column);
          }
          int at = line.indexOf(mark);
          int end = at + mark.length() + (line.startsWith(" ", at + mark.length()) ? 1 : 0);
          return line.substring(0, at) + line.substring(end);
        });
  }

  /**
   * Moves the selected lines.
   *
   * @param by -1 is up, 1 is down
   */
  void move(int by) {
    int first = first();
    int last = last();
    int from = Math.min(first, first + by);
    int to = Math.max(last, last + by);
    if (from < 0 || to >= document().lines().size()) {
      return;
    }
    for (int line = from; line <= to; line++) {
      if (document().isPart(line)) {
        return;
      }
    }
    var texts = new ArrayList<>(texts(from, to));
    if (by < 0) {
      texts.add(texts.removeFirst());
    } else {
      texts.addFirst(texts.removeLast());
    }
    Spot anchor = anchor();
    Spot caret = area.caret();
    setLines(from, texts);
    area.select(
        new Spot(anchor.line() + by, anchor.column()), new Spot(caret.line() + by, caret.column()));
    area.requestFollowCaret();
  }

  /** Puts the selected lines once more below themselves. */
  void duplicate() {
    int last = last();
    while (document().continues(last)) {
      last++;
    }
    var start = new Spot(first(), 0);
    var end = new Spot(last, document().line(last).text().length());
    List<Line> copy = Lines.between(document().lines(), start, end);
    Spot anchor = anchor();
    Spot caret = area.caret();
    buffer.history().seal();
    area.edit(end, end, Lines.join(Lines.of("\n", document().lineEnd()), copy));
    int lines = copy.size();
    area.select(
        new Spot(anchor.line() + lines, anchor.column()),
        new Spot(caret.line() + lines, caret.column()));
    area.requestFollowCaret();
  }

  private Spot anchor() {
    Spot start = area.selectionStart();
    return start.equals(area.caret()) ? area.selectionEnd() : start;
  }

  private int first() {
    return firstPart(area.selectionStart().line());
  }

  private int firstPart(int line) {
    int first = line;
    while (document().isFurtherPart(first)) {
      first--;
    }
    return first;
  }

  /** The lines from one to another, of those in parts the first. */
  private List<Line> lines(int first, int last) {
    return IntStream.rangeClosed(first, last)
        .filter(line -> !document().isFurtherPart(line))
        .mapToObj(document()::line)
        .toList();
  }

  /** The last line of which something is selected. */
  private int last() {
    Spot end = area.selectionEnd();
    boolean startsLine = end.column() == 0 && end.line() > area.selectionStart().line();
    return startsLine ? end.line() - 1 : end.line();
  }

  private List<String> texts(int first, int last) {
    return document().lines().subList(first, last + 1).stream().map(Line::text).toList();
  }

  private void replaceLines(UnaryOperator<String> change) {
    int first = first();
    int last = last();
    List<String> before = texts(first, last);
    var after = new ArrayList<String>();
    for (int at = 0; at < before.size(); at++) {
      String text = before.get(at);
      after.add(document().isFurtherPart(first + at) ? text : change.apply(text));
    }
    if (after.equals(before)) {
      return;
    }
    Spot anchor = anchor();
    Spot caret = area.caret();
    setLines(first, after);
    area.select(
        existing(shifted(anchor, first, before, after)),
        existing(shifted(caret, first, before, after)));
    area.requestFollowCaret();
  }

  private static Spot shifted(Spot spot, int first, List<String> before, List<String> after) {
    int index = spot.line() - first;
    if (index < 0 || index >= before.size()) {
      return spot;
    }
    int more = after.get(index).length() - before.get(index).length();
    int column = spot.column() == 0 ? 0 : Math.max(0, spot.column() + more);
    return new Spot(spot.line(), Math.min(column, after.get(index).length()));
  }

  /** Or the nearest there is: long lines may be in other parts by now. */
  private Spot existing(Spot spot) {
    int line = Math.min(spot.line(), document().lines().size() - 1);
    return new Spot(line, Math.min(spot.column(), document().line(line).text().length()));
  }

  /** Gives lines other texts; how they end stays. */
  private void setLines(int first, List<String> texts) {
    int last = first + texts.size() - 1;
    var lines = new ArrayList<Line>();
    for (int at = 0; at < texts.size(); at++) {
      lines.add(document().line(first + at).withText(texts.get(at)));
    }
    lines.set(texts.size() - 1, new Line(texts.getLast(), LineEnd.NONE));
    buffer.history().seal();
    area.edit(new Spot(first, 0), new Spot(last, document().line(last).text().length()), lines);
    buffer.history().seal();
  }
}
