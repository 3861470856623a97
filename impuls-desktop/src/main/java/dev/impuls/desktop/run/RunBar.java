package dev.impuls.desktop.run;

import atlantafx.base.theme.Styles;
import dev.impuls.desktop.run.RunModel.Code;
import dev.impuls.desktop.ui.Icons;
import dev.impuls.desktop.ui.Texts;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.SplitMenuButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Run and Cancel, and which code it is that runs. */
final class RunBar extends VBox {
  private static final Texts T = Texts.of(RunBar.class);

  private static final KeyCombination KEY =
      new KeyCodeCombination(KeyCode.ENTER, KeyCombination.SHORTCUT_DOWN);

  private final RunModel model;
  private final RunTarget target;
  private final boolean remote;
  private final SplitMenuButton run = new SplitMenuButton();
  private final MenuItem saved = new MenuItem(T.get("run.saved"));
  private final MenuItem unsaved = new MenuItem(T.get("run.unsaved"));
  private final Label elapsed = new Label();
  private final Label note = new Label();

  /**
   * @param remote whether saved code runs on a server
   * @param action runs the code that was chosen
   */
  RunBar(RunModel model, RunTarget target, boolean remote, Consumer<Code> action) {
    this.model = model;
    this.target = target;
    this.remote = remote;
    getStyleClass().add("run-top");

    run.setId("run");
    run.setGraphic(Icons.of(Feather.PLAY));
    run.getStyleClass().add(Styles.ACCENT);
    run.setMinWidth(USE_PREF_SIZE);
    run.setTooltip(new Tooltip(T.get("run.hint", KEY.getDisplayText())));
    run.setOnAction(_ -> action.accept(model.usual()));
    saved.setOnAction(_ -> action.accept(Code.SAVED));
    unsaved.setOnAction(_ -> action.accept(Code.EDITED));
    run.getItems().addAll(unsaved, saved);
    run.disableProperty().bind(model.runningProperty().or(model.loadedProperty().not()));

    var cancel = new Button(T.get("run.cancel"), Icons.of(Feather.STOP_CIRCLE));
    cancel.setId("cancel");
    cancel.setMinWidth(USE_PREF_SIZE);
    cancel.setOnAction(_ -> model.cancel());
    cancel.disableProperty().bind(model.runningProperty().not());

    var indicator = new ProgressIndicator();
    indicator.getStyleClass().add("run-indicator");
    elapsed.setId("elapsed");
    elapsed.setGraphic(indicator);
    elapsed.visibleProperty().bind(model.runningProperty());
    elapsed.setMinWidth(USE_PREF_SIZE);

    var buttons = new HBox(run, cancel, elapsed);
    buttons.getStyleClass().add("run-bar");
    buttons.setAlignment(Pos.CENTER_LEFT);

    note.setId("run-note");
    note.getStyleClass().add("run-note");
    note.setWrapText(true);
    note.setMinHeight(USE_PREF_SIZE);
    note.visibleProperty().bind(note.textProperty().isNotEmpty());
    note.managedProperty().bind(note.visibleProperty());
    getChildren().addAll(buttons, note);

    model.refusalProperty().subscribe(_ -> describe());
    target.unsavedProperty().subscribe(_ -> describe());
  }

  private void describe() {
    boolean edited = target.unsavedProperty().get();
    run.setText(edited ? T.get("run.unsaved") : T.get("run.run"));
    unsaved.setDisable(!edited);
    String refusal = model.refusalProperty().get();
    note.getStyleClass().removeAll("problem", "muted");
    note.getStyleClass().add(refusal.isEmpty() ? "muted" : "problem");
    if (!refusal.isEmpty()) {
      note.setText(refusal);
    } else if (edited) {
      note.setText(remote ? T.get("run.note.remote") : T.get("run.note"));
    } else {
      note.setText("");
    }
  }

  /** Says how long it takes by now. */
  void update() {
    elapsed.setText(Words.passing(model.elapsed()));
  }
}
