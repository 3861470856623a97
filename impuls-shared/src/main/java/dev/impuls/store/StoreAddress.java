package dev.impuls.store;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Tells URLs from paths in what people write as the address of a store. Schemes are the same in
 * upper and lower case; a path that looks like a URL needs {@code ./} in front. No message repeats
 * what was written, which may have a password in it.
 */
public final class StoreAddress {
  private static final String JDBC = "jdbc:postgresql:";

  /** What the words begin with that URLs of servers and databases begin with, misspelt or not. */
  private static final List<String> SCHEMES = List.of("http", "postgres", "jdbc");

  private StoreAddress() {}

  /** Whether it is the URL of a server. */
  public static boolean isServer(String text) {
    return begins(text, "http://") || begins(text, "https://");
  }

  /** Whether it is the URL of a database. */
  public static boolean isDatabase(String text) {
    return begins(text, "postgres://") || begins(text, "postgresql://") || begins(text, JDBC);
  }

  /**
   * The path that is written there.
   *
   * @throws IllegalArgumentException if it looks like a URL, or is no path here
   */
  public static Path requirePath(String text) {
    if (isServer(text) || isDatabase(text)) {
      throw new IllegalArgumentException(
          "it is the URL of a " + (isServer(text) ? "server" : "database") + ", not a directory");
    }
    if (looksLikeUrl(text)) {
      throw new IllegalArgumentException(
          "it looks like a URL, but begins with none of http://, https://, postgres:// and"
              + " postgresql://; put ./ in front if it is a path");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("it is no path: " + e.getReason());
    }
  }

  /** The same text without space around it and with its scheme in lower case, if it is a URL. */
  public static String normalized(String text) {
    if (!isServer(text) && !isDatabase(text)) {
      return text;
    }
    String url = text.strip();
    int end = begins(url, JDBC) ? JDBC.length() : url.indexOf(':');
    return url.substring(0, end).toLowerCase(Locale.ROOT) + url.substring(end);
  }

  /**
   * Whether people may have meant a URL: {@code word://} anywhere but in a path that begins with a
   * dot or a slash; {@code word:/}; {@code word//} and {@code word:} if the word is about that of a
   * scheme, or if a user and a host follow. A drive such as {@code C:\} is a path, and so is {@code
   * data//x}.
   */
  public static boolean looksLikeUrl(String text) {
    String given = text.strip();
    int end = 0;
    while (end < given.length() && isOfScheme(given.charAt(end), end == 0)) {
      end++;
    }
    String word = given.substring(0, end).toLowerCase(Locale.ROOT);
    String rest = given.substring(end);
    boolean known = SCHEMES.stream().anyMatch(word::startsWith);
    if (rest.startsWith("//")) {
      String host = firstPart(rest.substring(2));
      return known || host.contains("@") || (end > 0 && host.contains(":"));
    }
    boolean isDrive = end == 1 && (rest.startsWith(":/") || rest.startsWith(":\\"));
    if (rest.startsWith(":") && !isDrive) {
      return known || rest.startsWith(":/") || rest.contains("@");
    }
    return !given.startsWith(".") && !given.startsWith("/") && given.contains("://");
  }

  private static String firstPart(String text) {
    int slash = text.indexOf('/');
    return slash < 0 ? text : text.substring(0, slash);
  }

  private static boolean isOfScheme(char c, boolean first) {
    boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (!first && ((c >= '0' && c <= '9') || c == '+' || c == '.' || c == '-'));
  }

  private static boolean begins(String text, String prefix) {
    return text.strip().regionMatches(true, 0, prefix, 0, prefix.length());
  }
}
