package dev.impuls.desktop.run;

import dev.impuls.desktop.run.RunModel.Code;
import dev.impuls.desktop.state.StateDirectory;
import dev.impuls.desktop.ui.Notices;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.work.Work;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.invoke.InvocationResult;
import java.time.Clock;
import java.util.Optional;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.collections.ListChangeListener;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.BorderPane;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Runs a function: its event, what it answers, what it logs, and its last runs. As narrow as a side
 * bar, its parts stand one above the other; wide, side by side. For the UI thread.
 */
public final class RunPanel extends BorderPane {
  private static final Texts T = Texts.of(RunPanel.class);

  /** From here on there are two columns. */
  private static final double WIDE = 620;

  /** From here on there are three. */
  private static final double VERY_WIDE = 1000;

  private static final Duration BETWEEN_UPDATES = Duration.millis(100);

  private final RunTarget target;
  private final RunModel model;
  private final EventView event;
  private final RunBar bar;
  private final ResultView result;
  private final TabPane tabs = new TabPane();
  private final Tab resultTab;
  private final Tab logsTab;
  private final Tab runsTab;
  private final SplitPane split = new SplitPane();
  private final Timeline updates;
  private boolean back;
  private int columns;

  /**
   * One whose controls work as soon as it is in a window.
   *
   * @param state what the console remembers of the workspace: events and last runs are kept there
   */
  public RunPanel(
      Workspace workspace, Work work, Notices notices, StateDirectory state, RunTarget target) {
    this.target = target;
    model = new RunModel(workspace, work, state, target, Clock.systemUTC());
    event = new EventView(model, work, notices);
    bar = new RunBar(model, target, workspace.isRemote(), this::run);
    result = new ResultView(model, target, work, notices);
    updates = new Timeline(new KeyFrame(BETWEEN_UPDATES, _ -> update()));
    updates.setCycleCount(Animation.INDEFINITE);

    getStyleClass().add("run-panel");
    setMinWidth(0);
    resultTab = tab("result", T.get("tab.result"), result);
    var log = new LogView(model.logs());
    logsTab = tab("logs", T.get("tab.logs"), log);
    logsTab.setOnSelectionChanged(_ -> log.follow());
    runsTab = tab("runs", T.get("tab.runs"), new HistoryView(model, new OfRuns()));
    logsTab
        .textProperty()
        .bind(
            Bindings.createStringBinding(
                () ->
                    model.logs().isEmpty()
                        ? T.get("tab.logs")
                        : T.get("tab.logs.count", model.logs().size()),
                model.logs()));
    tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    tabs.setMinWidth(0);
    tabs.getTabs().addAll(resultTab, logsTab, runsTab);
    setTop(bar);
    setCenter(split);
    arrange(1);
    widthProperty().addListener((_, _, width) -> arrange(columns(width.doubleValue())));

    model.runningProperty().addListener((_, _, now) -> running(now));
    model.logs().addListener((ListChangeListener<Object>) _ -> showLogs());
    model.shownProperty().addListener((_, _, run) -> shown(run));
  }

  private static Tab tab(String id, String text, Node content) {
    var tab = new Tab(text, content);
    tab.setId("tab-" + id);
    return tab;
  }

  // ---- Layout ----

  private static int columns(double width) {
    return width >= VERY_WIDE ? 3 : width >= WIDE ? 2 : 1;
  }

  private void arrange(int wanted) {
    if (columns == wanted) {
      return;
    }
    columns = wanted;
    split.getItems().clear();
    split.setOrientation(wanted == 1 ? Orientation.VERTICAL : Orientation.HORIZONTAL);
    if (wanted == 3) {
      tabs.getTabs().remove(resultTab);
      resultTab.setContent(null);
      split.getItems().addAll(event, result, tabs);
      split.setDividerPositions(0.27, 0.64);
    } else {
      if (!tabs.getTabs().contains(resultTab)) {
        // The result was to be seen in a column of its own, and still is.
        resultTab.setContent(result);
        tabs.getTabs().addFirst(resultTab);
        tabs.getSelectionModel().select(resultTab);
      }
      split.getItems().addAll(event, tabs);
      split.setDividerPositions(wanted == 1 ? 0.3 : 0.4);
    }
  }

  // ---- Running ----

  /** Runs the function as it stands in its tab, unless it runs already. */
  public void run() {
    run(model.usual());
  }

  private void run(Code code) {
    if (model.runningProperty().get()) {
      return;
    }
    event.keep();
    event.check();
    model.run(event.text(), code);
  }

  /** Ends what runs, if something does. */
  public void cancel() {
    model.cancel();
  }

  /** Whether a run is under way. */
  public ReadOnlyBooleanProperty runningProperty() {
    return model.runningProperty();
  }

  /** Ends what runs and keeps the event; to be called when the function's tab is closed. */
  public void close() {
    model.cancel();
    updates.stop();
    event.keep();
  }

  private void running(boolean now) {
    if (now) {
      if (runsTab.isSelected()) {
        tabs.getSelectionModel().selectFirst();
      }
      back = false;
      bar.update();
      updates.playFromStart();
    } else {
      updates.stop();
    }
  }

  private void update() {
    model.update();
    bar.update();
  }

  /** While nothing is there to be seen of the result, what is logged shows. */
  private void showLogs() {
    boolean waiting = resultTab.isSelected();
    if (model.runningProperty().get() && !model.logs().isEmpty() && waiting) {
      tabs.getSelectionModel().select(logsTab);
      back = true;
    }
  }

  private void shown(@Nullable Run run) {
    if (run == null) {
      return;
    }
    InvocationResult ended = run.result();
    boolean hasFailed = ended != null && ended.error() != null;
    boolean elsewhere = tabs.getTabs().contains(resultTab) && logsTab.isSelected();
    if (elsewhere && (back || hasFailed)) { // Why it failed is what one wants to see next.
      tabs.getSelectionModel().select(resultTab);
    }
    back = false;
    if (ended != null && ended.error() != null) {
      String words = ErrorView.words(ended.error());
      Optional<StackPlaces.Place> failed = model.failedAt(run);
      failed.ifPresent(place -> target.showLine(place.line(), place.column(), words));
    }
  }

  private final class OfRuns implements HistoryView.Actions {
    @Override
    public void open(PastRun run) {
      Optional<Run> found = model.find(run);
      found.ifPresent(model::show);
      if (found.isPresent() && tabs.getTabs().contains(resultTab)) {
        tabs.getSelectionModel().select(resultTab);
      }
    }

    @Override
    public void runAgain(PastRun run) {
      if (!model.runningProperty().get()) {
        model.run(run.event(), model.usual());
      }
    }

    @Override
    public void useEvent(PastRun run) {
      event.show(run.event());
    }
  }
}
