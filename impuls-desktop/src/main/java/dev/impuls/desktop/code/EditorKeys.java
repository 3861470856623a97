package dev.impuls.desktop.code;

import static javafx.scene.input.KeyCombination.ALT_DOWN;
import static javafx.scene.input.KeyCombination.SHIFT_DOWN;
import static javafx.scene.input.KeyCombination.SHORTCUT_DOWN;

import java.util.LinkedHashMap;
import java.util.Map;
import javafx.scene.TraversalDirection;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/** What keys do in the text, beyond what they do in any text. */
final class EditorKeys {
  private final Area area;
  private final LineEditing lines;
  private final Map<KeyCombination, Runnable> always = new LinkedHashMap<>();
  private final Map<KeyCombination, Runnable> editable = new LinkedHashMap<>();

  /** Escape was pressed last: Tab leaves the text. */
  private boolean leaving;

  EditorKeys(Area area, LineEditing lines) {
    this.area = area;
    this.lines = lines;
    editable.put(new KeyCodeCombination(KeyCode.ENTER), lines::newLine);
    editable.put(new KeyCodeCombination(KeyCode.TAB), lines::indent);
    editable.put(new KeyCodeCombination(KeyCode.TAB, SHIFT_DOWN), lines::outdent);
    editable.put(new KeyCodeCombination(KeyCode.SLASH, SHORTCUT_DOWN), lines::toggleComment);
    editable.put(new KeyCodeCombination(KeyCode.DIVIDE, SHORTCUT_DOWN), lines::toggleComment);
    editable.put(new KeyCodeCombination(KeyCode.UP, ALT_DOWN), () -> lines.move(-1));
    editable.put(new KeyCodeCombination(KeyCode.DOWN, ALT_DOWN), () -> lines.move(1));
    editable.put(new KeyCodeCombination(KeyCode.DOWN, ALT_DOWN, SHIFT_DOWN), lines::duplicate);
    area.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    area.addEventFilter(KeyEvent.KEY_TYPED, this::typed);
    area.focusedProperty().addListener((_, _, _) -> leaving = false);
  }

  /** In the text, that key does that, also if it is read only. */
  void on(KeyCombination key, Runnable action) {
    always.put(key, action);
  }

  private void pressed(KeyEvent event) {
    if (event.getCode() == KeyCode.TAB && (leaving || !area.isEditable())) {
      boolean back = event.isShiftDown();
      area.requestFocusTraversal(back ? TraversalDirection.PREVIOUS : TraversalDirection.NEXT);
      event.consume();
      return;
    }
    if (!event.getCode().isModifierKey()) {
      leaving = event.getCode() == KeyCode.ESCAPE;
    }
    if (!run(always, event) && area.isEditable()) {
      run(editable, event);
    }
  }

  private static boolean run(Map<KeyCombination, Runnable> actions, KeyEvent event) {
    for (Map.Entry<KeyCombination, Runnable> action : actions.entrySet()) {
      if (action.getKey().match(event)) {
        event.consume();
        action.getValue().run();
        return true;
      }
    }
    return false;
  }

  private void typed(KeyEvent event) {
    String text = event.getCharacter();
    if (area.isEditable() && text.length() == 1 && ")]}".contains(text) && lines.close(text)) {
      event.consume();
    }
  }
}
