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
 */
public record PostgresStoreSettings(
    ConnectionString connection,
    int poolSize,
    Duration statementTimeout,
    Duration poolTimeout,
    Duration startTimeout) {

  /** What is usual. */
  public PostgresStoreSettings(ConnectionString connection) {
    this(connection, 10, Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(30));
  }
}
