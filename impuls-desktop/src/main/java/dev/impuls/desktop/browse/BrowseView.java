package dev.impuls.desktop.browse;

import atlantafx.base.controls.CustomTextField;
import atlantafx.base.theme.Styles;
import dev.impuls.desktop.ui.Icons;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.ui.Theme;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.function.FunctionSummary;
import java.util.List;
import java.util.Objects;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.transformation.SortedList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
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
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Callback;
import org.kordamp.ikonli.feather.Feather;

/** The list of functions, with what can be done to those that are selected. */
public final class BrowseView extends BorderPane {
  private static final Texts T = Texts.of(BrowseView.class);

  private final FunctionList functions;
  private final Workspace workspace;
  private final Actions actions;
  private final CustomTextField filter = new CustomTextField();
  private final TableView<FunctionSummary> table = new TableView<>();
  private final Label count = new Label();

  /** What a person can do here. */
  public interface Actions {
    /** Opens functions. */
    void open(List<String> names);

    /** Asks for a new function; with the fields of another one if that is given. */
    void create(List<String> like);

    /** Deletes functions, after asking. */
    void delete(List<String> names);

    /** Exports functions; all if there are none. */
    void export(List<String> names);

    /** Copies functions to another workspace. */
    void copy(List<String> names);

    /** Imports functions. */
    void importFunctions();

    /** Begins to drag functions. */
    void drag(Node source, List<String> names);

    /** Shows the records that cannot be read. */
    void showProblems();
  }

  /** One of those functions. */
  public BrowseView(FunctionList functions, Workspace workspace, Actions actions) {
    this.functions = functions;
    this.workspace = workspace;
    this.actions = actions;
    getStylesheets().add(Theme.sheet(BrowseView.class, "browse.css"));
    getStyleClass().add("browse");
    setTop(new VBox(head(), filter()));
    setCenter(table());
    setBottom(foot());
    setMinWidth(0);
  }

  private HBox head() {
    var title = new Label(T.get("browse.title"));
    title.getStyleClass().add(Styles.TITLE_4);
    HBox.setHgrow(title, Priority.ALWAYS);
    title.setMaxWidth(Double.MAX_VALUE);
    Button create =
        Icons.button(Feather.PLUS, T.get("browse.new"), () -> actions.create(List.of()));
    create.setId("new-function");
    Button load = Icons.button(Feather.DOWNLOAD, T.get("browse.import"), actions::importFunctions);
    Button export =
        Icons.button(Feather.UPLOAD, T.get("browse.export"), () -> actions.export(selected()));
    Button refresh = Icons.button(Feather.REFRESH_CW, T.get("browse.refresh"), functions::reload);
    var readOnly =
        Bindings.when(workspace.writableProperty())
            .then("")
            .otherwise(T.get("browse.read-only", workspace.address().title()));
    var head =
        new HBox(
            title,
            Icons.whyDisabled(create, readOnly),
            Icons.whyDisabled(load, readOnly),
            export,
            refresh);
    head.getStyleClass().add("browse-head");
    head.setAlignment(Pos.CENTER_LEFT);
    return head;
  }

