package dev.impuls.desktop.move;

import dev.impuls.transfer.ExportFormat;
import java.nio.file.Path;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/** Asks for files and directories; answers null if nothing was chosen. */
interface Chooser {
  /** A file that is to be imported. */
  @Nullable Path file(Window owner, String title);

  /** A directory. */
  @Nullable Path directory(Window owner, String title);

  /**
   * A file that is to be written.
   *
   * @param name what it may be called
   */
  @Nullable Path newFile(Window owner, String title, String name, ExportFormat format);
}
