package dev.impuls.desktop.browse;

import dev.impuls.function.FunctionSummary;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import javafx.scene.control.Tooltip;

/** Shows when a function was changed: the time if it was today, else the day. */
final class TimeCell extends SummaryCell {
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
  void show(FunctionSummary function) {
    ZonedDateTime time = function.updatedAt().atZone(ZoneId.systemDefault());
    boolean today = time.toLocalDate().equals(LocalDate.now(ZoneId.systemDefault()));
    setText((today ? TIME : DAY).format(time));
    tooltip.setText(ALL.format(time));
    setTooltip(tooltip);
  }
}
