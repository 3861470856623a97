package dev.impuls.desktop.edit;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyLongProperty;

/** The code of an open function, as a person edits it. For the UI thread. */
interface CodeDocument {
  /** Begins anew with that text. */
  void open(String text);

  /** Puts that text in the place of what is there, as an edit. */
  void replaceText(String text);

  /** The text as it is now. */
  String text();

  /** Whether it is another text than the one opened, or marked as saved. */
  ReadOnlyBooleanProperty changedProperty();

  /** From now on the text is not changed. */
  void markSaved();

  /** Grows with each edit. */
  ReadOnlyLongProperty editsProperty();
}
