package dev.impuls.desktop.health;

import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** Names and values beneath each other. */
final class Facts extends GridPane {

  Facts() {
    getStyleClass().add("facts");
    var names = new ColumnConstraints();
    names.setMinWidth(Region.USE_PREF_SIZE);
    var values = new ColumnConstraints();
    values.setHgrow(Priority.ALWAYS);
    values.setMinWidth(0);
    getColumnConstraints().addAll(names, values);
  }

  /** One more; answers where its value goes. */
  Label add(String name) {
    var key = new Label(name);
    key.getStyleClass().add("muted");
    var value = new Label();
    value.setWrapText(true);
    value.setMinHeight(Region.USE_PREF_SIZE);
    key.setLabelFor(value);
    GridPane.setValignment(key, VPos.TOP);
    GridPane.setValignment(value, VPos.TOP);
    addRow(getRowCount(), key, value);
    return value;
  }
}
