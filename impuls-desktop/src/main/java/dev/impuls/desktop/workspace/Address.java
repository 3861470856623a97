package dev.impuls.desktop.workspace;

import dev.impuls.store.StoreAddress;
import java.net.URI;
import java.net.URISyntaxException;
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
    if (given.regionMatches(true, 0, "file:", 0, "file:".length())) {
      return file(given);
    }
    return StoreAddress.isServer(given)
        ? server(given)
        : new Directory(StoreAddress.requirePath(given));
  }

  private static Address file(String url) {
    try {
      return new Directory(Path.of(new URI(url)));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("it is no URL: " + e.getReason());
    }
  }

  /**
   * What a person gave as the address of a server, which need not begin with {@code http://}.
   *
   * @throws IllegalArgumentException if it is none; the message says why, for people, and does not
   *     repeat it
   */
  static Server server(String text) {
    String given = StoreAddress.normalized(text.strip());
    if (!StoreAddress.isServer(given)
        && (StoreAddress.isDatabase(given) || StoreAddress.looksLikeUrl(given))) {
      throw new IllegalArgumentException("it must begin with http:// or https://");
    }
    URI uri;
    try {
      uri = new URI(StoreAddress.isServer(given) ? given : "http://" + given);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("it is no URL: " + e.getReason());
    }
    String authority = uri.getRawAuthority();
    if (authority != null && authority.contains("@")) {
      throw new IllegalArgumentException("it must not have a password in it; use a key");
    }
    return new Server(uri);
  }
}
