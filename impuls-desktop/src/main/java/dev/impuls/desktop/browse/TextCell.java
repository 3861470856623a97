package dev.impuls.desktop.browse;

import dev.impuls.function.FunctionSummary;
import java.util.function.Function;
import javafx.scene.control.TableCell;
import org.jspecify.annotations.Nullable;

/** Shows a text of a function. */
final class TextCell extends TableCell<FunctionSummary, FunctionSummary> {
  private final Function<FunctionSummary, String> text;

  TextCell(Function<FunctionSummary, String> text) {
    this.text = text;
    getStyleClass().add("muted");
  }

  @Override
  protected void updateItem(@Nullable FunctionSummary function, boolean empty) {
    super.updateItem(function, empty);
    setText(function == null || empty ? null : text.apply(function));
  }
}
