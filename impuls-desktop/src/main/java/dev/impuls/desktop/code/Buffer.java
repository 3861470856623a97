package dev.impuls.desktop.code;

import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongWrapper;
import org.jspecify.annotations.Nullable;

/** A document with its history and what is known of its language. */
final class Buffer {
  private final Document document = new Document();
  private final History history = new History();
  private final Highlighting highlighting;
  private final ReadOnlyBooleanWrapper changed = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper undoable = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper redoable = new ReadOnlyBooleanWrapper();
  private final ReadOnlyLongWrapper edits = new ReadOnlyLongWrapper();
  private Language language;

  Buffer(Language language) {
    this.language = language;
    highlighting = new Highlighting(document, language);
  }

  Document document() {
    return document;
  }

  Highlighting highlighting() {
    return highlighting;
  }

  History history() {
    return history;
  }

  Language language() {
    return language;
  }

  void setLanguage(Language language) {
    this.language = language;
    highlighting.setLanguage(language);
  }

  ReadOnlyBooleanWrapper changed() {
    return changed;
  }

  ReadOnlyBooleanWrapper undoable() {
    return undoable;
  }

  ReadOnlyBooleanWrapper redoable() {
    return redoable;
  }

  /** How many edits there were, those that were undone or redone included. */
  ReadOnlyLongWrapper edits() {
    return edits;
  }

  void open(String text) {
    document.open(text);
    history.clear();
    highlighting.reset();
    update();
  }

  void markSaved() {
    document.markSaved();
    history.seal();
    update();
  }

  /** Applies an edit that can be undone. */
  void edit(Edit edit) {
    history.add(edit);
    apply(edit);
  }

  /** Undoes what was done last and answers what that changed; null if there is nothing to undo. */
  @Nullable Edit undo() {
    return applied(history.undo());
  }

  /** As {@link #undo}. */
  @Nullable Edit redo() {
    return applied(history.redo());
  }

  private @Nullable Edit applied(@Nullable Edit edit) {
    if (edit != null) {
      apply(edit);
    }
    return edit;
  }

  private void apply(Edit edit) {
    document.apply(edit);
    highlighting.edited(edit);
    update();
  }

  private void update() {
    undoable.set(history.canUndo());
    redoable.set(history.canRedo());
    changed.set(document.isChanged());
  }

  /** Says that there was an edit, once all that shows the document is as it is. */
  void announce() {
    edits.set(edits.get() + 1);
  }
}
