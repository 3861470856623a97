package dev.impuls.desktop.code;

import java.util.Comparator;
import java.util.List;

/** A place between characters: a line as it is shown, and how many of its characters are before. */
record Spot(int line, int column) implements Comparable<Spot> {
  static final Spot START = new Spot(0, 0);

  private static final Comparator<Spot> ORDER =
      Comparator.comparingInt(Spot::line).thenComparingInt(Spot::column);

  @Override
  public int compareTo(Spot other) {
    return ORDER.compare(this, other);
  }

  /** Where one is after lines that begin here. */
  Spot after(List<Line> lines) {
    int last = lines.getLast().text().length();
    return lines.size() == 1
        ? new Spot(line, column + last)
        : new Spot(line + lines.size() - 1, last);
  }
}
