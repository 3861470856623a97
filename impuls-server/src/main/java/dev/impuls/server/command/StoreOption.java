package dev.impuls.server.command;

import dev.impuls.server.settings.Settings;
import dev.impuls.server.settings.Settings.Value;
import dev.impuls.server.settings.WrongSettingsException;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.StoreAddress;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Names the store a command works on; without it, the one a server started here would use. */
final class StoreOption {
  static final String FORMS =
      "a data directory, a PostgreSQL connection string, the address of a server, or a file that"
          + " export wrote";

  @Option(
      names = "--store",
      paramLabel = "STORE",
      description =
          FORMS
              + " (default: what IMPULS_STORAGE, IMPULS_DATA_DIR and IMPULS_DB_CONN say, or the"
              + " file that IMPULS_CONFIG names, as for the server)")
  private @Nullable String store;

  /** Opens it. */
  FunctionStore open(Map<String, String> environment, boolean mayMake) throws CommandException {
    return place(environment).open(mayMake);
  }

  Place place(Map<String, String> environment) throws CommandException {
    return new Place(store == null ? usual(environment) : store, environment);
  }

  /** What a server would use that has no flags. */
  static String usual(Map<String, String> environment) throws CommandException {
    Settings settings = settings(environment);
    String type = settings.get("--storage", "file");
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "file" -> settings.get("--data-dir", Settings.USUAL_DIRECTORY);
      case "postgres" -> {
        Value connection = settings.find("--db-conn");
        if (connection == null) {
          throw new CommandException(
              settings.source("--storage") + " is postgres, and there is no IMPULS_DB_CONN");
        }
        if (!Place.isDatabase(connection.text())) {
          throw new CommandException(
              connection.from()
                  + " is no connection string; one looks like postgres://user@host:5432/database");
        }
        yield connection.text();
      }
      default ->
          throw new CommandException(
              settings.source("--storage")
                  + " must be file or postgres"
                  + (StoreAddress.looksLikeUrl(type)
                      ? "; the address of a database belongs in IMPULS_DB_CONN"
                      : Settings.mayBeSecret(type) ? "" : ", not \"" + type + "\""));
    };
  }

  /** What variables and the file that one of them names say. */
  static Settings settings(Map<String, String> environment) throws CommandException {
    try {
      return Settings.of(environment);
    } catch (WrongSettingsException e) {
      throw new CommandException(String.valueOf(e.getMessage()));
    }
  }
}
