package dev.impuls.desktop.window;

import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.input.KeyCombination;
import org.jspecify.annotations.Nullable;

/**
 * Something a person can do in a window, wherever the keyboard is.
 *
 * @param menu which menu it is in; its key in the texts
 * @param text what it is called
 * @param keys what presses it, or null
 * @param enabled whether it can be done now
 */
record Command(
    String menu,
    String text,
    @Nullable KeyCombination keys,
    ObservableBooleanValue enabled,
    Runnable action) {

  /** Does it, if it can be done now. */
  void run() {
    if (enabled.get()) {
      action.run();
    }
  }
}
