package dev.impuls.transfer;

import dev.impuls.function.Function;
import dev.impuls.function.Runtimes;
import dev.impuls.store.file.RecordFile;
import dev.impuls.temporary.Removal;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files with the code of functions. They are written beside where they are to go, and moved there
 * in the end, so that all of them come or none.
 */
final class CodeFiles implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CodeFiles.class);

  private final Path directory;
  private final Path part;
  private final List<String> names = new ArrayList<>();

  CodeFiles(Path directory) throws IOException {
    this.directory = directory;
    this.part = Temporary.directoryIn(directory, ".impuls-export-");
  }

  /** Where they are until then. */
  Path part() {
    return part;
  }

  void add(Function function) throws IOException, TransferException {
    RecordFile code = code(function);
    String name = function.name() + "." + Runtimes.extension(function.runtime());
    Path file = part.resolve(name);
    try {
      Files.write(file, code.content(), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new TransferException(
          "The functions \""
              + function.name()
              + "\" and another one that differs in case alone cannot both be files here");
    }
    Files.setLastModifiedTime(file, FileTime.from(code.modified()));
    names.add(name);
  }

  private static RecordFile code(Function function) throws TransferException {
    try {
      return RecordFile.of(function).getLast();
    } catch (IllegalArgumentException e) {
      throw new TransferException(
          "The function \"" + function.name() + "\" cannot be a file: " + Reasons.of(e));
    }
  }

  /**
   * Returns how many there are.
   *
   * @throws TransferException if a directory has the name of one
   */
  int moveInPlace(boolean replaces) throws IOException, TransferException, ExistingFilesException {
    List<String> there =
        names.stream()
            .filter(name -> Files.exists(directory.resolve(name), LinkOption.NOFOLLOW_LINKS))
            .toList();
    for (String name : there) {
      if (Files.isDirectory(directory.resolve(name))) {
        throw new TransferException(
            "\""
                + name
                + "\" is a directory in "
                + directory
                + ": give it another name, or export to another directory");
      }
    }
    if (!there.isEmpty() && !replaces) {
      throw new ExistingFilesException(there);
    }
    // Not among what is deleted when the process ends: what was there may be nowhere else.
    Path replaced = Files.createTempDirectory(directory, ".impuls-replaced-");
    int moved = moveAll(there, replaced);
    try {
      Removal.remove(replaced);
    } catch (IOException e) {
      log.warn("{} with the files that were replaced cannot be removed", replaced, e);
    }
    return moved;
  }

  private int moveAll(List<String> there, Path replaced) throws IOException {
    int moved = 0;
    try {
      for (String name : names) {
        if (there.contains(name)) {
          Files.move(directory.resolve(name), replaced.resolve(name));
        }
        moved++;
        Files.move(part.resolve(name), directory.resolve(name));
      }
      return moved;
    } catch (IOException e) {
      throw takeBack(names.subList(0, moved), replaced, e);
    }
  }

  private IOException takeBack(List<String> moved, Path replaced, IOException failure) {
    var left = new ArrayList<String>();
    for (String name : moved) {
      try {
        if (!Files.exists(part.resolve(name))) {
          Files.deleteIfExists(directory.resolve(name));
        }
        if (Files.exists(replaced.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
          Files.move(replaced.resolve(name), directory.resolve(name));
        }
      } catch (IOException e) {
        failure.addSuppressed(e);
        left.add(name);
      }
    }
    if (!left.isEmpty()) {
      return new IOException(
          "After a failure ("
              + Reasons.of(failure)
              + ") not all could be put back: what was "
              + String.join(", ", left)
              + " is in "
              + replaced,
          failure);
    }
    try {
      Files.deleteIfExists(replaced);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  @Override
  public void close() throws IOException {
    Temporary.delete(part);
  }
}
