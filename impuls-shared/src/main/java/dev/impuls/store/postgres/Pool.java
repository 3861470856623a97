package dev.impuls.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/** The pool of connections. */
final class Pool {
  /** Beyond what a statement may take, as a network that is cut says nothing. */
  private static final Duration NETWORK_ALLOWANCE = Duration.ofSeconds(5);

  private Pool() {}

  /** Opens the pool, which need not have a connection yet. */
  static HikariDataSource open(PostgresStoreSettings settings) throws SQLException {
    PGSimpleDataSource source = settings.connection().dataSource();
    if (source.getSocketTimeout() == 0) {
      source.setSocketTimeout(
          Math.toIntExact(settings.statementTimeout().plus(NETWORK_ALLOWANCE).toSeconds()));
    }
    long statement = settings.statementTimeout().toMillis();
    var config = new HikariConfig();
    config.setPoolName("impuls");
    config.setDataSource(source);
    config.setMaximumPoolSize(settings.poolSize());
    config.setConnectionTimeout(settings.poolTimeout().toMillis());
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    config.setExceptionOverride(new ReadOnlyIsLost());
    // What is acknowledged must be on the disk, whatever the role's default is.
    config.setConnectionInitSql(
        "SELECT set_config('statement_timeout', '"
            + statement
            + "', false), set_config('idle_in_transaction_session_timeout', '"
            + statement
            + "', false), CASE current_setting('synchronous_commit') WHEN 'off'"
            + " THEN set_config('synchronous_commit', 'on', false) END");
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  /** After a failover, the host that takes changes is another one. */
  private static final class ReadOnlyIsLost implements SQLExceptionOverride {
    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException e) {
      return Failures.isReadOnly(e)
          ? SQLExceptionOverride.Override.MUST_EVICT
          : SQLExceptionOverride.Override.CONTINUE_EVICT;
    }
  }
}
