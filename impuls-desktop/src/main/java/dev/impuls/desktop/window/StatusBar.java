package dev.impuls.desktop.window;

import dev.impuls.desktop.ui.Icons;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.work.Job;
import dev.impuls.desktop.work.Work;
import dev.impuls.desktop.workspace.Workspace;
import java.util.HashSet;
import java.util.Set;
import javafx.animation.PauseTransition;
import javafx.collections.ListChangeListener;
import javafx.concurrent.Task;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Duration;
import org.controlsfx.control.PopOver;
import org.controlsfx.control.TaskProgressView;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The foot of a window: which workspace, how it is, and what is under way. */
final class StatusBar extends HBox {
  private static final Texts T = Texts.of(StatusBar.class);

  /** What takes longer than that shows. */
  private static final Duration SHOWN_AFTER = Duration.millis(200);

  private final Work work;
  private final Set<Job<?>> shown = new HashSet<>();
  private final HBox running = new HBox();
  private final Label title = new Label();
  private final ProgressBar progress = new ProgressBar();
  private final Button more = new Button();

  StatusBar(Workspace workspace, Work work, Runnable showHealth) {
    this.work = work;
    getStyleClass().add("status-bar");
    setAlignment(Pos.CENTER_LEFT);

    var where =
        new Label(
            workspace.address().text(),
            Icons.of(workspace.isRemote() ? Feather.SERVER : Feather.FOLDER));
    where.setId("status-workspace");
    where.setTooltip(new Tooltip(workspace.address().text()));
    where.setMinWidth(60);
    var health = new Button();
    health.setId("status-health");
    health.getStyleClass().add("status-health");
    health.setOnAction(_ -> showHealth.run());
    health.setMinWidth(0);
    workspace.outageProperty().subscribe(_ -> showHealth(workspace, health));
    workspace.statusProperty().subscribe(_ -> showHealth(workspace, health));
    workspace.writableProperty().subscribe(_ -> showHealth(workspace, health));

    progress.setPrefWidth(120);
    progress.setAccessibleText(T.get("status.progress"));
    title.setId("status-work");
    title.setMinWidth(0);
    more.getStyleClass().add("status-health");
    more.setMinWidth(Region.USE_PREF_SIZE);
    more.setOnAction(_ -> showAll());
    Button cancel = Icons.button(Feather.X_CIRCLE, T.get("status.cancel"), this::cancel);
    cancel.setId("status-cancel");
    running.setAlignment(Pos.CENTER_RIGHT);
    running.getStyleClass().add("status-running");
    running.getChildren().addAll(title, progress, cancel, more);
    running.setMinWidth(0);
    running.setVisible(false);
    var space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    getChildren().addAll(where, health, space, running);
    work.running().addListener((ListChangeListener<Job<?>>) this::changed);
  }

  private static void showHealth(Workspace workspace, Button health) {
    String outage = workspace.outageProperty().get();
    boolean unknown = workspace.statusProperty().get() == null;
    boolean lost = !outage.isEmpty();
    health.setText(
        unknown
            ? T.get("status.asking")
            : lost
                ? T.get("status.lost", outage)
                : workspace.writableProperty().get()
                    ? T.get("status.well")
                    : T.get("status.read-only"));
    var dot = new Region();
    dot.getStyleClass()
        .addAll("status-dot", unknown ? "dot-unknown" : lost ? "dot-lost" : "dot-well");
    health.setGraphic(dot);
    health.setTooltip(new Tooltip(health.getText()));
  }

  // ---- What is under way ----

  private void changed(ListChangeListener.Change<? extends Job<?>> change) {
    while (change.next()) {
      for (Job<?> job : change.getAddedSubList()) {
        var pause = new PauseTransition(SHOWN_AFTER);
        pause.setOnFinished(
            _ -> {
              if (work.running().contains(job)) {
                shown.add(job);
                refresh();
              }
            });
        pause.play();
      }
      shown.removeAll(change.getRemoved());
    }
    refresh();
  }

  private @Nullable Job<?> first() {
    return work.running().stream().filter(shown::contains).findFirst().orElse(null);
  }

  private void refresh() {
    Job<?> first = first();
    title.textProperty().unbind();
    progress.progressProperty().unbind();
    running.setVisible(first != null);
    if (first != null) {
      title.textProperty().bind(first.titleProperty());
      progress.progressProperty().bind(first.progressProperty());
      int others = shown.size() - 1;
      more.setText(T.get("status.more", others));
      more.setVisible(others > 0);
      more.setManaged(others > 0);
    }
  }

  private void cancel() {
    Job<?> first = first();
    if (first != null) {
      first.cancel();
    }
  }

  private void showAll() {
    var all = new TaskProgressView<Task<?>>();
    all.setPrefSize(360, 240);
    shown.forEach(job -> all.getTasks().add(job));
    var over = new PopOver(all);
    over.setTitle(T.get("status.running"));
    over.setArrowLocation(PopOver.ArrowLocation.BOTTOM_RIGHT);
    over.show(more);
  }
}
