package dev.impuls.desktop.run;

import dev.impuls.desktop.ui.Texts;
import dev.impuls.invoke.InvocationResult.LogRecord;
import java.util.Locale;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.jspecify.annotations.Nullable;

/** One log record: time, level, and the message in as many lines as it needs. */
final class LogCell extends ListCell<LogRecord> {
  private static final Texts T = Texts.of(LogCell.class);
  private static final int LONGEST = 4000;

  private final Label time = new Label();
  private final Label level = new Label();
  private final Label message = new Label();
  private final HBox row = new HBox(time, level, message);

  LogCell() {
    row.getStyleClass().add("log-row");
    time.getStyleClass().addAll("log-time", "muted");
    time.setMinWidth(USE_PREF_SIZE);
    level.setMinWidth(USE_PREF_SIZE);
    message.getStyleClass().add("log-message");
    message.setWrapText(true);
    message.setMinWidth(0);
    HBox.setHgrow(message, Priority.ALWAYS);
    setPrefWidth(0); // As wide as the list: long lines are wrapped.
  }

  @Override
  protected void updateItem(@Nullable LogRecord log, boolean empty) {
    super.updateItem(log, empty);
    if (empty || log == null) {
      setGraphic(null);
      setAccessibleText(null);
      return;
    }
    String name = log.level().name().toLowerCase(Locale.ROOT);
    time.setText(LogFilter.time(log));
    level.setText(T.get("logs.level." + name));
    level.getStyleClass().setAll("label", "log-level", "log-" + name);
    String text = log.message();
    message.setText(
        text.length() <= LONGEST
            ? text
            : text.substring(0, LONGEST) + T.get("logs.cut", text.length() - LONGEST));
    setGraphic(row);
    setAccessibleText(level.getText() + " " + message.getText());
  }

  /** Cells measure what they show as if they were as wide as they like; this one is not. */
  @Override
  protected double computePrefHeight(double width) {
    if (getGraphic() == null) {
      return super.computePrefHeight(width);
    }
    double within = getWidth() > 0 ? getWidth() : width;
    double inner = within - snappedLeftInset() - snappedRightInset();
    return snappedTopInset() + row.prefHeight(inner) + snappedBottomInset();
  }
}
