package dev.impuls.desktop.window;

import atlantafx.base.theme.Styles;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.work.Job;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/** What a window shows before there is a workspace: what is waited for, and how to give it up. */
final class WaitingPane extends VBox {
  private static final Texts T = Texts.of(WaitingPane.class);
  private static final Duration SHOWN_AFTER = Duration.millis(200);

  private final Label title = new Label();
  private final Button cancel = new Button(T.get("waiting.cancel"));

  WaitingPane() {
    var bar = new ProgressBar(ProgressBar.INDETERMINATE_PROGRESS);
    bar.setAccessibleText(T.get("status.progress"));
    title.setWrapText(true);
    cancel.setId("waiting-cancel");
    getChildren().addAll(title, bar, cancel);
    getStyleClass().addAll("waiting", Styles.ELEVATED_2);
    setAlignment(Pos.CENTER);
    setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
    setVisible(false);
  }

  /** Shows what is waited for, unless it is there at once. */
  void show(Job<?> job) {
    title.setText(job.getTitle());
    cancel.setOnAction(_ -> job.cancel());
    var pause = new PauseTransition(SHOWN_AFTER);
    pause.setOnFinished(_ -> setVisible(job.isRunning()));
    pause.play();
    job.runningProperty()
        .subscribe(
            running -> {
              if (!running) {
                setVisible(false);
              }
            });
  }
}
