package dev.impuls.store.postgres;

import java.nio.file.Path;
import java.util.Map;

/** Where libpq looks for files of a user: below {@code $HOME}, on Windows in the folder of data. */
final class UserFiles {
  private final Path home;
  private final Path passwords;
  private final Path certificates;

  UserFiles(Map<String, String> environment) {
    String data = environment.getOrDefault("APPDATA", "");
    String given = environment.getOrDefault("HOME", "");
    if (System.getProperty("os.name").startsWith("Windows") && !data.isEmpty()) {
      home = Path.of(data, "postgresql");
      passwords = home.resolve("pgpass.conf");
      certificates = home;
    } else {
      home = Path.of(given.isEmpty() ? System.getProperty("user.home") : given);
      passwords = home.resolve(".pgpass");
      certificates = home.resolve(".postgresql");
    }
  }

  /** The file of passwords. */
  Path passwords() {
    return passwords;
  }

  /** The file of services. */
  Path services() {
    return home.resolve(".pg_service.conf");
  }

  /** A file of certificates or of a key. */
  Path certificate(String name) {
    return certificates.resolve(name);
  }
}
