package dev.impuls.desktop.code;

import static javafx.scene.input.KeyCombination.SHIFT_DOWN;
import static javafx.scene.input.KeyCombination.SHORTCUT_DOWN;

import dev.impuls.desktop.ui.Texts;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.Parent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import org.fxmisc.flowless.VirtualizedScrollPane;

/**
 * An editor for a text in a language: with line numbers, highlighting, an undo history of its own,
 * and find and replace. Whatever line ends, byte order mark or other characters a text has, {@link
 * #text} has them again. For the UI thread.
 *
 * <p>Tab indents; Escape and then Tab leaves the editor.
 */
public final class CodeEditor extends BorderPane {
  private static final KeyCombination FIND = new KeyCodeCombination(KeyCode.F, SHORTCUT_DOWN);
  private static final KeyCombination REPLACE = new KeyCodeCombination(KeyCode.H, SHORTCUT_DOWN);
  private static final KeyCombination GO_TO_LINE = new KeyCodeCombination(KeyCode.G, SHORTCUT_DOWN);

  private final Texts texts = Texts.of(CodeEditor.class);
  private final Buffer buffer;
  private final Area area;
  private final Problems problems = new Problems();
  private final Painter painter;
  private final Gutter gutter;
  private final FindBar findBar;
  private final GoToBar goToBar;
  private final BooleanProperty readOnly = new SimpleBooleanProperty();

  /** One that is empty. */
  public CodeEditor(Language language) {
    buffer = new Buffer(language);
    area = new Area(buffer);
    area.setAccessibleText(texts.get("editor.name"));
    area.setAccessibleHelp(texts.get("editor.help"));
    area.editableProperty().bind(readOnly.not());
    painter = new Painter(buffer, area, problems);
    gutter = new Gutter(buffer, area, problems);
    area.setOnEdited(this::edited);
    new ProblemTooltip(area, problems);
    area.setContextMenu(new EditorMenu(texts, buffer, area));
    var finder = new Finder(buffer, texts);
    finder.result().subscribe(result -> painter.setMatches(result.matches()));
    findBar = new FindBar(texts, buffer, area, finder, this::closeBar);
    goToBar = new GoToBar(texts, this::goTo, this::closeBar);
    keys(new EditorKeys(area, new LineEditing(buffer, area)));
    getStyleClass().add("code-editor");
    setCenter(new VirtualizedScrollPane<>(area));
  }

