package dev.impuls.store.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of passwords as libpq reads it: {@code host:port:database:user:password} a line, {@code *}
 * for any, a backslash before a colon or a backslash that is part of a field. One that others than
 * its owner may touch is not read.
 */
final class PasswordFile {
  private static final Logger log = LoggerFactory.getLogger(PasswordFile.class);
  private static final Set<PosixFilePermission> OF_OWNER =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final List<String> lines;

  private PasswordFile(List<String> lines) {
    this.lines = lines;
  }

  /** Reads a file; one that is not there has no passwords. */
  static PasswordFile read(Path file) {
    if (!Files.exists(file)) {
      return new PasswordFile(List.of());
    }
    try {
      if (!Files.isRegularFile(file)) {
        log.warn("The file of passwords {} is not read: it is no plain file", file);
      } else if (!isPrivate(file)) {
        log.warn("The file of passwords {} is not read: others may touch it; chmod 600 it", file);
      } else {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        return new PasswordFile(text.lines().toList());
      }
    } catch (IOException e) {
      log.warn("The file of passwords {} is not read: {}", file, e.toString());
    }
    return new PasswordFile(List.of());
  }

  private static boolean isPrivate(Path file) throws IOException {
    var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    return view == null || OF_OWNER.containsAll(view.readAttributes().permissions());
  }

  /** The password in the first line that is about these; null if there is none. */
  @Nullable String password(String host, String port, String database, String user) {
    for (String line : lines) {
      if (!line.startsWith("#")) {
        int at = 0;
        for (String field : List.of(host, port, database, user)) {
          at = at < 0 ? at : after(field, line, at);
        }
        if (at >= 0 && at < line.length()) {
          return unescaped(line.substring(at));
        }
      }
    }
    return null;
  }

  /** Where the line goes on if the field there is that one; -1 if it is another. */
  private static int after(String field, String line, int begin) {
    if (line.startsWith("*:", begin)) {
      return begin + 2;
    }
    int at = begin;
    for (int i = 0; i < field.length(); i++, at++) {
      if (at < line.length() && line.charAt(at) == '\\') {
        at++;
      }
      if (at >= line.length() || line.charAt(at) != field.charAt(i)) {
        return -1;
      }
    }
    return at < line.length() && line.charAt(at) == ':' ? at + 1 : -1;
  }

  private static String unescaped(String text) {
    var password = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\' && i + 1 < text.length()) {
        i++;
      }
      password.append(text.charAt(i));
    }
    return password.toString();
  }
}
