package dev.impuls.desktop.browse;

import dev.impuls.function.FunctionSummary;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;
import org.jspecify.annotations.Nullable;

/** Shows when a function was changed: the time if it was today, else the day. */
final class TimeCell extends TableCell<FunctionSummary, FunctionSummary> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofLocalizedTime(FormatStyle.MEDIUM);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM);
  private static final DateTimeFormatter ALL =
      DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG);

  private final Tooltip tooltip = new Tooltip();

  TimeCell() {
    getStyleClass().add("muted");
  }

  @Override
  protected void updateItem(@Nullable FunctionSummary function, boolean empty) {
    super.updateItem(function, empty);
    if (function == null || empty) {
      setText(null);
      setTooltip(null);
      return;
    }
    ZonedDateTime time = function.updatedAt().atZone(ZoneId.systemDefault());
    boolean today = time.toLocalDate().equals(LocalDate.now(ZoneId.systemDefault()));
    setText((today ? TIME : DAY).format(time));
    tooltip.setText(ALL.format(time));
    setTooltip(tooltip);
  }
}
