package dev.impuls.desktop.ui;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.FileChooser.ExtensionFilter;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/** Asks for files and directories; answers null if nothing was chosen. For the UI thread. */
public interface FileChoice {
  /** A file that is there. */
  @Nullable Path file(Window owner, String title, List<ExtensionFilter> kinds);

  /** A directory. */
  @Nullable Path directory(Window owner, String title);

  /**
   * A file that is to be written.
   *
   * @param name what it may be called
   */
  @Nullable Path newFile(Window owner, String title, String name, List<ExtensionFilter> kinds);

  /** By the dialogs of the operating system. */
  static FileChoice ofSystem() {
    return new FileChoice() {
      @Override
      public @Nullable Path file(Window owner, String title, List<ExtensionFilter> kinds) {
        return path(chooser(title, kinds).showOpenDialog(owner));
      }

      @Override
      public @Nullable Path directory(Window owner, String title) {
        var chooser = new DirectoryChooser();
        chooser.setTitle(title);
        return path(chooser.showDialog(owner));
      }

      @Override
      public @Nullable Path newFile(
          Window owner, String title, String name, List<ExtensionFilter> kinds) {
        FileChooser chooser = chooser(title, kinds);
        chooser.setInitialFileName(name);
        return path(chooser.showSaveDialog(owner));
      }

      private static FileChooser chooser(String title, List<ExtensionFilter> kinds) {
        var chooser = new FileChooser();
        chooser.setTitle(title);
        chooser.getExtensionFilters().addAll(kinds);
        return chooser;
      }

      private static @Nullable Path path(@Nullable File file) {
        return file == null ? null : file.toPath();
      }
    };
  }
}
