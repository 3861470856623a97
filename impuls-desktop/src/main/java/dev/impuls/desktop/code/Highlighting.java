package dev.impuls.desktop.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the pieces of a document are. It is found out from the first line on, and after an edit only
 * from there to where it is as it was before.
 */
final class Highlighting {
  private static final String BRACKETS = "()[]{}";
  private static final int MOST_BRACKETS = 500_000;
  private static final int[] NO_BRACKETS = {};

  /** A piece of a line. */
  record Piece(int start, int end, TokenKind kind) {}

  /** Two brackets that belong together. */
  record Pair(Spot open, Spot close) {}

  /** What is known of a line. */
  private static final class Reading {
    final Object before;
    final Object after;

    /** Of each its column, times how many there are, plus which it is. */
    final int[] brackets;

    Reading(Object before, Object after, int[] brackets) {
      this.before = before;
      this.after = after;
      this.brackets = brackets;
    }
  }

  private final Document document;
  private final List<@Nullable Reading> readings = new ArrayList<>();
  private Tokenizer tokenizer;
  private int known;

  Highlighting(Document document, Language language) {
    this.document = document;
    this.tokenizer = language.tokenizer();
    reset();
  }

  void setLanguage(Language language) {
    tokenizer = language.tokenizer();
    reset();
  }

  /** All is another text. */
  void reset() {
    readings.clear();
    readings.addAll(Collections.nCopies(document.lines().size(), null));
    known = 0;
  }

  /** An edit was made. */
  void edited(Edit edit) {
    int from = edit.at().line();
    int to = edit.removedEnd().line() + 1;
    readings.subList(from, to).clear();
    readings.addAll(from, Collections.nCopies(edit.inserted().size(), null));
    known = Math.min(known, from);
  }

  /** Whether all is known. */
  boolean isComplete() {
    return known == readings.size();
  }

  /** How many of the first lines are known. */
  int known() {
    return known;
  }

  /**
   * Finds out more.
   *
   * @param lines as far as that many of the first lines are known
   * @param deadline not longer than to then, in {@link System#nanoTime}
   */
  void advance(int lines, long deadline) {
    int until = Math.min(lines, readings.size());
    while (known < until) {
      Object before = before(known);
      Reading reading = readings.get(known);
      if (reading == null || !reading.before.equals(before)) {
        readings.set(known, read(known, before));
        if (System.nanoTime() - deadline > 0) {
          known++;
          return;
        }
      }
      known++;
    }
  }

  private Object before(int line) {
    Reading reading = line == 0 ? null : readings.get(line - 1);
    return reading == null ? Tokenizer.START : reading.after;
  }

  private Reading read(int index, Object before) {
    // Too long to be read again with each key that is pressed.
    if (document.isPart(index)) {
      return new Reading(before, Tokenizer.START, NO_BRACKETS);
    }
    String text = document.line(index).text();
    var brackets = new Ints();
    Object after =
        tokenizer.read(
            text,
            before,
            (start, end, kind) -> {
              if (kind == TokenKind.BRACKET) {
                for (int at = start; at < end; at++) {
                  int which = BRACKETS.indexOf(text.charAt(at));
                  if (which >= 0) {
                    brackets.add(at * BRACKETS.length() + which);
                  }
                }
              }
            });
    return new Reading(before, after, brackets.toArray());
  }

  /** The pieces of a line; if it is not known yet, as they are if nothing before matters. */
  List<Piece> pieces(int index) {
    if (document.isPart(index)) {
      return List.of();
    }
    var pieces = new ArrayList<Piece>();
    Reading reading = readings.get(index);
    Object before = reading != null ? reading.before : before(index);
    tokenizer.read(
        document.line(index).text(),
        before,
        (start, end, kind) -> pieces.add(new Piece(start, end, kind)));
    return pieces;
  }

  /** The bracket beside a caret and that which belongs to it, if they are known. */
  @Nullable Pair pair(Spot caret) {
    Reading reading = caret.line() < known ? readings.get(caret.line()) : null;
    if (reading == null) {
      return null;
    }
    int after = index(reading.brackets, caret.column());
    int beside = after >= 0 ? after : index(reading.brackets, caret.column() - 1);
    if (beside < 0) {
      return null;
    }
    int bracket = reading.brackets[beside];
    boolean opens = which(bracket) % 2 == 0;
    Spot here = spot(caret.line(), bracket);
    Spot there = other(caret.line(), beside, opens ? 1 : -1);
    if (there == null) {
      return null;
    }
    return opens ? new Pair(here, there) : new Pair(there, here);
  }

  private @Nullable Spot other(int fromLine, int fromIndex, int step) {
    int line = fromLine;
    int at = fromIndex;
    int depth = 0;
    int first = -1;
    int seen = 0;
    while (line >= 0 && line < known && seen < MOST_BRACKETS) {
      Reading reading = readings.get(line);
      if (reading == null) {
        return null;
      }
      int[] brackets = reading.brackets;
      for (; at >= 0 && at < brackets.length; at += step) {
        int which = which(brackets[at]);
        first = first < 0 ? which : first;
        depth += which % 2 == 0 ? step : -step;
        seen++;
        if (depth == 0) {
          return which / 2 == first / 2 ? spot(line, brackets[at]) : null;
        }
      }
      line += step;
      if (line >= 0 && line < known) {
        Reading next = readings.get(line);
        at = step > 0 || next == null ? 0 : next.brackets.length - 1;
      }
    }
    return null;
  }

  private static int index(int[] brackets, int column) {
    for (int at = 0; at < brackets.length; at++) {
      if (brackets[at] / BRACKETS.length() == column) {
        return at;
      }
    }
    return -1;
  }

  private static int which(int bracket) {
    return bracket % BRACKETS.length();
  }

  private static Spot spot(int line, int bracket) {
    return new Spot(line, bracket / BRACKETS.length());
  }

  private static final class Ints {
    private int[] all = NO_BRACKETS;
    private int size;

    void add(int value) {
      if (size == all.length) {
        all = Arrays.copyOf(all, Math.max(4, size * 2));
      }
      all[size++] = value;
    }

    int[] toArray() {
      return Arrays.copyOf(all, size);
    }
  }
}
