package dev.impuls.desktop.browse;

import atlantafx.base.theme.Styles;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.function.FunctionSummary;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.collections.transformation.SortedList;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.util.Callback;

/** The functions that were found, sorted, with what can be done to those that are selected. */
final class FunctionTable extends TableView<FunctionSummary> {
  private static final Texts T = Texts.of(FunctionTable.class);

  private final Workspace workspace;
  private final BrowseView.Actions actions;
  private final ObservableList<FunctionSummary> shown = FXCollections.observableArrayList();

  /**
   * @param typed gets what is typed here
   */
  FunctionTable(
      FunctionList functions,
      Workspace workspace,
      BrowseView.Actions actions,
      Consumer<String> typed) {
    this.workspace = workspace;
    this.actions = actions;
    setId("functions");
    setAccessibleText(T.get("browse.title"));
    getStyleClass().addAll(Styles.DENSE, "edge-to-edge");
    getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    getColumns().add(nameColumn());
    getColumns().add(runtimeColumn());
    getColumns().add(updatedColumn());
    var sorted = new SortedList<>(shown);
    sorted.comparatorProperty().bind(comparatorProperty());
    setItems(sorted);
    functions
        .found()
        .addListener((ListChangeListener<FunctionSummary>) _ -> show(functions.found()));
    show(functions.found());
    setRowFactory(_ -> row());
    setContextMenu(menu());
    addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ENTER && !selected().isEmpty()) {
            actions.open(selected());
            event.consume();
          } else if (event.getCode() == KeyCode.DELETE && !selected().isEmpty()) {
            delete();
            event.consume();
          }
        });
    addEventHandler(
        KeyEvent.KEY_TYPED,
        event -> {
          // Typing looks for a function wherever the keyboard is.
          String text = event.getCharacter();
          if (!event.isShortcutDown() && !text.isBlank() && text.codePointAt(0) > ' ') {
            typed.accept(text);
            event.consume();
          }
        });
  }

  /** By itself, a table keeps the places of what is selected, whatever is there afterwards. */
  private void show(List<FunctionSummary> functions) {
    Set<String> selected = Set.copyOf(selected());
    int before = getFocusModel().getFocusedIndex();
    FunctionSummary focused = getFocusModel().getFocusedItem();
    shown.setAll(functions);
    var places = IntStream.builder();
    int focus = -1;
    for (int i = 0; i < getItems().size(); i++) {
      String name = getItems().get(i).name();
      if (selected.contains(name)) {
        places.add(i);
      }
      if (focused != null && focused.name().equals(name)) {
        focus = i;
      }
    }
    getSelectionModel().clearSelection();
    int[] again = places.build().toArray();
    if (again.length > 0) {
      getSelectionModel().selectIndices(again[0], Arrays.copyOfRange(again, 1, again.length));
    }
    getFocusModel().focus(focus < 0 ? Math.min(before, getItems().size() - 1) : focus);
  }

  private TableColumn<FunctionSummary, FunctionSummary> nameColumn() {
    var column = column("browse.name", 180, _ -> new NameCell());
    column.setComparator((a, b) -> String.CASE_INSENSITIVE_ORDER.compare(a.name(), b.name()));
    return column;
  }

  private TableColumn<FunctionSummary, FunctionSummary> runtimeColumn() {
    var column = column("browse.runtime", 84, _ -> new TextCell(FunctionSummary::runtime));
    column.setComparator((a, b) -> a.runtime().compareTo(b.runtime()));
    return column;
  }

  private TableColumn<FunctionSummary, FunctionSummary> updatedColumn() {
    var column = column("browse.updated", 108, _ -> new TimeCell());
    column.setComparator((a, b) -> a.updatedAt().compareTo(b.updatedAt()));
    return column;
  }

  private static TableColumn<FunctionSummary, FunctionSummary> column(
      String title,
      double width,
      Callback<
              TableColumn<FunctionSummary, FunctionSummary>,
              TableCell<FunctionSummary, FunctionSummary>>
          cells) {
    var column = new TableColumn<FunctionSummary, FunctionSummary>(T.get(title));
    column.setPrefWidth(width);
    column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
    column.setCellFactory(cells);
    return column;
  }

  private TableRow<FunctionSummary> row() {
    var row = new TableRow<FunctionSummary>();
    row.setOnMouseClicked(
        event -> {
          if (event.getButton() == MouseButton.PRIMARY
              && event.getClickCount() == 2
              && !row.isEmpty()) {
            actions.open(List.of(row.getItem().name()));
          }
        });
    row.setOnDragDetected(
        event -> {
          if (!row.isEmpty()) {
            actions.drag(row, selected());
            event.consume();
          }
        });
    return row;
  }

  private ContextMenu menu() {
    var open = item("browse.open", () -> actions.open(selected()));
    var duplicate = item("browse.duplicate", () -> actions.create(selected()));
    var copyName =
        item(
            "browse.copy-name",
            () -> {
              var content = new ClipboardContent();
              content.putString(String.join("\n", selected()));
              Clipboard.getSystemClipboard().setContent(content);
            });
    var export = item("browse.export-these", () -> actions.export(selected()));
    var copy = item("browse.copy-to", () -> actions.copy(selected()));
    var delete = item("browse.delete", this::delete);
    var menu =
        new ContextMenu(
            open,
            duplicate,
            copyName,
            new SeparatorMenuItem(),
            export,
            copy,
            new SeparatorMenuItem(),
            delete);
    menu.setOnShowing(
        _ -> {
          boolean none = selected().isEmpty();
          boolean writable = workspace.writableProperty().get();
          menu.getItems().forEach(item -> item.setDisable(none));
          duplicate.setDisable(selected().size() != 1 || !writable);
          delete.setDisable(none || !writable);
        });
    return menu;
  }

  private static MenuItem item(String text, Runnable action) {
    var item = new MenuItem(T.get(text));
    item.setOnAction(_ -> action.run());
    return item;
  }

  private void delete() {
    if (workspace.writableProperty().get()) {
      actions.delete(selected());
    }
  }

  /** The names of those that are selected. */
  List<String> selected() {
    return getSelectionModel().getSelectedItems().stream()
        .filter(Objects::nonNull)
        .map(FunctionSummary::name)
        .toList();
  }
}
