package dev.impuls.store.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files in which libpq looks for what {@code service=} names: {@code PGSERVICEFILE}, or else
 * {@code .pg_service.conf} in the user's home; then {@code pg_service.conf} of the system. A
 * service is {@code [name]} and {@code key=value} a line.
 */
final class ServiceFile {
  /** Where Debian has it; others are told by {@code PGSYSCONFDIR}. */
  private static final String OF_SYSTEM = "/etc/postgresql-common";

  private ServiceFile() {}

  /**
   * The options of a service.
   *
   * @throws IllegalArgumentException if it is not defined, or not readable; for people
   */
  static Map<String, String> read(String service, Map<String, String> environment) {
    String given = environment.getOrDefault("PGSERVICEFILE", "");
    Path own = given.isEmpty() ? new UserFiles(environment).services() : Path.of(given);
    Path system =
        Path.of(environment.getOrDefault("PGSYSCONFDIR", OF_SYSTEM)).resolve("pg_service.conf");
    if (!given.isEmpty() && !Files.exists(own)) {
      throw new IllegalArgumentException(
          "the file of services that PGSERVICEFILE names, " + own + ", is not there");
    }
    for (Path file : List.of(own, system)) {
      Map<String, String> options = Files.exists(file) ? read(service, file) : null;
      if (options != null) {
        return options;
      }
    }
    throw new IllegalArgumentException(
        "the service it names is not defined in " + own + " and not in " + system);
  }

  /** Null if it is not defined there. */
  private static @Nullable Map<String, String> read(String service, Path file) {
    List<String> lines;
    try {
      lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new IllegalArgumentException("the file of services " + file + " cannot be read");
    }
    int begin = indexOf("[" + service + "]", lines);
    if (begin < 0) {
      return null;
    }
    var options = new TreeMap<String, String>();
    for (int i = begin + 1; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.startsWith("[")) {
        break;
      }
      if (!line.isEmpty() && !line.startsWith("#")) {
        int equals = line.indexOf('=');
        String key = equals < 0 ? "" : line.substring(0, equals);
        if (!LibpqOptions.isKnown(key) || key.equals("service")) {
          // Not repeated: it may be the rest of a password.
          throw new IllegalArgumentException(
              "line " + (i + 1) + " of " + file + " is no option=value that a service may have");
        }
        options.putIfAbsent(key, line.substring(equals + 1));
      }
    }
    return options;
  }

  private static int indexOf(String head, List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).strip().startsWith(head)) {
        return i;
      }
    }
    return -1;
  }
}
