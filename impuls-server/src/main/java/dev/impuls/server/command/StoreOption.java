package dev.impuls.server.command;

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
          FORMS + " (default: what STORAGE_TYPE, DATA_DIR and DB_CONN say, as for the server)")
  private @Nullable String store;

  /** Opens it. */
  FunctionStore open(Map<String, String> environment, boolean mayMake) throws CommandException {
    return place(environment).open(mayMake);
  }

  Place place(Map<String, String> environment) throws CommandException {
    return new Place(store == null ? usual(environment) : store, environment);
  }

  /** What a server would use that is told nothing else. */
  static String usual(Map<String, String> environment) throws CommandException {
    String type = environment.getOrDefault("STORAGE_TYPE", "file").toLowerCase(Locale.ROOT);
    return switch (type) {
      case "file" -> environment.getOrDefault("DATA_DIR", "impuls-data");
      case "postgres" -> {
        String connection = environment.get("DB_CONN");
        if (connection == null) {
          throw new CommandException("STORAGE_TYPE is postgres, and there is no DB_CONN");
        }
        if (!Place.isDatabase(connection)) {
          throw new CommandException(
              "DB_CONN is no connection string; one looks like postgres://user@host:5432/database");
        }
        yield connection;
      }
      default ->
          throw new CommandException(
              "STORAGE_TYPE must be file or postgres"
                  + (StoreAddress.looksLikeUrl(type)
                      ? "; the address of a database belongs in DB_CONN"
                      : ", not \"" + type + "\""));
    };
  }
}
