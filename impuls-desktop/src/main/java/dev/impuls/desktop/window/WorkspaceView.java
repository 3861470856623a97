package dev.impuls.desktop.window;

import dev.impuls.desktop.browse.BrowseView;
import dev.impuls.desktop.browse.FunctionList;
import dev.impuls.desktop.health.HealthView;
import dev.impuls.desktop.state.StateDirectory;
import dev.impuls.desktop.ui.Icons;
import dev.impuls.desktop.ui.Notices;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.work.Work;
import dev.impuls.desktop.workspace.ChangeWatch;
import dev.impuls.desktop.workspace.StatusWatch;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.function.Function;
import dev.impuls.store.Change;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** A workspace: its functions at the left, those that are open as tabs, its state at the foot. */
final class WorkspaceView extends BorderPane {
  private static final Texts T = Texts.of(WorkspaceView.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final double LIST_WIDTH = 372;
  private static final double LEAST_LIST_WIDTH = 200;
  private static final double NARROW = 700;

  private final Workspace workspace;
  private final Notices notices;
  private final FunctionList functions;
  private final BrowseView browse;
  private final FunctionTabs tabs;
  private final StackPane middle;
  private final Button back = new Button(T.get("back"), Icons.of(Feather.CHEVRON_LEFT));
  private final SplitPane split = new SplitPane();
  private final ChangeWatch changes;
  private final StatusWatch status;
  private final HealthView health;
  private final Tab healthTab = new Tab(T.get("health"));
  private final BooleanProperty listWanted = new SimpleBooleanProperty();

  /**
   * @param state what is remembered of this workspace
   * @param actions what is done to functions elsewhere than in this view
   */
  WorkspaceView(
      Workspace workspace,
      Work work,
      Notices notices,
      StateDirectory state,
      FunctionList functions,
      BrowseView.Actions actions) {
    this.workspace = workspace;
    this.notices = notices;
    this.functions = functions;
    tabs = new FunctionTabs(workspace, work, notices, state);
    browse = new BrowseView(functions, workspace, actions);
    health = new HealthView(workspace, work, notices);

    healthTab.setId("tab-health");
    healthTab.setGraphic(Icons.of(Feather.ACTIVITY));
    healthTab.setContent(health);
    healthTab.setOnClosed(_ -> health.close());
    tabs.getSelectionModel().selectedItemProperty().subscribe(this::selected);
    back.setId("back");
    back.getStyleClass().add("flat");
    back.setOnAction(_ -> listWanted.set(true));
    var empty = empty();
    middle = new StackPane(empty, new VBox(back, tabs));
    VBox.setVgrow(tabs, Priority.ALWAYS);
    empty.visibleProperty().bind(Bindings.isEmpty(tabs.getTabs()));
    tabs.visibleProperty().bind(empty.visibleProperty().not());
    middle.setMinWidth(0);
    SplitPane.setResizableWithParent(browse, false);
    browse.setPrefWidth(LIST_WIDTH);
    setCenter(split);
    setBottom(new StatusBar(workspace, work, this::showHealth));
    widthProperty().subscribe(this::arrange);
    listWanted.subscribe(this::arrange);
    tabs.getTabs().addListener((ListChangeListener<Tab>) _ -> arrange());

    workspace.outageProperty().addListener((_, before, now) -> outage(before, now));
    status = new StatusWatch(workspace, PAUSE);
    changes = new ChangeWatch(workspace, this::listening, this::heard);
    functions.reload();
  }

  private static Node empty() {
    var text = new Label(T.get("empty", KeyCombination.valueOf("Shortcut+P").getDisplayText()));
    text.getStyleClass().add("muted");
    text.setWrapText(true);
    var box = new VBox(Icons.of(Feather.CODE), text);
    box.getStyleClass().add("nothing-open");
    box.setAlignment(Pos.CENTER);
    return box;
  }

  /** A narrow window shows the list or a function, a wide one both. */
  private void arrange() {
    boolean narrow = getWidth() > 0 && getWidth() < NARROW;
    back.setVisible(narrow);
    back.setManaged(narrow);
    browse.setMinWidth(narrow ? 0 : LEAST_LIST_WIDTH);
    List<Node> wanted =
        !narrow
            ? List.of(browse, middle)
            : List.of(tabs.getTabs().isEmpty() || listWanted.get() ? browse : middle);
    if (!split.getItems().equals(wanted)) {
      split.getItems().setAll(wanted);
      if (!narrow) {
        // Once it was laid out with both.
        Platform.runLater(
            () -> split.setDividerPositions(LIST_WIDTH / Math.max(LIST_WIDTH, getWidth())));
      }
    }
  }

  // ---- The workspace ----

  private void listening() {
    // What was changed before is in the list by then.
    functions.reload();
    tabs.all().forEach(tab -> tab.edit().look());
  }

  private void heard(List<Change> heard) {
    functions.heard(heard);
    Set<String> names = new HashSet<>();
    heard.forEach(change -> names.add(change.name()));
    tabs.all().stream().filter(tab -> names.contains(tab.name())).forEach(tab -> tab.edit().look());
  }

  private void outage(String before, String now) {
    if (before.isEmpty() && !now.isEmpty()) {
      notices.failed(T.get("lost", workspace.address().text()), now, "");
    } else if (!before.isEmpty() && now.isEmpty()) {
      notices.done(T.get("found", workspace.address().text()));
      functions.reload();
      tabs.all().forEach(tab -> tab.edit().look());
    }
  }

  /** Lists the functions again. */
  void refresh() {
    functions.reload();
    tabs.all().forEach(tab -> tab.edit().look());
  }

  FunctionList functions() {
    return functions;
  }

  BrowseView browse() {
    return browse;
  }

  // ---- Tabs ----

  FunctionTabs tabs() {
    return tabs;
  }

  /** Takes the tab from the listener: JavaFX sets what a tab says of itself only afterwards. */
  private void selected(@Nullable Tab tab) {
    if (healthTab.equals(tab)) {
      health.open();
    } else {
      health.close();
    }
  }

  /** Opens a function, or shows it if it is open. */
  void open(String name) {
    listWanted.set(false);
    tabs.open(name);
  }

  /** Shows a function that was made just now. */
  void show(Function function) {
    listWanted.set(false);
    tabs.show(function);
  }

  /** Closes what is shown. */
  void closeCurrent() {
    if (healthTab.equals(tabs.getSelectionModel().getSelectedItem())) {
      tabs.getTabs().remove(healthTab);
    } else {
      tabs.current().ifPresent(tabs::close);
    }
  }

  /** Shows how the workspace is. */
  void showHealth() {
    listWanted.set(false);
    if (!tabs.getTabs().contains(healthTab)) {
      tabs.getTabs().add(healthTab);
    }
    tabs.getSelectionModel().select(healthTab);
  }

  /** Closes all; unsaved work is kept. */
  void close() {
    tabs.end();
    health.close();
    changes.close();
    status.close();
  }
}
