package dev.impuls.desktop.move;

import dev.impuls.desktop.ui.Texts;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** How far a transfer is; not there while there is none. */
final class ProgressPane extends VBox {
  private static final double HEIGHT = 8;

  ProgressPane(ObservableValue<? extends @Nullable Transfer<?>> running) {
    var bar = new ProgressBar();
    bar.setMaxWidth(Double.MAX_VALUE);
    bar.setPrefHeight(HEIGHT);
    bar.setMinHeight(HEIGHT);
    bar.setAccessibleText(Texts.of(ProgressPane.class).get("progress.name"));
    var message = new Label();
    message.getStyleClass().add("muted");
    getStyleClass().add("move-progress");
    setMinHeight(USE_PREF_SIZE);
    getChildren().addAll(message, bar);
    managedProperty().bind(visibleProperty());
    running.subscribe(
        transfer -> {
          setVisible(transfer != null);
          bar.progressProperty().unbind();
          message.textProperty().unbind();
          if (transfer != null) {
            bar.progressProperty().bind(transfer.progressProperty());
            message.textProperty().bind(transfer.messageProperty());
          }
        });
  }
}