  private Node filter() {
    filter.setId("filter");
    filter.setPromptText(T.get("browse.filter"));
    filter.setAccessibleText(T.get("browse.filter"));
    filter.setLeft(Icons.of(Feather.SEARCH));
    Button clear = Icons.button(Feather.X, T.get("browse.filter.clear"), filter::clear);
    clear.getStyleClass().add("filter-clear");
    clear.setFocusTraversable(false); // Escape does it.
    clear.visibleProperty().bind(filter.textProperty().isNotEmpty());
    filter.setRight(clear);
    filter.textProperty().bindBidirectional(functions.filterProperty());
    filter.addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          switch (event.getCode()) {
            case ESCAPE -> filter.clear();
            case DOWN, ENTER -> enterTable(event.getCode() == KeyCode.ENTER);
            default -> {
              return;
            }
          }
          event.consume();
        });
    var around = new VBox(filter);
    around.getStyleClass().add("browse-filter");
    return around;
  }

  private void enterTable(boolean opens) {
    if (table.getItems().isEmpty()) {
      return;
    }
    if (table.getSelectionModel().isEmpty() || opens) {
      table.getSelectionModel().clearAndSelect(0);
    }
    if (opens) {
      actions.open(selected());
    } else {
      table.requestFocus();
    }
  }

  // ---- The table ----

  private Node table() {
    table.setId("functions");
    table.setAccessibleText(T.get("browse.title"));
    table.getStyleClass().addAll(Styles.DENSE, "edge-to-edge");
    table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    table.getColumns().add(nameColumn());
    table.getColumns().add(runtimeColumn());
    table.getColumns().add(updatedColumn());
    var sorted = new SortedList<>(functions.found());
    sorted.comparatorProperty().bind(table.comparatorProperty());
    table.setItems(sorted);
    table.setPlaceholder(placeholder());
    table.setRowFactory(_ -> row());
    table.setContextMenu(menu());
    table.addEventHandler(
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
    table.addEventHandler(
        KeyEvent.KEY_TYPED,
        event -> {
          // Typing looks for a function wherever the keyboard is.
          String typed = event.getCharacter();
          if (!event.isShortcutDown() && !typed.isBlank() && typed.codePointAt(0) > ' ') {
            filter.setText(filter.getText() + typed);
            filter.requestFocus();
            filter.end();
            event.consume();
          }
        });
    return table;
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

  private Node placeholder() {
    var text = new Label();
    text.setWrapText(true);
    text.getStyleClass().add("muted");
    text.textProperty()
        .bind(
            Bindings.createStringBinding(
                this::whyEmpty,
                functions.loadedProperty(),
                functions.failureProperty(),
                functions.filterProperty()));
    var create = new Button(T.get("browse.new"), Icons.of(Feather.PLUS));
    create.getStyleClass().add(Styles.ACCENT);
    create.setOnAction(_ -> actions.create(List.of()));
    create
        .visibleProperty()
        .bind(
            functions
                .loadedProperty()
                .and(functions.failureProperty().isEmpty())
                .and(functions.filterProperty().isEmpty())
                .and(workspace.writableProperty()));
    create.managedProperty().bind(create.visibleProperty());
    var box = new VBox(12, text, create);
    box.getStyleClass().add("browse-empty");
    box.setAlignment(Pos.TOP_CENTER);
    return box;
  }

  private String whyEmpty() {
    if (!functions.failureProperty().get().isEmpty()) {
      return functions.failureProperty().get();
    }
    if (!functions.loadedProperty().get()) {
      return T.get("browse.loading");
    }
    return functions.filterProperty().get().isBlank()
        ? T.get("browse.empty")
        : T.get("browse.none-found", functions.filterProperty().get());
  }

  private HBox foot() {
    count.getStyleClass().add("muted");
    count
        .textProperty()
        .bind(
            Bindings.createStringBinding(
                () ->
                    functions.found().size() == functions.all().size()
                        ? T.get("browse.count", functions.all().size())
                        : T.get(
                            "browse.count.found", functions.found().size(), functions.all().size()),
                functions.found(),
                functions.all()));
    var problems = new Button();
    problems.getStyleClass().addAll(Styles.FLAT, Styles.SMALL, Styles.DANGER);
    problems.setGraphic(Icons.of(Feather.ALERT_TRIANGLE));
    workspace
        .statusProperty()
        .subscribe(
            status -> {
              int unreadable = status == null ? 0 : status.problems().size();
              problems.setText(T.get("browse.problems", unreadable));
              problems.setVisible(unreadable > 0);
            });
    problems.managedProperty().bind(problems.visibleProperty());
    problems.setOnAction(_ -> actions.showProblems());
    HBox.setHgrow(count, Priority.ALWAYS);
    count.setMaxWidth(Double.MAX_VALUE);
    var foot = new HBox(count, problems);
    foot.getStyleClass().add("browse-foot");
    foot.setAlignment(Pos.CENTER_LEFT);
    return foot;
  }

  private void delete() {
    if (workspace.writableProperty().get()) {
      actions.delete(selected());
    }
  }

  /** The names of those that are selected. */
  public List<String> selected() {
    return table.getSelectionModel().getSelectedItems().stream()
        .filter(Objects::nonNull)
        .map(FunctionSummary::name)
        .toList();
  }

  /** Puts the keyboard where functions are looked for. */
  public void focusFilter() {
    filter.requestFocus();
    filter.selectAll();
  }

  /** Shows a function in the list. */
  public void select(String name) {
    for (int i = 0; i < table.getItems().size(); i++) {
      if (table.getItems().get(i).name().equals(name)) {
        table.getSelectionModel().clearAndSelect(i);
        table.scrollTo(i);
        return;
      }
    }
  }
}
