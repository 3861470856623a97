package dev.impuls.desktop.move;

import dev.impuls.desktop.ui.Texts;
import dev.impuls.transfer.ExportFormat;
import java.io.File;
import java.nio.file.Path;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.FileChooser.ExtensionFilter;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/** The dialogs of the operating system. */
final class SystemChooser implements Chooser {
  private static final Texts T = Texts.of(SystemChooser.class);

  @Override
  public @Nullable Path file(Window owner, String title) {
    var chooser = new FileChooser();
    chooser.setTitle(title);
    chooser
        .getExtensionFilters()
        .addAll(
            new ExtensionFilter(
                T.get("chooser.functions"), "*.json", "*.zip", "*.tar.gz", "*.tgz", "*.tar"),
            new ExtensionFilter(T.get("chooser.all"), "*.*"));
    return path(chooser.showOpenDialog(owner));
  }

  @Override
  public @Nullable Path directory(Window owner, String title) {
    var chooser = new DirectoryChooser();
    chooser.setTitle(title);
    return path(chooser.showDialog(owner));
  }

  @Override
  public @Nullable Path newFile(Window owner, String title, String name, ExportFormat format) {
    var chooser = new FileChooser();
    chooser.setTitle(title);
    chooser.setInitialFileName(name);
    chooser
        .getExtensionFilters()
        .add(
            new ExtensionFilter(
                T.get("format." + ExportForm.of(format).key()), "*" + format.extension()));
    return path(chooser.showSaveDialog(owner));
  }

  private static @Nullable Path path(@Nullable File file) {
    return file == null ? null : file.toPath();
  }
}
