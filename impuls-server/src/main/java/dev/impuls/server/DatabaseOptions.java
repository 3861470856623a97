package dev.impuls.server;

import dev.impuls.server.ServerCommand.CannotStartException;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.StoreUnavailableException;
import dev.impuls.store.postgres.ConnectionString;
import dev.impuls.store.postgres.PostgresFunctionStore;
import dev.impuls.store.postgres.PostgresStoreSettings;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The flags of {@code --storage postgres}. */
final class DatabaseOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--db-conn",
      paramLabel = "CONNECTION",
      description =
          "PostgreSQL connection string, such as postgres://user@host:5432/database; other users"
              + " of the machine cannot see a password in the variable or the file")
  private @Nullable String connection;

  @Option(
      names = "--db-pool-size",
      paramLabel = "N",
      description = "connections at most, beside one that listens (default: ${DEFAULT-VALUE})")
  private int poolSize = PostgresStoreSettings.DEFAULT_POOL_SIZE;

  @Option(
      names = "--db-pool-timeout",
      paramLabel = "SECONDS",
      description = "seconds to wait for one of them (default: ${DEFAULT-VALUE})")
  private long poolTimeout = PostgresStoreSettings.DEFAULT_POOL_TIMEOUT.toSeconds();

  @Option(
      names = "--db-statement-timeout",
      paramLabel = "SECONDS",
      description = "seconds that one statement may take (default: ${DEFAULT-VALUE})")
  private long statementTimeout = PostgresStoreSettings.DEFAULT_STATEMENT_TIMEOUT.toSeconds();

  @Option(
      names = "--db-wait",
      paramLabel = "SECONDS",
      description =
          "seconds that a start waits for a database that is away (default: ${DEFAULT-VALUE})")
  private long wait = PostgresStoreSettings.DEFAULT_START_TIMEOUT.toSeconds();

  @Option(
      names = "--db-migrate",
      description =
          "bring the database's schema up to date and end; servers can then run with a role that"
              + " may not change it")
  private boolean migrateOnly;

  boolean isMigrateOnly() {
    return migrateOnly;
  }

  /**
   * Opens the database.
   *
   * @param environment of which those are read that psql reads
   * @param said what a flag's value is from
   */
  FunctionStore open(Map<String, String> environment, UnaryOperator<String> said)
      throws CannotStartException {
    PostgresStoreSettings settings = settings(environment, said);
    FunctionStore store;
    try {
      store = PostgresFunctionStore.open(settings);
    } catch (StoreUnavailableException e) {
      throw new CannotStartException(String.valueOf(e.getMessage()));
    }
    if (!migrateOnly && !store.status().writable()) {
      store.close();
      throw new CannotStartException(
          "The database "
              + settings.connection().location()
              + " takes no changes: it is read-only, or a standby; name the primary");
    }
    return store;
  }

  private PostgresStoreSettings settings(
      Map<String, String> environment, UnaryOperator<String> said) throws CannotStartException {
    if (connection == null) {
      throw usage("--storage postgres needs a connection string: --db-conn or IMPULS_DB_CONN");
    }
    try {
      return new PostgresStoreSettings(
          ConnectionString.parse(connection, environment),
          Math.toIntExact(inRange(said.apply("--db-pool-size"), poolSize, 1, 1000)),
          seconds(said.apply("--db-statement-timeout"), statementTimeout, 1),
          seconds(said.apply("--db-pool-timeout"), poolTimeout, 1),
          seconds(said.apply("--db-wait"), wait, 0));
    } catch (IllegalArgumentException e) {
      throw new CannotStartException(
          "The connection string of "
              + said.apply("--db-conn")
              + " cannot be used: "
              + e.getMessage());
    }
  }

  private Duration seconds(String flag, long value, int least) {
    return Duration.ofSeconds(inRange(flag, value, least, 86_400));
  }

  private long inRange(String flag, long value, int least, int most) {
    if (value < least || value > most) {
      throw usage(flag + " must be from " + least + " to " + most + ", not " + value);
    }
    return value;
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
