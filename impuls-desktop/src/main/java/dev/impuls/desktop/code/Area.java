package dev.impuls.desktop.code;

import java.text.BreakIterator;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import org.fxmisc.richtext.CodeArea;
import org.fxmisc.richtext.model.StyledDocument;
import org.fxmisc.richtext.model.TwoDimensional.Bias;
import org.fxmisc.richtext.model.TwoDimensional.Position;
import org.fxmisc.richtext.util.UndoUtils;
import org.jspecify.annotations.Nullable;

/** Shows a buffer and lets people edit it: all edits go to the buffer first. */
final class Area extends CodeArea {
  private final Buffer buffer;
  private Consumer<Edit> edited = _ -> {};

  Area(Buffer buffer) {
    this.buffer = buffer;
    getStyleClass().addAll("code", "code-text");
    setAccessibleRole(AccessibleRole.TEXT_AREA);
    setUndoManager(UndoUtils.noOpUndoManager());
  }

  /** Is told of each edit, once it shows. */
  void setOnEdited(Consumer<Edit> listener) {
    edited = listener;
  }

  /** Shows the whole document anew, as it is painted. */
  void load(StyledDocument<Collection<String>, String, Collection<String>> painted) {
    super.replace(0, getLength(), painted);
    moveTo(0);
    requestFollowCaret();
  }

  private static String shown(List<Line> lines) {
    return lines.stream().map(Line::text).collect(Collectors.joining("\n"));
  }

  Spot caret() {
    return new Spot(getCurrentParagraph(), getCaretColumn());
  }

  Spot selectionStart() {
    return spot(getSelection().getStart());
  }

  Spot selectionEnd() {
    return spot(getSelection().getEnd());
  }

  Spot spot(int offset) {
    Position position = offsetToPosition(offset, Bias.Forward);
    return new Spot(position.getMajor(), position.getMinor());
  }

  private int offset(Spot spot) {
    return getAbsolutePosition(spot.line(), spot.column());
  }

  void select(Spot from, Spot to) {
    selectRange(from.line(), from.column(), to.line(), to.column());
  }

  /** What people type, paste and delete comes here. */
  @Override
  public void replaceText(int start, int end, String text) {
    Spot from = spot(start);
    Spot to = spot(end);
    edit(from, to, Lines.of(text, buffer.document().lineEnd()));
  }

  /** Replaces a part of the document; the caret is then after what was inserted. */
  void edit(Spot from, Spot to, List<Line> inserted) {
    if (from.equals(to) && Lines.length(inserted) == 0) {
      return;
    }
    Edit edit = buffer.document().edit(from, to, inserted);
    edit(edit);
    if (!edit.at().equals(from)) {
      int left = from.column() + Lines.length(Lines.shown(inserted));
      int line = edit.at().line();
      while (left > buffer.document().line(line).text().length()) {
        left -= buffer.document().line(line).length();
        line++;
      }
      moveTo(line, Math.max(0, left));
    }
  }

  /** Makes an edit that can be undone. */
  void edit(Edit edit) {
    buffer.edit(edit);
    show(edit);
  }

  @Override
  public void undo() {
    showIfAny(buffer.undo());
  }

  @Override
  public void redo() {
    showIfAny(buffer.redo());
  }

  private void showIfAny(@Nullable Edit edit) {
    if (edit != null) {
      show(edit);
      requestFollowCaret();
    }
  }

  private void show(Edit edit) {
    super.replaceText(offset(edit.at()), offset(edit.removedEnd()), shown(edit.inserted()));
    edited.accept(edit);
    buffer.announce();
  }

  @Override
  public void moveSelectedText(int position) {
    int start = getSelection().getStart();
    int end = getSelection().getEnd();
    if (position < start || position > end) {
      List<Line> moved = selected();
      int target = position > end ? position - (end - start) : position;
      edit(spot(start), spot(end), Lines.of(""));
      edit(spot(target), spot(target), moved);
      selectRange(target, getCaretPosition());
    } else {
      moveTo(position);
    }
  }

  private List<Line> selected() {
    return Lines.between(buffer.document().lines(), selectionStart(), selectionEnd());
  }

  @Override
  public void copy() {
    if (getSelection().getLength() > 0) {
      var content = new ClipboardContent();
      content.putString(Lines.text(selected()));
      Clipboard.getSystemClipboard().setContent(content);
    }
  }

  @Override
  public void paste() {
    String text = Clipboard.getSystemClipboard().getString();
    if (text != null) {
      buffer.history().seal();
      replaceSelection(text);
      buffer.history().seal();
    }
  }

  @Override
  public void deletePreviousChar() {
    Spot to = caret();
    Spot from = before(to);
    edit(from, to, Lines.of(""));
  }

  @Override
  public void deleteNextChar() {
    Spot from = caret();
    edit(from, after(from), Lines.of(""));
  }

  @Override
  public void previousChar(SelectionPolicy policy) {
    Spot before = before(caret());
    moveTo(before.line(), before.column(), policy);
  }

  @Override
  public void nextChar(SelectionPolicy policy) {
    Spot after = after(caret());
    moveTo(after.line(), after.column(), policy);
  }

  /** To the text of a line first, then to its very start. */
  @Override
  public void lineStart(SelectionPolicy policy) {
    Spot caret = caret();
    int text = Indentation.of(buffer.document().line(caret.line()).text()).length();
    moveTo(caret.line(), caret.column() == text ? 0 : text, policy);
  }

  @Override
  public @Nullable Object queryAccessibleAttribute(
      AccessibleAttribute attribute, Object... parameters) {
    return switch (attribute) {
      case TEXT -> getText();
      case EDITABLE -> isEditable();
      case CARET_OFFSET -> getCaretPosition();
      case SELECTION_START -> getSelection().getStart();
      case SELECTION_END -> getSelection().getEnd();
      case LINE_FOR_OFFSET -> spot((int) parameters[0]).line();
      case LINE_START -> offset(new Spot((int) parameters[0], 0));
      case LINE_END ->
          offset(new Spot((int) parameters[0], getParagraphLength((int) parameters[0])));
      default -> super.queryAccessibleAttribute(attribute, parameters);
    };
  }

  private Spot before(Spot spot) {
    Document document = buffer.document();
    if (spot.column() == 0) {
      if (spot.line() == 0) {
        return spot;
      }
      int line = spot.line() - 1;
      var end = new Spot(line, document.line(line).text().length());
      return document.continues(line) ? before(end) : end;
    }
    return new Spot(spot.line(), characters(spot.line()).preceding(spot.column()));
  }

  private Spot after(Spot spot) {
    Document document = buffer.document();
    int line = spot.line();
    if (spot.column() == document.line(line).text().length()) {
      if (line == document.lines().size() - 1) {
        return spot;
      }
      var start = new Spot(line + 1, 0);
      return document.continues(line) ? after(start) : start;
    }
    return new Spot(line, characters(line).following(spot.column()));
  }

  private BreakIterator characters(int line) {
    BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
    characters.setText(buffer.document().line(line).text());
    return characters;
  }
}
