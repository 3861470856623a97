package dev.impuls.desktop.edit;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;

/** A text without an editor. */
final class TextDocument implements CodeDocument {
  private final ReadOnlyBooleanWrapper changed = new ReadOnlyBooleanWrapper();
  private final ReadOnlyLongWrapper edits = new ReadOnlyLongWrapper();
  private String saved = "";
  private String text = "";

  @Override
  public void open(String opened) {
    text = opened;
    markSaved();
  }

  @Override
  public void replaceText(String replacement) {
    text = replacement;
    changed.set(!text.equals(saved));
    edits.set(edits.get() + 1);
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public ReadOnlyBooleanProperty changedProperty() {
    return changed.getReadOnlyProperty();
  }

  @Override
  public void markSaved() {
    saved = text;
    changed.set(false);
  }

  @Override
  public ReadOnlyLongProperty editsProperty() {
    return edits.getReadOnlyProperty();
  }
}
