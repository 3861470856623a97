package dev.impuls.store.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** An empty schema of a test's own in a shared database, gone when it is closed. */
public final class TestSchema implements AutoCloseable {
  private static final AtomicInteger MADE = new AtomicInteger();

  private final String server;
  private final String name =
      "impuls_test_" + ProcessHandle.current().pid() + "_" + MADE.incrementAndGet();

  private TestSchema(String server) {
    this.server = server;
  }

  public static TestSchema make() throws SQLException {
    return make(PostgresServer.shared());
  }

  public static TestSchema make(String server) throws SQLException {
    var schema = new TestSchema(server);
    try (Connection connection = PostgresServer.connect(server);
        var statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA " + schema.name);
    }
    return schema;
  }

  public String name() {
    return name;
  }

  /** The database it is in; what connects must be told of the schema, too. */
  public String url() {
    return server;
  }

  /** How a server is told of it. */
  public ConnectionString connection() {
    return connection(server);
  }

  /** The same through another place or user. */
  public ConnectionString connection(String url) {
    return ConnectionString.parse(url, Map.of("PGOPTIONS", "-c search_path=" + name));
  }

  public PostgresFunctionStore open() {
    return open(connection());
  }

  public static PostgresFunctionStore open(ConnectionString connection) {
    return PostgresFunctionStore.open(
        new PostgresStoreSettings(
            connection, 5, Duration.ofSeconds(20), Duration.ofSeconds(5), Duration.ofSeconds(5)));
  }

  /** A connection past any store. */
  public Connection connect() throws SQLException {
    return connection().dataSource().getConnection();
  }

  public void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first value of the first row, as text. */
  public String value(String sql) throws SQLException {
    try (Connection connection = connect();
        var statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }

  @Override
  public void close() throws SQLException {
    execute("DROP SCHEMA " + name + " CASCADE");
  }
}