  private void keys(EditorKeys keys) {
    keys.on(new KeyCodeCombination(KeyCode.F3), () -> step(1));
    keys.on(new KeyCodeCombination(KeyCode.F3, SHIFT_DOWN), () -> step(-1));
    addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (FIND.match(event)) {
            showFind();
          } else if (REPLACE.match(event)) {
            showReplace();
          } else if (GO_TO_LINE.match(event)) {
            showGoToLine();
          } else if (event.getCode() == KeyCode.ESCAPE && getTop() != null) {
            closeBar();
          } else {
            return;
          }
          event.consume();
        });
  }

  private void edited(Edit edit) {
    problems.edited(edit);
    gutter.edited(edit);
    painter.paint();
  }

  /** Another document, in place of what there was: with no history, not changed. */
  public void open(String text) {
    problems.clear();
    buffer.open(text);
    area.load(painter.painted());
    gutter.refresh();
    buffer.announce();
  }

  /**
   * Gives the document another text, as one edit that can be undone. The caret stays where it was
   * as far as what is around it does.
   */
  public void replaceText(String text) {
    Edit edit = buffer.document().edit(text);
    if (edit.removed().equals(edit.inserted()) && !edit.turnsMark()) {
      return;
    }
    Spot caret = area.caret();
    int more = edit.inserted().size() - edit.removed().size();
    boolean after = caret.compareTo(edit.removedEnd()) >= 0;
    buffer.history().seal();
    area.edit(edit);
    buffer.history().seal();
    int line =
        Math.min(after ? caret.line() + more : caret.line(), area.getParagraphs().size() - 1);
    area.moveTo(line, Math.min(caret.column(), area.getParagraphLength(line)));
  }

  /** The whole text: what was opened, byte for byte, but for what was edited. */
  public String text() {
    return buffer.document().text();
  }

  /** Whether the text differs from what was opened or last marked as saved. */
  public ReadOnlyBooleanProperty changedProperty() {
    return buffer.changed().getReadOnlyProperty();
  }

  /** What the text is now was saved. */
  public void markSaved() {
    buffer.markSaved();
  }

  /** Grows with each edit, and when a document is opened. */
  public ReadOnlyLongProperty editsProperty() {
    return buffer.edits().getReadOnlyProperty();
  }

  /** What the text is highlighted and indented as. */
  public void setLanguage(Language language) {
    if (language != buffer.language()) {
      buffer.setLanguage(language);
      painter.paint();
    }
  }

  /** Whether people can only read. */
  public BooleanProperty readOnlyProperty() {
    return readOnly;
  }

  /**
   * Puts the caret somewhere, or as near as there is, shows it and focuses the text.
   *
   * @param line from 1
   * @param column from 1
   */
  public void goTo(int line, int column) {
    Spot spot = buffer.document().shown(line - 1, column - 1);
    area.moveTo(spot.line(), spot.column());
    int first = area.getVisibleParagraphs().isEmpty() ? 0 : area.firstVisibleParToAllParIndex();
    int last = area.getVisibleParagraphs().isEmpty() ? 0 : area.lastVisibleParToAllParIndex();
    if (spot.line() <= first || spot.line() >= last) {
      area.showParagraphAtCenter(spot.line());
    }
    area.requestFollowCaret();
    area.requestFocus();
  }

  /**
   * Marks a line.
   *
   * @param line from 1
   * @param message what is wrong with it
   */
  public void showProblem(int line, String message) {
    problems.put(buffer.document().shown(line - 1, 0).line(), message);
    showProblems();
  }

  /** Marks no line any more. */
  public void clearProblems() {
    if (!problems.isEmpty()) {
      problems.clear();
      showProblems();
    }
  }

  private void showProblems() {
    gutter.refresh();
    painter.paint();
    area.setAccessibleHelp(
        problems.isEmpty() ? texts.get("editor.help") : String.join("\n", problems.messages()));
  }

  /** Shows where to type what to find. */
  public void showFind() {
    showBar(findBar);
    findBar.start(false);
  }

  /** Shows where to type what to find and what to replace it by. */
  public void showReplace() {
    showBar(findBar);
    findBar.start(!readOnly.get());
  }

  /** Shows where to type what line to go to. */
  public void showGoToLine() {
    findBar.stop();
    showBar(goToBar);
    goToBar.start();
  }

  private void showBar(Parent bar) {
    setTop(bar);
    // A field selects all of its text once it gets its skin; not after the first key.
    bar.applyCss();
    bar.layout();
  }

  private void step(int by) {
    if (getTop() == findBar) {
      findBar.step(by);
    } else {
      showFind();
    }
  }

  /** Shows none of the bars. */
  void closeBar() {
    if (getTop() != null) {
      findBar.stop();
      setTop(null);
      area.requestFocus();
    }
  }

  /** Undoes the last edit, if there is one. */
  public void undo() {
    area.undo();
  }

  /** Does again what was undone last, if something was. */
  public void redo() {
    area.redo();
  }

  /** Whether there is something to undo. */
  public ReadOnlyBooleanProperty canUndoProperty() {
    return buffer.undoable().getReadOnlyProperty();
  }

  /** Whether there is something to redo. */
  public ReadOnlyBooleanProperty canRedoProperty() {
    return buffer.redoable().getReadOnlyProperty();
  }

  /** Focuses the text. */
  @Override
  public void requestFocus() {
    area.requestFocus();
  }

  Area area() {
    return area;
  }
}
