package dev.impuls.desktop.code;

import com.github.difflib.algorithm.Change;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.DeltaType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * Two texts, line beside line.
 *
 * @param rows what is beside what
 * @param differences the first row of each run of rows that differ
 */
record Comparison(List<Row> rows, List<Integer> differences) {
  private static final long LONGEST_NANOS = 2_000_000_000L;

  /** There is no line on that side. */
  static final int NONE = -1;

  /**
   * Lines beside one another, from 0.
   *
   * @param same whether they are the same
   */
  record Row(int left, int right, boolean same) {}

  private static final class TimeIsUp extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /**
   * Compares. If it takes too long, all between the first and the last line that differ is taken to
   * differ.
   */
  static Comparison of(List<String> left, List<String> right) {
    int most = Math.min(left.size(), right.size());
    int before = 0;
    while (before < most && left.get(before).equals(right.get(before))) {
      before++;
    }
    int after = 0;
    while (after < most - before
        && left.get(left.size() - 1 - after).equals(right.get(right.size() - 1 - after))) {
      after++;
    }
    int leftEnd = left.size() - after;
    int rightEnd = right.size() - after;
    var rows = new Rows();
    rows.same(before, before);
    for (Change change : changes(left.subList(before, leftEnd), right.subList(before, rightEnd))) {
      rows.same(change.startOriginal + before, change.startRevised + before);
      rows.differ(change.endOriginal + before, change.endRevised + before);
    }
    rows.same(left.size(), right.size());
    rows.differ();
    return new Comparison(rows.all, rows.differences);
  }

  private static List<Change> changes(List<String> left, List<String> right) {
    try {
      return new MyersDiffWithLinearSpace<String>(new LimitedEquality())
          .computeDiff(left, right, null);
    } catch (TimeIsUp e) {
      return List.of(new Change(DeltaType.CHANGE, 0, left.size(), 0, right.size()));
    }
  }

  /**
   * Compares until a deadline only: texts with little in common take the square of their length.
   */
  private static final class LimitedEquality implements BiPredicate<String, String> {
    private static final int BETWEEN_LOOKS = 4_096;

    private final long deadline = System.nanoTime() + LONGEST_NANOS;
    private int untilLook = BETWEEN_LOOKS;

    @Override
    public boolean test(String one, String other) {
      if (--untilLook == 0) {
        untilLook = BETWEEN_LOOKS;
        if (System.nanoTime() - deadline > 0) {
          throw new TimeIsUp();
        }
      }
      return one.equals(other);
    }
  }

  private static final class Rows {
    private final List<Row> all = new ArrayList<>();
    private final List<Integer> differences = new ArrayList<>();
    private int left;
    private int right;
    private int differentLeft;
    private int differentRight;

    void same(int leftEnd, int rightEnd) {
      if (left < leftEnd && right < rightEnd) {
        differ();
      }
      while (left < leftEnd && right < rightEnd) {
        all.add(new Row(left++, right++, true));
        differentLeft = left;
        differentRight = right;
      }
    }

    void differ(int leftEnd, int rightEnd) {
      left = leftEnd;
      right = rightEnd;
    }

    /** Adds what differs since it was the same, beside one another as far as it goes. */
    void differ() {
      if (differentLeft < left || differentRight < right) {
        differences.add(all.size());
      }
      while (differentLeft < left || differentRight < right) {
        all.add(
            new Row(
                differentLeft < left ? differentLeft++ : NONE,
                differentRight < right ? differentRight++ : NONE,
                false));
      }
    }
  }
}
