package dev.impuls.desktop.run;

import atlantafx.base.theme.Styles;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;

/** What a place shows that has nothing to show yet. */
final class Empty extends VBox {
  Empty(String title, String hint) {
    getStyleClass().add("run-empty");
    setAlignment(Pos.CENTER);
    var head = new Label(title);
    head.getStyleClass().add(Styles.TEXT_BOLD);
    var below = new Label(hint);
    below.getStyleClass().add("muted");
    for (Label label : new Label[] {head, below}) {
      label.setWrapText(true);
      label.setTextAlignment(TextAlignment.CENTER);
    }
    getChildren().addAll(head, below);
  }
}
