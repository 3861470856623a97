package dev.impuls.store.file;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is at a path somebody named as a data directory, before anything is written there.
 *
 * @param path the absolute path
 * @param kind what is there
 * @param store the data directory it is the inside of, or else the path itself
 */
public record FoundDirectory(Path path, Kind kind, Path store) {
  /** What a directory is to a store. */
  public enum Kind {
    /** A data directory: its directory {@code functions} is a store's, or empty. */
    STORE,
    /** Nothing at all, or nothing but hidden files and {@code lost+found}. */
    EMPTY_OR_ABSENT,
    /** The directory {@code functions} of a data directory, or one below that. */
    INSIDE_OF_STORE,
    /** A directory with other things in it, among which a store could be made. */
    NOT_EMPTY,
    /** A directory whose directory {@code functions} has other things in it than a store's. */
    OTHER_FUNCTIONS,
    /** No directory, or one that cannot be listed; opening it as a store says why. */
    UNREADABLE
  }

  /** Looks at a path; links are followed. */
  public static FoundDirectory at(Path named) {
    Path path = named.toAbsolutePath().normalize();
    try {
      Path around = storeAround(real(path));
      boolean isStore = Files.isDirectory(new Layout(path).metadata);
      return around == null || isStore
          ? new FoundDirectory(path, kind(path), path)
          : new FoundDirectory(path, Kind.INSIDE_OF_STORE, around);
    } catch (IOException | DirectoryIteratorException e) {
      // Whoever opens it is told the same, in the store's words.
      return new FoundDirectory(path, Kind.UNREADABLE, path);
    }
  }

  private static Kind kind(Path path) throws IOException {
    var layout = new Layout(path);
    if (Files.isDirectory(layout.functions)) {
      return Files.isDirectory(layout.metadata)
              || hasNothingBut(String.valueOf(layout.code.getFileName()), layout.functions)
          ? Kind.STORE
          : Kind.OTHER_FUNCTIONS;
    }
    return !Files.exists(path) || hasNothingBut("lost+found", path)
        ? Kind.EMPTY_OR_ABSENT
        : Kind.NOT_EMPTY;
  }

  /** Without links, as far as it is there. */
  private static Path real(Path path) throws IOException {
    Path parent = path.getParent();
    return parent == null || Files.exists(path)
        ? path.toRealPath()
        : real(parent).resolve(parent.relativize(path));
  }

  private static @Nullable Path storeAround(Path path) {
    for (Path each = path; each != null; each = each.getParent()) {
      Path parent = each.getParent();
      if (parent != null && each.endsWith(Layout.FUNCTIONS)) {
        var layout = new Layout(parent);
        boolean metadata = Files.isDirectory(layout.metadata);
        boolean code = Files.isDirectory(layout.code);
        // Further up, one of the two alone may well be a directory of somebody's sources.
        if (each.equals(path) ? metadata || code : metadata && code) {
          return parent;
        }
      }
    }
    return null;
  }

  /** Whether nothing is to be seen there, but for that name. */
  private static boolean hasNothingBut(String allowed, Path directory) throws IOException {
    try (var files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (!name.startsWith(".") && !name.equals(allowed)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Why no store is made there unasked and what to do, for people; null if it may be opened. */
  public @Nullable String refusal() {
    return switch (kind) {
      case STORE, EMPTY_OR_ABSENT, UNREADABLE -> null;
      case INSIDE_OF_STORE -> path + " is the inside of a data directory; name " + store;
      case NOT_EMPTY ->
          path
              + " is not empty and no data directory; choose another, or create the directory "
              + new Layout(path).functions
              + " to make it one";
      case OTHER_FUNCTIONS ->
          path
              + " is no data directory, and cannot be made one: "
              + new Layout(path).functions
              + " is not empty, and no store's; choose another";
    };
  }
}
