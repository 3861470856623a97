package dev.impuls.store.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * The primitive steps every change of a directory is made of. Each one either happens or throws;
 * what it throws says nothing of whether it happened.
 */
interface FileOperations {

  /** Makes a directory with the store's mode; fine if there is one. */
  void createDirectory(Path directory) throws IOException;

  /** Makes an empty file with the store's mode; fine if there is a file. */
  void createFile(Path file) throws IOException;

  /**
   * Writes a new file with the store's mode and that modification time, in place of one that may be
   * there. It is on the disk only when it was synced.
   */
  void write(Path file, byte[] content, Instant modified) throws IOException;

  /** Gives a file another modification time. */
  void setTime(Path file, Instant modified) throws IOException;

  /** Renames atomically, over what may be there. */
  void move(Path from, Path to) throws IOException;

  /** Removes a file or an empty directory; fine if there is none. */
  void delete(Path path) throws IOException;

  /**
   * Waits until the content of these files, and the names in these directories, are on the disk.
   * All at once costs about as much as one.
   */
  void sync(List<Path> paths) throws IOException;
}
