package dev.impuls.desktop.browse;

import atlantafx.base.controls.CustomTextField;
import atlantafx.base.theme.Styles;
import dev.impuls.desktop.ui.Icons;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.workspace.Workspace;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** The list of functions, with what can be done to those that are selected. */
public final class BrowseView extends BorderPane {
  private static final Texts T = Texts.of(BrowseView.class);

  private final FunctionList functions;
  private final Workspace workspace;
  private final Actions actions;
  private final CustomTextField filter = new CustomTextField();
  private final FunctionTable table;
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
    table = new FunctionTable(functions, workspace, actions, this::find);
    table.setPlaceholder(placeholder());
    getStyleClass().add("browse");
    setTop(new VBox(head(), filter()));
    setCenter(table);
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

  /** Typing in the list looks for a function. */
  private void find(String typed) {
    filter.setText(filter.getText() + typed);
    filter.requestFocus();
    filter.end();
  }

  /** The names of those that are selected. */
  public List<String> selected() {
    return table.selected();
  }

  /** Puts the keyboard where functions are looked for. */
  public void focusFilter() {
    filter.requestFocus();
    filter.selectAll();
  }
}
