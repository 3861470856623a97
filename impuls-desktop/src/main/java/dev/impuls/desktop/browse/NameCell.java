package dev.impuls.desktop.browse;

import dev.impuls.desktop.ui.Texts;
import dev.impuls.function.FunctionSummary;
import javafx.scene.control.Tooltip;

/** Shows a function's name, and its description when the mouse rests on it. */
final class NameCell extends SummaryCell {
  private static final int LONGEST = 300;

  private final Tooltip tooltip = new Tooltip();

  NameCell() {
    tooltip.setWrapText(true);
    tooltip.setMaxWidth(420);
  }

  @Override
  void show(FunctionSummary function) {
    setText(function.name());
    String description = function.description();
    String shown = Texts.cut(description, LONGEST);
    tooltip.setText(shown.isBlank() ? function.name() : function.name() + "\n" + shown);
    setTooltip(tooltip);
  }
}
