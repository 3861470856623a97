package dev.impuls.desktop.move;

import dev.impuls.desktop.ui.FileChoice;
import dev.impuls.desktop.ui.Notices;
import dev.impuls.desktop.ui.Questions;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.work.Work;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.transfer.ExportFormat;
import java.nio.file.Path;
import java.util.List;
import javafx.application.Platform;
import javafx.event.ActionEvent;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.stage.FileChooser.ExtensionFilter;
import javafx.stage.Window;

/** Exports functions to a file, or their code to files. */
public final class ExportDialog {
  private static final Texts T = Texts.of(ExportDialog.class);

  private final Workspace workspace;
  private final Work work;
  private final Notices notices;
  private final FileChoice files;

  /**
   * @param files asks where to
   */
  public ExportDialog(Workspace workspace, Work work, Notices notices, FileChoice files) {
    this.workspace = workspace;
    this.work = work;
    this.notices = notices;
    this.files = files;
  }

  /**
   * Shows it.
   *
   * @param names of the functions; empty for all
   */
  public void show(Window owner, List<String> names) {
    var model = new ExportModel(workspace, work, names);
    Dialog<ButtonType> dialog = Questions.dialog(owner, model.title(), new ExportView(model));
    var begin = new ButtonType("", ButtonData.OK_DONE);
    var end = new ButtonType("", ButtonData.CANCEL_CLOSE);
    dialog.getDialogPane().getButtonTypes().addAll(begin, end);
    begins(model, (Button) dialog.getDialogPane().lookupButton(begin));
    var ends = (Button) dialog.getDialogPane().lookupButton(end);
    ends.setId("export-end");
    ends.textProperty()
        .bind(
            model
                .exportedProperty()
                .map(_ -> T.get("dialog.close"))
                .orElse(T.get("dialog.cancel")));
    dialog.setOnCloseRequest(
        event -> {
          if (model.runningProperty().get() != null) {
            event.consume(); // It shows what it came to first.
            model.cancel();
          }
        });
    dialog.setOnHidden(_ -> model.cancel());
    model
        .exportedProperty()
        .subscribe(
            exported -> {
              if (exported != null && exported.report().unreadable().isEmpty()) {
                notices.done(
                    T.get("export.done", exported.report().functions(), exported.target()));
              }
            });
    Runnable fit = () -> Platform.runLater(() -> fit(dialog));
    model.runningProperty().subscribe(fit);
    model.exportedProperty().subscribe(fit);
    dialog.show();
  }

  /** As high as what it shows now. */
  private static void fit(Dialog<ButtonType> dialog) {
    if (dialog.isShowing()) {
      dialog.getDialogPane().getScene().getWindow().sizeToScene();
    }
  }

  private void begins(ExportModel model, Button button) {
    button.setId("export-begin");
    button
        .textProperty()
        .bind(
            model
                .existingProperty()
                .map(there -> T.get(there.isEmpty() ? "export.choose" : "export.replace")));
    button.disableProperty().bind(model.runningProperty().isNotNull());
    button.visibleProperty().bind(model.exportedProperty().isNull());
    button.managedProperty().bind(button.visibleProperty());
    button.addEventFilter(
        ActionEvent.ACTION,
        event -> {
          event.consume();
          if (model.existingProperty().get().isEmpty()) {
            choose(model, button.getScene().getWindow());
          } else {
            model.replace();
          }
        });
  }

  private void choose(ExportModel model, Window owner) {
    ExportFormat format = model.formProperty().get().format();
    if (format == null) {
      Path directory = files.directory(owner, T.get("export.directory.title"));
      if (directory != null) {
        model.toDirectory(directory);
      }
      return;
    }
    Path file =
        files.newFile(
            owner,
            model.title(),
            model.fileName(format),
            List.of(
                new ExtensionFilter(
                    T.get("format." + ExportForm.of(format).key()), "*" + format.extension())));
    if (file != null) {
      model.toFile(file);
    }
  }
}
