package dev.impuls.store.file;

import dev.impuls.store.BrokenFunctionException;
import dev.impuls.store.StoreUnavailableException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The directories themselves: makes them, and says in words what is wrong with them. */
final class DataDirectory {
  private final Layout layout;

  DataDirectory(Layout layout) {
    this.layout = layout;
  }

  /**
   * Makes what is not there yet.
   *
   * @throws IOException if there is no directory to read and none can be made; one that takes no
   *     writes is fine
   */
  void make(FileOperations files) throws IOException {
    try {
      Path parent = layout.root().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      for (Path directory :
          List.of(layout.root(), layout.functions, layout.metadata, layout.code)) {
        if (!Files.isDirectory(directory)) {
          files.createDirectory(directory);
          files.sync(List.of(Objects.requireNonNull(directory.getParent())));
        }
      }
    } catch (IOException e) {
      if (!Files.isDirectory(layout.metadata)) {
        throw e;
      }
    }
    for (Path directory : List.of(layout.metadata, layout.code)) {
      if (Files.isSymbolicLink(directory)) {
        throw new FileSystemException(
            layout.shown(directory), null, "is a symbolic link, which is not followed");
      }
    }
    if (!Files.isReadable(layout.metadata)) {
      throw new AccessDeniedException(layout.metadata.toString());
    }
  }

  boolean isWritable() {
    return Stream.of(layout.functions, layout.metadata, layout.code).allMatch(Files::isWritable);
  }

  /** Why the directory cannot be read, or null if it can. */
  @Nullable String outage() {
    String shown = layout.shown(layout.metadata);
    if (!Files.isDirectory(layout.metadata, LinkOption.NOFOLLOW_LINKS)) {
      return "the directory " + shown + " is not there";
    }
    if (!Files.isReadable(layout.metadata) || !Files.isExecutable(layout.metadata)) {
      return "the directory " + shown + " cannot be read: permission denied";
    }
    return null;
  }

  void requireReachable() {
    String outage = outage();
    if (outage != null) {
      throw new StoreUnavailableException(
          "The store in " + layout.root() + " cannot be used: " + outage, null);
    }
  }

  BrokenFunctionException broken(String name, BrokenRecordException e) {
    return new BrokenFunctionException(name, layout.shown(e.file()), e.problem());
  }

  /**
   * @param what what failed, such as {@code Writing the function "hello" failed}
   */
  StoreUnavailableException unavailable(String what, IOException e) {
    return new StoreUnavailableException(what + ": " + words(e), e);
  }

  private String words(IOException e) {
    String file =
        e instanceof FileSystemException f
                && f.getFile() != null
                && !Path.of(f.getFile()).equals(layout.root())
            ? layout.shown(Path.of(f.getFile())) + ": "
            : "";
    return switch (e) {
      case AccessDeniedException f when f.getReason() == null -> file + "permission denied";
      case NoSuchFileException f -> file + "there is no such file or directory";
      case FileAlreadyExistsException f ->
          file
              + (Files.isSymbolicLink(Path.of(f.getFile()))
                  ? "is a symbolic link, which is not followed"
                  : "is there, but is no directory");
      case DirectoryNotEmptyException f -> file + "is a directory, and not empty";
      case FileSystemException f when f.getReason() != null -> file + f.getReason();
      case ClosedByInterruptException f -> "it was interrupted";
      case IOException f when f.getMessage() != null -> f.getMessage();
      default -> "the disk gave no reason (" + e.getClass().getSimpleName() + ")";
    };
  }
}
