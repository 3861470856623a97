package dev.impuls.store.postgres;

import dev.impuls.store.StoreAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where a database is and how to connect to it, as libpq takes it: a {@code postgres://} or {@code
 * postgresql://} URL, or {@code key=value} pairs; and as JDBC takes it. See PostgreSQL's
 * documentation, "Connection Strings". An option that cannot be honoured is refused, never ignored.
 *
 * <p>No message and no {@link #toString} has a password in it, or anything that might be a part of
 * one.
 */
public final class ConnectionString {
  static final String DEFAULT_PORT = "5432";
  static final int MOST_PORT = 65_535;
  static final String APPLICATION_NAME = "impuls-server";
  private static final String JDBC = "jdbc:postgresql:";

  /**
   * The driver writes to a log what it cannot read, with passwords, so it is given nothing else. It
   * breaks at hosts that are all empty.
   */
  private static final Pattern JDBC_PLACES =
      Pattern.compile(
          "//(?!,+/)PLACE(?:,PLACE)*/[^/]*|[^/]*"
              .replace("PLACE", "(?:\\[[^\\]/@]*\\]|[^\\[\\]/@:,]*)(?::[0-9]{1,5})?"));

  private final Properties properties;
  private final String location;
  private final boolean isLibpq;

  /**
   * @param isLibpq whether it is as libpq takes it, and not as the driver does
   */
  private ConnectionString(Properties properties, boolean isLibpq) {
    this.properties = properties;
    this.location = locationOf(properties);
    this.isLibpq = isLibpq;
  }

  /**
   * Reads a connection string.
   *
   * @param environment where what the string leaves out is looked for, under the names libpq knows
   *     ({@code PGHOST}, {@code PGPASSWORD} …), after the service it names, which comes first
   * @throws IllegalArgumentException if it is none, or asks for what cannot be done; the message is
   *     for people
   */
  public static ConnectionString parse(String text, Map<String, String> environment) {
    String given = StoreAddress.normalized(text).strip();
    if (given.startsWith(JDBC)) {
      return new ConnectionString(readJdbc(given), false);
    }
    var options = new TreeMap<String, String>();
    if (given.startsWith("postgres://") || given.startsWith("postgresql://")) {
      options.putAll(UrlForm.read(given));
    } else if (isPairs(given)) {
      options.putAll(PairsForm.read(given));
    } else {
      throw new IllegalArgumentException(
          "it is none; one looks like postgres://user@host:5432/database");
    }
    String service =
        options.getOrDefault("service", environment.getOrDefault("PGSERVICE", "")).strip();
    if (!service.isEmpty()) {
      ServiceFile.read(service, environment).forEach(options::putIfAbsent);
    }
    LibpqOptions.VARIABLES.forEach(
        (variable, option) -> {
          String value = environment.get(variable);
          if (value != null) {
            options.putIfAbsent(option, value);
          }
        });
    return new ConnectionString(LibpqOptions.toDriver(options, environment), true);
  }

  /** Whether a key comes first: a misspelt URL may have an {@code =} further on. */
  private static boolean isPairs(String text) {
    int equals = text.indexOf('=');
    return equals >= 0 && text.lastIndexOf(':', equals) < 0 && text.lastIndexOf('/', equals) < 0;
  }

  /** Where the database is, for people: {@code postgres://host:port/database}. */
  public String location() {
    return location;
  }

  /** The user it connects as. */
  String user() {
    return properties.getProperty(PGProperty.USER.getName(), "");
  }

  /** A source of connections, which makes a new one each time. */
  PGSimpleDataSource dataSource() {
    PGSimpleDataSource source = isLibpq ? new ToldSource() : new PGSimpleDataSource();
    try {
      for (String name : properties.stringPropertyNames()) {
        switch (name) {
          case "PGHOST" -> source.setServerNames(list(properties.getProperty(name)));
          case "PGPORT" ->
              source.setPortNumbers(
                  Arrays.stream(list(properties.getProperty(name)))
                      .mapToInt(Integer::parseInt)
                      .toArray());
          case "PGDBNAME" -> source.setDatabaseName(properties.getProperty(name));
          default -> source.setProperty(name, properties.getProperty(name));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("an option that was checked is not known", e);
    }
    return source;
  }

  /**
   * A source without the driver's own look into a file of passwords, which is another than here.
   */
  private static final class ToldSource extends PGSimpleDataSource {
    private static final long serialVersionUID = 1;

    @Override
    public Connection getConnection(@Nullable String user, @Nullable String password)
        throws SQLException {
      return super.getConnection(user, password == null ? "" : password);
    }
  }

  /**
   * The same, whose connections are given up when the database says nothing for so long; while they
   * are made, for as long as the string says.
   */
  PGSimpleDataSource dataSource(Duration patience) {
    PGSimpleDataSource source = dataSource();
    int seconds = Math.toIntExact(patience.toSeconds());
    int toConnect = option(PGProperty.CONNECT_TIMEOUT) == null ? 0 : source.getConnectTimeout();
    if (source.getLoginTimeout() == 0) {
      source.setLoginTimeout(toConnect == 0 ? seconds : toConnect);
    }
    if (source.getSocketTimeout() == 0) {
      source.setSocketTimeout(toConnect == 0 ? seconds : toConnect);
    }
    return source;
  }

  /** The driver's own setting of that name, or null. */
  @Nullable String option(PGProperty property) {
    return properties.getProperty(property.getName());
  }

  @Override
  public String toString() {
    return location;
  }

  static String[] list(String text) {
    return text.split(",", -1);
  }

  private static String locationOf(Properties properties) {
    String directory = UnixSocket.directory(properties);
    if (directory != null) {
      return "postgres:///"
          + properties.getProperty("PGDBNAME", "")
          + "?host="
          + directory
          + "&port="
          + properties.getProperty("PGPORT", DEFAULT_PORT);
    }
    String[] hosts = list(properties.getProperty("PGHOST", "localhost"));
    String[] ports = list(properties.getProperty("PGPORT", DEFAULT_PORT));
    var places = new ArrayList<String>();
    for (int i = 0; i < hosts.length; i++) {
      places.add(hosts[i] + ":" + ports[Math.min(i, ports.length - 1)]);
    }
    return "postgres://" + String.join(",", places) + "/" + properties.getProperty("PGDBNAME", "");
  }

  /** {@code jdbc:postgresql://host:port/database?name=value}, with the driver's names. */
  private static Properties readJdbc(String url) {
    int query = url.indexOf('?');
    String places = url.substring(JDBC.length(), query < 0 ? url.length() : query);
    if (places.startsWith("//") && places.contains("@")) {
      throw new IllegalArgumentException(
          "in a JDBC URL user and password are options: ?user=name&password=word");
    }
    Properties read = JDBC_PLACES.matcher(places).matches() ? Driver.parseURL(url, null) : null;
    if (read == null) {
      throw new IllegalArgumentException(
          "it is no JDBC URL; one looks like jdbc:postgresql://host:5432/database?user=name");
    }
    var properties = new Properties();
    for (String name : read.stringPropertyNames()) {
      if (PGProperty.forName(name) == null) {
        throw new IllegalArgumentException(
            "the option " + LibpqOptions.shown(name) + " is not known");
      }
      properties.setProperty(name, read.getProperty(name));
    }
    properties.putIfAbsent(PGProperty.USER.getName(), System.getProperty("user.name"));
    if (properties.getProperty("PGDBNAME", "").isEmpty()) {
      properties.setProperty("PGDBNAME", properties.getProperty(PGProperty.USER.getName()));
    }
    properties.putIfAbsent(PGProperty.APPLICATION_NAME.getName(), APPLICATION_NAME);
    properties.putIfAbsent(PGProperty.TCP_KEEP_ALIVE.getName(), "true");
    return properties;
  }
}
