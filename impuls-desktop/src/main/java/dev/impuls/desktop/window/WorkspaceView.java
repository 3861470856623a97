package dev.impuls.desktop.window;

import dev.impuls.desktop.browse.BrowseView;
import dev.impuls.desktop.browse.FunctionList;
import dev.impuls.desktop.health.HealthView;
import dev.impuls.desktop.state.StateDirectory;
import dev.impuls.desktop.ui.Icons;
import dev.impuls.desktop.ui.Notices;
import dev.impuls.desktop.ui.Questions;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.ui.Theme;
import dev.impuls.desktop.work.Work;
import dev.impuls.desktop.workspace.ChangeWatch;
import dev.impuls.desktop.workspace.StatusWatch;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.function.Function;
import dev.impuls.store.Change;
import dev.impuls.store.FunctionNotFoundException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** A workspace: its functions at the left, those that are open as tabs, its state at the foot. */
final class WorkspaceView extends BorderPane {
  private static final Texts T = Texts.of(WorkspaceView.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final double LIST_WIDTH = 372;
  private static final double NARROW = 700;

  private final Workspace workspace;
  private final Work work;
  private final Notices notices;
  private final StateDirectory state;
  private final FunctionList functions;
  private final BrowseView browse;
  private final TabPane tabs = new TabPane();
  private final StackPane middle;
  private final Button back = new Button(T.get("back"), Icons.of(Feather.CHEVRON_LEFT));
  private final SplitPane split = new SplitPane();
  private final ChangeWatch changes;
  private final StatusWatch status;
  private final HealthView health;
  private final Tab healthTab = new Tab(T.get("health"));
  private final ReadOnlyBooleanWrapper functionShown = new ReadOnlyBooleanWrapper();
  private final BooleanProperty listWanted = new SimpleBooleanProperty();
  private final Set<String> opening = new HashSet<>();
  private boolean restored;

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
    this.work = work;
    this.notices = notices;
    this.state = state;
    this.functions = functions;
    browse = new BrowseView(functions, workspace, actions);
    health = new HealthView(workspace, work, notices);
    getStylesheets().add(Theme.sheet(WorkspaceView.class, "window.css"));

    healthTab.setId("tab-health");
    healthTab.setGraphic(Icons.of(Feather.ACTIVITY));
    healthTab.setContent(health);
    healthTab.setOnClosed(_ -> health.close());
    tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.ALL_TABS);
    tabs.setTabDragPolicy(TabPane.TabDragPolicy.REORDER);
    tabs.getStyleClass().add("open-functions");
    tabs.getSelectionModel().selectedItemProperty().subscribe(_ -> selected());
    tabs.getTabs().addListener((ListChangeListener<Tab>) _ -> keepTabs());
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
    List<Node> wanted =
        !narrow
            ? List.of(browse, middle)
            : List.of(tabs.getTabs().isEmpty() || listWanted.get() ? browse : middle);
    if (!split.getItems().equals(wanted)) {
      split.getItems().setAll(wanted);
      if (!narrow && getWidth() > 0) {
        split.setDividerPosition(0, LIST_WIDTH / getWidth());
      }
    }
  }

  // ---- The workspace ----

  private void listening() {
    // What was changed before is in the list by then.
    functions.reload();
    openFunctions().forEach(tab -> tab.edit().look());
  }

  private void heard(List<Change> heard) {
    functions.heard(heard);
    Set<String> names = new HashSet<>();
    heard.forEach(change -> names.add(change.name()));
    openFunctions().stream()
        .filter(tab -> names.contains(tab.name()))
        .forEach(tab -> tab.edit().look());
  }

  private void outage(String before, String now) {
    if (before.isEmpty() && !now.isEmpty()) {
      notices.failed(T.get("lost", workspace.address().text()), now, "");
    } else if (!before.isEmpty() && now.isEmpty()) {
      notices.done(T.get("found", workspace.address().text()));
      functions.reload();
      openFunctions().forEach(tab -> tab.edit().look());
    }
  }

  /** Lists the functions again. */
  void refresh() {
    functions.reload();
    openFunctions().forEach(tab -> tab.edit().look());
  }

  FunctionList functions() {
    return functions;
  }

  BrowseView browse() {
    return browse;
  }

  // ---- Tabs ----

  List<FunctionTab> openFunctions() {
    var open = new ArrayList<FunctionTab>();
    tabs.getTabs()
        .forEach(
            tab -> {
              if (tab instanceof FunctionTab function) {
                open.add(function);
              }
            });
    return open;
  }

  /** The function that is shown. */
  Optional<FunctionTab> current() {
    return tabs.getSelectionModel().getSelectedItem() instanceof FunctionTab tab
        ? Optional.of(tab)
        : Optional.empty();
  }

  /** Whether a function is shown. */
  ReadOnlyBooleanProperty functionShownProperty() {
    return functionShown.getReadOnlyProperty();
  }

  private void selected() {
    functionShown.set(current().isPresent());
    if (healthTab.isSelected()) {
      health.open();
    } else {
      health.close();
    }
    keepTabs();
  }

  private Optional<FunctionTab> tab(String name) {
    return openFunctions().stream().filter(tab -> tab.name().equals(name)).findFirst();
  }

  /** Opens a function, or shows it if it is open. */
  void open(String name) {
    listWanted.set(false);
    Optional<FunctionTab> there = tab(name);
    if (there.isPresent()) {
      tabs.getSelectionModel().select(there.get());
      there.get().edit().focusCode();
      return;
    }
    if (opening.add(name)) {
      work.run(
          T.get("opening", name),
          _ -> workspace.store().get(name),
          function -> {
            opening.remove(name);
            show(function);
            tab(name).ifPresent(tab -> tab.edit().focusCode());
          },
          failure -> {
            opening.remove(name);
            notices.failed(T.get("open.failed", name), failure);
          });
    }
  }

  /** Shows a function that was read just now. */
  void show(Function function) {
    listWanted.set(false);
    var tab = new FunctionTab(workspace, work, notices, state, function);
    tab.setOnCloseRequest(
        event -> {
          event.consume();
          close(tab);
        });
    tabs.getTabs().add(tab);
    tabs.getSelectionModel().select(tab);
  }

  /** Closes a tab; unsaved work is asked about. */
  void close(FunctionTab tab) {
    if (!tab.edit().unsavedProperty().get()) {
      remove(tab, true);
      return;
    }
    Questions.ask(
        getScene().getWindow(),
        T.get("close.title", tab.name()),
        T.get("close.text"),
        List.of(
            new Questions.Answer(
                T.get("close.save"), () -> tab.edit().save(() -> remove(tab, true))),
            new Questions.Answer(T.get("close.drop"), () -> remove(tab, true))));
  }

  /** Closes what is shown. */
  void closeCurrent() {
    if (healthTab.isSelected()) {
      tabs.getTabs().remove(healthTab);
    } else {
      current().ifPresent(this::close);
    }
  }

  private void remove(FunctionTab tab, boolean drop) {
    tab.close(drop);
    tabs.getTabs().remove(tab);
  }

  /** Shows how the workspace is. */
  void showHealth() {
    listWanted.set(false);
    if (!tabs.getTabs().contains(healthTab)) {
      tabs.getTabs().add(healthTab);
    }
    tabs.getSelectionModel().select(healthTab);
  }

  // ---- What is kept ----

  /** Opens the functions that were open before, and those with unsaved work. */
  void restoreTabs() {
    OpenTabs before = state.read(OpenTabs.DOCUMENT, OpenTabs.class).orElse(OpenTabs.NONE);
    if (before.names().isEmpty()) {
      restored = true;
      return;
    }
    work.run(
        T.get("restoring"),
        _ -> read(before.names()),
        found -> {
          found.forEach(this::show);
          restored = true;
          if (before.selected() != null) {
            tab(before.selected()).ifPresent(tab -> tabs.getSelectionModel().select(tab));
          }
          keepTabs();
        },
        failure -> {
          restored = true;
          notices.failed(T.get("restore.failed"), failure);
        });
  }

  private List<Function> read(List<String> names) {
    var found = new ArrayList<Function>();
    for (String name : names) {
      try {
        found.add(workspace.store().get(name));
      } catch (FunctionNotFoundException e) {
        // It was deleted meanwhile.
      }
    }
    return found;
  }

  private void keepTabs() {
    if (restored) {
      state.write(
          OpenTabs.DOCUMENT,
          new OpenTabs(
              openFunctions().stream().map(FunctionTab::name).toList(),
              current().map(FunctionTab::name).orElse(null)));
    }
  }

  // ---- Closing ----

  /** The functions with unsaved work. */
  List<FunctionTab> unsaved() {
    return openFunctions().stream().filter(tab -> tab.edit().unsavedProperty().get()).toList();
  }

  /**
   * Closes all.
   *
   * @param drop whether unsaved work is not to be kept
   */
  void close(boolean drop) {
    restored = false; // The tabs come back.
    openFunctions().forEach(tab -> tab.close(drop));
    health.close();
    changes.close();
    status.close();
  }
}
