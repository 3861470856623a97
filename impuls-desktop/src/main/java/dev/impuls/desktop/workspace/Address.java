package dev.impuls.desktop.workspace;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where a workspace is. */
public sealed interface Address {

  /** A data directory of this machine, by its absolute path. */
  record Directory(Path path) implements Address {
    public Directory {
      path = path.toAbsolutePath().normalize();
    }

    @Override
    public String text() {
      return path.toString();
    }

    @Override
    public String title() {
      Path last = path.getFileName();
      return last == null ? text() : last.toString();
    }
  }

  /** A server, by its URL. */
  record Server(URI uri) implements Address {
    @Override
    public String text() {
      return uri.toString();
    }

    @Override
    public String title() {
      return uri.getAuthority();
    }
  }

  /** The path or URL. */
  String text();

  /** A short name for people. */
  String title();

  /**
   * What a person or a script gave as an address.
   *
   * @throws IllegalArgumentException if it is none; the message says why, for people
   */
  static Address parse(String text) {
    String given = text.strip();
    if (given.isEmpty()) {
      throw new IllegalArgumentException("it is empty");
    }
    try {
      if (given.matches("(?i)file:.*")) {
        return new Directory(Path.of(URI.create(given)));
      }
      if (given.matches("(?i)https?:.*")) {
        return new Server(URI.create(given));
      }
      if (given.matches("(?i)[a-z][a-z0-9+.-]+://.*")) {
        throw new IllegalArgumentException(
            "it must be a directory, or begin with http:// or https://");
      }
      return new Directory(Path.of(given));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
