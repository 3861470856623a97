package dev.impuls.desktop.edit;

import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** One variable of an environment that is being edited. */
final class Variable {
  private final StringProperty name;
  private final StringProperty value;

  Variable(String name, String value) {
    this.name = new SimpleStringProperty(name);
    this.value = new SimpleStringProperty(value);
  }

  StringProperty nameProperty() {
    return name;
  }

  StringProperty valueProperty() {
    return value;
  }
}
