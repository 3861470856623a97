package dev.impuls.desktop.move;

import dev.impuls.desktop.move.ImportModel.Phase;
import dev.impuls.desktop.ui.Notices;
import dev.impuls.desktop.ui.Questions;
import dev.impuls.desktop.ui.Texts;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.stage.Window;

/** The window of an import: what it shows, a button that begins it, and one that ends it. */
final class ImportWindow {
  private static final Texts T = Texts.of(ImportWindow.class);
  private static final double WIDTH = 760;
  private static final double HEIGHT = 520;

  private final ImportModel model;
  private final ImportTexts texts;
  private final Notices notices;

  ImportWindow(ImportModel model, Notices notices) {
    this.model = model;
    this.texts = new ImportTexts(model);
    this.notices = notices;
  }

  /** Shows it. */
  void show(Window owner, String title, Node choosing) {
    var view = new ImportView(model, texts, choosing);
    view.setPrefSize(WIDTH, HEIGHT);
    Dialog<ButtonType> dialog = Questions.dialog(owner, title, view);
    var begin = new ButtonType("", ButtonData.OK_DONE);
    var end = new ButtonType("", ButtonData.CANCEL_CLOSE);
    dialog.getDialogPane().getButtonTypes().addAll(begin, end);
    begins((Button) dialog.getDialogPane().lookupButton(begin));
    ends((Button) dialog.getDialogPane().lookupButton(end));
    dialog.getDialogPane().getStyleClass().add("move-dialog");
    dialog.setOnCloseRequest(
        event -> {
          if (model.phaseProperty().get() == Phase.RUNNING) {
            event.consume(); // It closes what it came to first.
            model.cancel();
          }
        });
    dialog.setOnHidden(_ -> model.close());
    StringBinding result = texts.result();
    result.subscribe(text -> tell(text));
    dialog.getDialogPane().getProperties().put(this, result); // Or nobody would hold it.
    dialog.show();
  }

  private void tell(String result) {
    if (!result.isEmpty() && !texts.isTroubled()) {
      notices.done(result);
    }
  }

  private void begins(Button button) {
    StringBinding reason = texts.reason();
    button.setId("move-begin");
    ButtonBar.setButtonUniformSize(button, false);
    button.setMinWidth(Button.USE_PREF_SIZE);
    button.textProperty().bind(texts.button());
    button.disableProperty().bind(Bindings.isNotEmpty(reason));
    button.accessibleHelpProperty().bind(reason);
    button.visibleProperty().bind(model.phaseProperty().isNotEqualTo(Phase.DONE));
    button.managedProperty().bind(button.visibleProperty());
    button.addEventFilter(
        ActionEvent.ACTION,
        event -> {
          event.consume();
          model.run();
        });
  }

  private void ends(Button button) {
    button.setId("move-end");
    button
        .textProperty()
        .bind(
            model
                .phaseProperty()
                .map(phase -> T.get(phase == Phase.DONE ? "dialog.close" : "dialog.cancel")));
  }
}
