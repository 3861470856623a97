package dev.impuls.desktop.code;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A text that is edited: its lines as they are shown, and how they end, so that nothing of it is
 * lost.
 */
final class Document {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final List<Line> lines = new ArrayList<>();
  private final List<Line> view = Collections.unmodifiableList(lines);
  private boolean marked;
  private int length;
  private final Map<LineEnd, Integer> ends = new EnumMap<>(LineEnd.class);

  private List<Line> savedLines = List.of();
  private boolean savedMarked;
  private int savedLength;

  Document() {
    open("");
  }

  void open(String text) {
    marked = text.startsWith(BYTE_ORDER_MARK);
    lines.clear();
    lines.addAll(Lines.of(marked ? text.substring(1) : text));
    length = 0;
    ends.clear();
    count(lines, 1);
    markSaved();
  }

  /** The lines as they are shown; a view. */
  List<Line> lines() {
    return view;
  }

  Line line(int index) {
    return lines.get(index);
  }

  Spot end() {
    return new Spot(lines.size() - 1, lines.getLast().text().length());
  }

  /** The whole text, as it would be written to a file. */
  String text() {
    String text = Lines.text(lines);
    return marked ? BYTE_ORDER_MARK + text : text;
  }

  /** How lines end that are added. */
  LineEnd lineEnd() {
    var most = LineEnd.LF;
    for (LineEnd end : LineEnd.values()) {
      if (end != LineEnd.NONE && count(end) > count(most)) {
        most = end;
      }
    }
    return most;
  }

  /** Whether some line is shown in parts. */
  boolean hasParts() {
    return count(LineEnd.NONE) > 1;
  }

  /** Whether a line as it is shown is only a part of one. */
  boolean isPart(int index) {
    return hasParts() && (continues(index) || isFurtherPart(index));
  }

  /** Whether a line as it is shown goes on with the one before. */
  boolean isFurtherPart(int index) {
    return index > 0 && continues(index - 1);
  }

  /** Whether a line as it is shown goes on in the next. */
  boolean continues(int index) {
    return index < lines.size() - 1 && lines.get(index).end() == LineEnd.NONE;
  }

  /** Which line of the text a line as it is shown belongs to, from 0. */
  int number(int index) {
    int number = index;
    if (hasParts()) {
      for (int at = 0; at < index; at++) {
        if (lines.get(at).end() == LineEnd.NONE) {
          number--;
        }
      }
    }
    return number;
  }

  /** Where a place in a line of the text, both from 0, is shown: the nearest there is. */
  Spot shown(int number, int column) {
    int index = 0;
    int left = Math.max(0, number);
    while (left > 0 && index < lines.size() - 1) {
      if (!continues(index)) {
        left--;
      }
      index++;
    }
    int rest = Math.max(0, column);
    while (continues(index) && rest > lines.get(index).text().length()) {
      rest -= lines.get(index).text().length();
      index++;
    }
    return new Spot(index, Math.min(rest, lines.get(index).text().length()));
  }

  /**
   * What replacing a part of the text comes to. Lines that would become too long to be shown are
   * shown in parts.
   */
  Edit edit(Spot from, Spot to, List<Line> inserted) {
    List<Line> shown = Lines.shown(inserted);
    int first = from.column() + shown.getFirst().text().length();
    int tail = lines.get(to.line()).text().length() - to.column();
    int last = tail + (shown.size() == 1 ? first : shown.getLast().text().length());
    if (Math.max(first, last) <= Lines.LONGEST) {
      return new Edit(from, Lines.between(lines, from, to), shown, false);
    }
    var start = new Spot(from.line(), 0);
    var stop = new Spot(to.line(), to.column() + tail);
    List<Line> whole =
        Lines.join(
            Lines.join(Lines.between(lines, start, from), inserted),
            Lines.between(lines, to, stop));
    return new Edit(start, Lines.between(lines, start, stop), Lines.shown(whole), false);
  }

  /** What giving it another text comes to: only the lines that differ are replaced. */
  Edit edit(String text) {
    boolean otherMarked = text.startsWith(BYTE_ORDER_MARK);
    List<Line> others = Lines.of(otherMarked ? text.substring(1) : text);
    int most = Math.min(lines.size(), others.size()) - 1;
    int before = 0;
    while (before < most && lines.get(before).equals(others.get(before))) {
      before++;
    }
    int after = 0;
    while (after < most - before
        && lines.get(lines.size() - 1 - after).equals(others.get(others.size() - 1 - after))) {
      after++;
    }
    var from = new Spot(before, 0);
    List<Line> removed = Lines.between(lines, from, before(lines, after));
    List<Line> inserted = Lines.between(others, from, before(others, after));
    return new Edit(from, removed, inserted, marked != otherMarked);
  }

  /** Before the last lines, of which there are that many. */
  private static Spot before(List<Line> lines, int last) {
    return last > 0
        ? new Spot(lines.size() - last, 0)
        : new Spot(lines.size() - 1, lines.getLast().text().length());
  }

  void apply(Edit edit) {
    Spot from = edit.at();
    Spot to = edit.removedEnd();
    Line first = lines.get(from.line());
    Line last = lines.get(to.line());
    List<Line> head = List.of(new Line(first.text().substring(0, from.column()), LineEnd.NONE));
    List<Line> tail = List.of(last.withText(last.text().substring(to.column())));
    List<Line> inserted = Lines.join(Lines.join(head, edit.inserted()), tail);
    List<Line> replaced = lines.subList(from.line(), to.line() + 1);
    count(replaced, -1);
    replaced.clear();
    lines.addAll(from.line(), inserted);
    count(inserted, 1);
    marked ^= edit.turnsMark();
  }

  /** Whether the text begins with a byte order mark, which is not shown. */
  void markSaved() {
    savedLines = List.copyOf(lines);
    savedMarked = marked;
    savedLength = length;
  }

  /** Whether the text is another than when it was opened or last marked as saved. */
  boolean isChanged() {
    if (length != savedLength || marked != savedMarked) {
      return true;
    }
    if (lines.equals(savedLines)) {
      return false;
    }
    // The same may be shown in other parts.
    return !hasParts() || !Lines.text(lines).equals(Lines.text(savedLines));
  }

  private int count(LineEnd end) {
    return ends.getOrDefault(end, 0);
  }

  private void count(List<Line> changed, int sign) {
    for (Line line : changed) {
      ends.merge(line.end(), sign, Integer::sum);
      length += sign * line.length();
    }
  }
}
