package dev.impuls.desktop.code;

import dev.impuls.desktop.ui.Texts;
import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;

/** What the text's context menu has. */
final class EditorMenu extends ContextMenu {
  EditorMenu(Texts texts, Buffer buffer, Area area) {
    ObservableValue<Boolean> locked = area.editableProperty().map(editable -> !editable);
    ObservableValue<Boolean> nothing =
        area.selectionProperty().map(range -> range.getLength() == 0);
    MenuItem undo = item(texts, "menu.undo", area::undo);
    undo.disableProperty().bind(buffer.undoable().not().or(area.editableProperty().not()));
    MenuItem redo = item(texts, "menu.redo", area::redo);
    redo.disableProperty().bind(buffer.redoable().not().or(area.editableProperty().not()));
    MenuItem cut = item(texts, "menu.cut", area::cut);
    cut.disableProperty().bind(nothing.flatMap(none -> locked.map(isLocked -> none || isLocked)));
    MenuItem copy = item(texts, "menu.copy", area::copy);
    copy.disableProperty().bind(nothing);
    MenuItem paste = item(texts, "menu.paste", area::paste);
    paste.disableProperty().bind(locked);
    getItems()
        .setAll(
            List.of(
                undo,
                redo,
                new SeparatorMenuItem(),
                cut,
                copy,
                paste,
                new SeparatorMenuItem(),
                item(texts, "menu.all", area::selectAll)));
  }

  private static MenuItem item(Texts texts, String name, Runnable action) {
    var item = new MenuItem(texts.get(name));
    item.setOnAction(_ -> action.run());
    return item;
  }
}
