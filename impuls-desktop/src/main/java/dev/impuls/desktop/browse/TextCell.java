package dev.impuls.desktop.browse;

import dev.impuls.function.FunctionSummary;
import java.util.function.Function;

/** Shows a text of a function. */
final class TextCell extends SummaryCell {
  private final Function<FunctionSummary, String> text;

  TextCell(Function<FunctionSummary, String> text) {
    this.text = text;
    getStyleClass().add("muted");
  }

  @Override
  void show(FunctionSummary function) {
    setText(text.apply(function));
  }
}
