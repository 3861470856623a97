package dev.impuls.store.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Real PostgreSQL for tests. */
public final class PostgresServer implements AutoCloseable {
  private static @Nullable String shared;

  private final Path data;
  private final int port;
  private final Map<String, String> configuration;
  private EmbeddedPostgres running;

  private PostgresServer(
      Path data, int port, Map<String, String> configuration, EmbeddedPostgres running) {
    this.data = data;
    this.port = port;
    this.configuration = configuration;
    this.running = running;
  }

  /** The one that TEST_DATABASE_URL names, or else one that all tests of this process share. */
  public static synchronized String shared() {
    if (shared == null) {
      String given = System.getenv("TEST_DATABASE_URL");
      try {
        shared = given != null ? given : url(EmbeddedPostgres.start().getPort());
      } catch (IOException e) {
        throw new UncheckedIOException("PostgreSQL cannot be started", e);
      }
    }
    return shared;
  }

  /** One of a test's own, which it may stop. */
  public static PostgresServer start(Path data, Map<String, String> configuration)
      throws IOException {
    EmbeddedPostgres running = start(data, 0, configuration);
    return new PostgresServer(data, running.getPort(), configuration, running);
  }

  private static EmbeddedPostgres start(Path data, int port, Map<String, String> configuration)
      throws IOException {
    var builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setPort(port);
    configuration.forEach(builder::setServerConfig);
    return builder.start();
  }

  private static String url(int port) {
    return "postgres://postgres@127.0.0.1:" + port + "/postgres?sslmode=disable";
  }

  /** The connection string of its superuser. */
  public String url() {
    return url(port);
  }

  public int port() {
    return port;
  }

  public Connection connect() throws SQLException {
    return connect(url());
  }

  /** A connection past the store. */
  public static Connection connect(String url) throws SQLException {
    return ConnectionString.parse(url, Map.of()).dataSource().getConnection();
  }

  /** Ends all connections and stops. */
  public void stop() throws IOException {
    running.close();
  }

  /** Starts again on the same data and port. */
  public void restart() throws IOException {
    running = start(data, port, configuration);
  }

  @Override
  public void close() throws IOException {
    running.close();
  }
}
