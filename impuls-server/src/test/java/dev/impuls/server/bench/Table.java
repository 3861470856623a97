package dev.impuls.server.bench;

import static dev.impuls.server.bench.StoreBenchmark.print;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What was measured, printed as it comes, and as a whole in the end. */
final class Table {
  private static final List<String> HEAD =
      List.of("what", "target", "one side", "other side", "result", "reached");

  private final List<List<String>> rows = new ArrayList<>(List.of(HEAD));

  /**
   * @param one our side
   * @param other what that is measured against, if anything is
   */
  void add(String what, String target, String one, String other, String result, boolean reached) {
    add(List.of(what, target, one, other, result, reached ? "yes" : "no"));
  }

  void notMeasured(String what, String target, String why) {
    add(List.of(what, target, "", "", "not measured: " + why, ""));
  }

  private void add(List<String> row) {
    rows.add(row);
    print(String.join(" | ", row));
  }

  void printAll() {
    var widths = new ArrayList<>(Collections.nCopies(HEAD.size(), 0));
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths.set(i, Math.max(widths.get(i), row.get(i).length()));
      }
    }
    print("");
    for (List<String> row : rows) {
      print(line(row, widths, " "));
      if (row.equals(HEAD)) {
        print(line(Collections.nCopies(HEAD.size(), ""), widths, "-"));
      }
    }
  }

  private static String line(List<String> row, List<Integer> widths, String fill) {
    var line = new StringBuilder("|");
    for (int i = 0; i < row.size(); i++) {
      String cell = row.get(i);
      line.append(' ').append(cell).append(fill.repeat(widths.get(i) - cell.length())).append(" |");
    }
    return line.toString();
  }
}
