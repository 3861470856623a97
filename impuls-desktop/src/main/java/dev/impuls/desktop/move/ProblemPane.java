package dev.impuls.desktop.move;

import atlantafx.base.theme.Styles;
import dev.impuls.desktop.ui.Icons;
import dev.impuls.desktop.ui.Texts;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** What went wrong, to be read and copied; not there while nothing did. */
final class ProblemPane extends HBox {
  private static final Texts T = Texts.of(ProblemPane.class);

  ProblemPane(ObservableValue<? extends @Nullable Problem> problem) {
    var text = new Label();
    text.setWrapText(true);
    text.setMaxWidth(Double.MAX_VALUE);
    text.setMinHeight(USE_PREF_SIZE);
    setHgrow(text, Priority.ALWAYS);
    var copy = new Button(T.get("problem.copy"));
    copy.getStyleClass().addAll(Styles.SMALL, Styles.FLAT);
    copy.setMinWidth(USE_PREF_SIZE);
    copy.managedProperty().bind(copy.visibleProperty());
    getStyleClass().add("move-problem");
    setAlignment(Pos.CENTER_LEFT);
    getChildren().addAll(Icons.of(Feather.ALERT_CIRCLE), text, copy);
    managedProperty().bind(visibleProperty());
    problem.subscribe(
        now -> {
          setVisible(now != null);
          if (now != null) {
            text.setText(now.text());
            copy.setVisible(!now.details().isEmpty());
            copy.setOnAction(_ -> copy(now.text() + "\n" + now.details()));
          }
        });
  }

  static void copy(String text) {
    var content = new ClipboardContent();
    content.putString(text);
    Clipboard.getSystemClipboard().setContent(content);
  }
}
