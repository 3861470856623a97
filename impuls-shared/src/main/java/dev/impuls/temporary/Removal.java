package dev.impuls.temporary;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Removes files and directories. Symbolic links are removed themselves and never followed. */
public final class Removal {
  /** Far deeper than any directory of Impuls; also bounds the descriptors that are open at once. */
  static final int MAX_DEPTH = 100;

  private Removal() {}

  /**
   * Removes a file, or a directory with all that is in it; fine if there is none. Only for what the
   * caller made itself.
   *
   * @throws IOException if something in it cannot be removed, or is nested deeper than {@link
   *     #MAX_DEPTH} directories
   */
  public static void remove(Path path) throws IOException {
    Path file = path.toAbsolutePath();
    if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(file);
      return;
    }
    Path parent = Objects.requireNonNull(file.getParent(), "the root is never removed");
    try (DirectoryStream<Path> siblings = Files.newDirectoryStream(parent)) {
      if (siblings instanceof SecureDirectoryStream<Path> secure) {
        remove(secure, file, 0);
      } else {
        Files.walkFileTree(file, new Remover());
      }
    }
  }

  /** Removes all that is in a directory but the file of that name. */
  static void clear(Path directory, String kept) throws IOException {
    for (Path entry : entries(directory)) {
      if (!entry.getFileName().toString().equals(kept)) {
        remove(entry);
      }
    }
  }

  /** What is in a directory. */
  static List<Path> entries(Path directory) throws IOException {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      return entries(stream);
    }
  }

  private static List<Path> entries(DirectoryStream<Path> stream) throws IOException {
    var entries = new ArrayList<Path>();
    try {
      stream.forEach(entries::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return entries;
  }

  /** Goes by the open directory and not by its path, in which a link may take a name's place. */
  private static void remove(SecureDirectoryStream<Path> parent, Path path, int depth)
      throws IOException {
    if (depth > MAX_DEPTH) {
      throw new IOException(
          path + " is not removed: it is nested deeper than " + MAX_DEPTH + " directories");
    }
    Path name = path.getFileName();
    try {
      if (isDirectory(parent, name)) {
        try (SecureDirectoryStream<Path> directory =
            parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
          for (Path entry : entries(directory)) {
            remove(directory, path.resolve(entry.getFileName()), depth + 1);
          }
        }
        parent.deleteDirectory(name);
      } else {
        parent.deleteFile(name);
      }
    } catch (NoSuchFileException e) {
      // Another process that removes the same was first.
    }
  }

  private static boolean isDirectory(SecureDirectoryStream<Path> parent, Path name)
      throws IOException {
    return parent
        .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes()
        .isDirectory();
  }

  /** For systems whose directories cannot be held open, such as Windows. */
  private static final class Remover extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws IOException {
      if (attributes.isOther()) { // A junction, which is a link.
        Files.deleteIfExists(directory);
        return FileVisitResult.SKIP_SUBTREE;
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
