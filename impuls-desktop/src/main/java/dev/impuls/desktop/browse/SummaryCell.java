package dev.impuls.desktop.browse;

import dev.impuls.function.FunctionSummary;
import javafx.scene.control.TableCell;
import org.jspecify.annotations.Nullable;

/** Shows something of a function, and nothing where there is none. */
abstract class SummaryCell extends TableCell<FunctionSummary, FunctionSummary> {

  /** Shows what it is there for. */
  abstract void show(FunctionSummary function);

  @Override
  protected final void updateItem(@Nullable FunctionSummary function, boolean empty) {
    super.updateItem(function, empty);
    if (function == null || empty) {
      setText(null);
      setTooltip(null);
    } else {
      show(function);
    }
  }
}
