package dev.impuls.desktop.edit;

import dev.impuls.desktop.ui.Texts;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.StackPane;

/**
 * A value that is masked until it is to be shown. It may have several lines, which a field of one
 * line would lose; masked, it cannot be edited by accident.
 */
final class ValueField extends StackPane {
  private static final Texts T = Texts.of(ValueField.class);
  private static final int MOST_ROWS = 6;

  private final TextField masked = new TextField();
  private final TextArea plain = new TextArea();
  private final StringProperty accessibleName = new SimpleStringProperty("");

  ValueField(StringProperty value) {
    masked.getStyleClass().add("variable-masked");
    masked.setEditable(false);
    masked
        .textProperty()
        .bind(value.map(text -> text.isEmpty() ? T.get("environment.empty-value") : "••••••••"));
    masked.accessibleTextProperty().bind(accessibleName);
    plain.getStyleClass().addAll("code", "variable-value");
    plain.accessibleTextProperty().bind(accessibleName);
    plain.textProperty().bindBidirectional(value);
    plain
        .prefRowCountProperty()
        .bind(value.map(text -> (int) Math.min(MOST_ROWS, Math.max(1, text.lines().count()))));
    getChildren().addAll(masked, plain);
    show(value.get().isEmpty());
  }

  /** What screen readers call it. */
  StringProperty accessibleNameProperty() {
    return accessibleName;
  }

  /** Shows the value, or hides it. */
  void show(boolean shown) {
    masked.setVisible(!shown);
    masked.setManaged(!shown);
    plain.setVisible(shown);
    plain.setManaged(shown);
  }
}
