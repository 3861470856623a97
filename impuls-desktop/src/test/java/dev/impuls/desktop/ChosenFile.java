package dev.impuls.desktop;

import dev.impuls.desktop.ui.FileChoice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.stage.FileChooser.ExtensionFilter;
import javafx.stage.Window;

/** Answers the same whatever is asked: there is nobody to choose. */
public record ChosenFile(Path path) implements FileChoice {
  @Override
  public Path file(Window owner, String title, List<ExtensionFilter> kinds) {
    return path;
  }

  @Override
  public Path directory(Window owner, String title) {
    return path;
  }

  @Override
  public Path newFile(Window owner, String title, String name, List<ExtensionFilter> kinds) {
    return Files.isDirectory(path) ? path.resolve(name) : path;
  }
}
