package dev.impuls.desktop.move;

import atlantafx.base.theme.Styles;
import dev.impuls.desktop.ui.FileChoice;
import dev.impuls.desktop.ui.Icons;
import dev.impuls.desktop.ui.Notices;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.work.Work;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import dev.impuls.store.file.FoundDirectory;
import dev.impuls.transfer.Source;
import dev.impuls.transfer.TransferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser.ExtensionFilter;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** Imports the functions of a file or of a data directory, after a preview. */
public final class ImportDialog {
  private static final Texts T = Texts.of(ImportDialog.class);

  private final Workspace workspace;
  private final Work work;
  private final Notices notices;
  private final Runnable imported;
  private final FileChoice files;

  /**
   * @param files asks what
   * @param imported called when something may have been changed
   */
  public ImportDialog(
      Workspace workspace, Work work, Notices notices, FileChoice files, Runnable imported) {
    this.workspace = workspace;
    this.work = work;
    this.notices = notices;
    this.imported = imported;
    this.files = files;
  }

  /**
   * Shows it.
   *
   * @param file what to import, a file or a data directory; null to ask
   */
  public void show(Window owner, @Nullable Path file) {
    var model = new ImportModel(workspace, work, false, imported);
    if (file != null) {
      open(model, file);
    }
    new ImportWindow(model, notices)
        .show(owner, T.get("import.title", workspace.address().title()), choosing(model));
  }

  private static List<ExtensionFilter> kinds() {
    return List.of(
        new ExtensionFilter(
            T.get("chooser.functions"), "*.json", "*.zip", "*.tar.gz", "*.tgz", "*.tar"),
        new ExtensionFilter(T.get("chooser.all"), "*.*"));
  }

  private void open(ImportModel model, @Nullable Path file) {
    if (file != null) {
      model.open(file.toString(), () -> source(file));
    }
  }

  private static Source source(Path file) throws IOException, TransferException {
    if (!Files.isDirectory(file)) {
      return Source.of(file);
    }
    FoundDirectory found = FoundDirectory.at(file);
    return switch (found.kind()) {
      case STORE, INSIDE_OF_STORE, UNREADABLE ->
          Source.owning(FileFunctionStore.open(new FileStoreSettings(found.store(), false)));
      case EMPTY_OR_ABSENT, NOT_EMPTY, OTHER_FUNCTIONS ->
          throw new TransferException(T.get("import.foreign"));
    };
  }

  private Node choosing(ImportModel model) {
    var file = new Button(T.get("import.file"), Icons.of(Feather.FILE));
    file.setId("import-file");
    file.getStyleClass().add(Styles.ACCENT);
    var directory = new Button(T.get("import.directory"), Icons.of(Feather.FOLDER));
    directory.setId("import-directory");
    var text = new Label(T.get("import.what"));
    text.setWrapText(true);
    text.getStyleClass().add("muted");
    var buttons = new HBox(file, directory);
    buttons.setAlignment(Pos.CENTER);
    buttons.getStyleClass().add("move-buttons");
    var choosing = new VBox(Icons.of(Feather.DOWNLOAD), text, buttons);
    choosing.getStyleClass().add("move-choosing");
    file.setOnAction(
        _ -> open(model, files.file(window(file), T.get("import.file.title"), kinds())));
    directory.setOnAction(
        _ -> open(model, files.directory(window(file), T.get("import.directory.title"))));
    choosing.setOnDragOver(
        event -> {
          if (dragged(event) != null) {
            event.acceptTransferModes(TransferMode.COPY);
          }
          event.consume();
        });
    choosing.setOnDragDropped(
        event -> {
          open(model, dragged(event));
          event.setDropCompleted(true);
          event.consume();
        });
    return choosing;
  }

  private static Window window(Node node) {
    return node.getScene().getWindow();
  }

  private static @Nullable Path dragged(DragEvent event) {
    return event.getDragboard().hasFiles()
        ? event.getDragboard().getFiles().getFirst().toPath()
        : null;
  }
}
