package dev.impuls.store.postgres;

import java.time.Duration;

/**
 * Which database, and how a store uses it.
 *
 * @param connection where it is
 * @param poolSize connections at most, beside the one that listens for changes
 * @param statementTimeout how long one statement may take
 * @param poolTimeout how long to wait for a connection while all are in use
 * @param startTimeout how long opening waits for a database that is away
 * @param mayMigrate whether opening may make the table, or bring the schema up to date
 */
public record PostgresStoreSettings(
    ConnectionString connection,
    int poolSize,
    Duration statementTimeout,
    Duration poolTimeout,
    Duration startTimeout,
    boolean mayMigrate) {

  public static final int DEFAULT_POOL_SIZE = 10;
  public static final Duration DEFAULT_STATEMENT_TIMEOUT = Duration.ofSeconds(30);
  public static final Duration DEFAULT_POOL_TIMEOUT = Duration.ofSeconds(5);
  public static final Duration DEFAULT_START_TIMEOUT = Duration.ofSeconds(30);

  /** What is usual. */
  public PostgresStoreSettings(ConnectionString connection) {
    this(
        connection,
        DEFAULT_POOL_SIZE,
        DEFAULT_STATEMENT_TIMEOUT,
        DEFAULT_POOL_TIMEOUT,
        DEFAULT_START_TIMEOUT,
        true);
  }

  /** One that may migrate. */
  public PostgresStoreSettings(
      ConnectionString connection,
      int poolSize,
      Duration statementTimeout,
      Duration poolTimeout,
      Duration startTimeout) {
    this(connection, poolSize, statementTimeout, poolTimeout, startTimeout, true);
  }

  /** The same for somebody who would rather hear at once that the database is away. */
  public PostgresStoreSettings unwaiting(boolean migrating) {
    return new PostgresStoreSettings(
        connection, poolSize, statementTimeout, poolTimeout, Duration.ZERO, migrating);
  }
}
