package dev.impuls.desktop.window;

import dev.impuls.desktop.ui.Texts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCombination;

/** All commands of a window, and the menus they are in. */
final class Commands {
  private static final Texts T = Texts.of(Commands.class);
  static final ObservableBooleanValue ALWAYS =
      new ReadOnlyBooleanWrapper(true).getReadOnlyProperty();

  private final List<Command> all = new ArrayList<>();

  /**
   * Adds one.
   *
   * @param keys as {@link KeyCombination#valueOf} reads them, or "" for none
   */
  void add(String menu, String key, String keys, ObservableBooleanValue enabled, Runnable action) {
    all.add(
        new Command(
            menu,
            T.get("command." + key),
            keys.isEmpty() ? null : KeyCombination.valueOf(keys),
            enabled,
            action));
  }

  /** All, in the order they were added. */
  List<Command> all() {
    return all;
  }

  /** Menus of them; on a Mac, those of the screen. */
  MenuBar menuBar() {
    Map<String, Menu> menus = new LinkedHashMap<>();
    for (Command command : all) {
      var item = new MenuItem(command.text());
      item.setAccelerator(command.keys());
      item.disableProperty().bind(Bindings.not(command.enabled()));
      item.setOnAction(_ -> command.run());
      menus
          .computeIfAbsent(command.menu(), menu -> new Menu(T.get("menu." + menu)))
          .getItems()
          .add(item);
    }
    var bar = new MenuBar(menus.values().toArray(Menu[]::new));
    bar.setUseSystemMenuBar(true);
    return bar;
  }
}
