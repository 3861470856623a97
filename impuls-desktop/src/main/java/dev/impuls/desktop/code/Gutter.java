package dev.impuls.desktop.code;

import dev.impuls.desktop.ui.Icons;
import java.util.Locale;
import java.util.function.IntFunction;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.feather.Feather;

/** The numbers of lines, and marks of problems. */
final class Gutter {
  private static final int FEWEST_DIGITS = 3;

  private final Buffer buffer;
  private final Area area;
  private final Problems problems;
  private int digits;

  Gutter(Buffer buffer, Area area, Problems problems) {
    this.buffer = buffer;
    this.area = area;
    this.problems = problems;
    refresh();
  }

  /** Shows all anew. */
  void refresh() {
    digits = digits();
    IntFunction<Node> numbers = this::number;
    area.setParagraphGraphicFactory(numbers);
  }

  void edited(Edit edit) {
    boolean moved = edit.inserted().size() != edit.removed().size();
    if (digits != digits() || (moved && (buffer.document().hasParts() || !problems.isEmpty()))) {
      refresh();
    }
  }

  private int digits() {
    int lines = buffer.document().lines().size();
    return Math.max(FEWEST_DIGITS, Integer.toString(lines).length());
  }

  private Node number(int line) {
    Document document = buffer.document();
    String number =
        document.isFurtherPart(line) ? "↪" : Integer.toString(document.number(line) + 1);
    var label = new Label(String.format(Locale.ROOT, "%" + digits + "s", number));
    label.getStyleClass().add("code-line-number");
    label.setMaxHeight(Double.MAX_VALUE);
    String problem = problems.at(line);
    if (problem != null) {
      label.getStyleClass().add("code-problem-line");
      label.setGraphic(Icons.of(Feather.ALERT_CIRCLE));
      label.setTooltip(new Tooltip(problem));
      label.setAccessibleRole(AccessibleRole.TEXT);
      label.setAccessibleText(problem);
    }
    return label;
  }
}
