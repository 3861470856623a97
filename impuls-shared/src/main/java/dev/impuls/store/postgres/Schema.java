package dev.impuls.store.postgres;

import dev.impuls.store.StoreUnavailableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the database's schema to what this version needs, once, whoever starts first, and takes a
 * table that is there as it is. A role that may not change the schema will do once nothing has to
 * be changed.
 */
final class Schema {
  private static final Logger log = LoggerFactory.getLogger(Schema.class);

  /** Flyway's own, not {@code flyway_schema_history}: others may use the schema, too. */
  private static final String HISTORY = "impuls_schema_history";

  static final String SCRIPTS = "dev/impuls/store/postgres/migrations";

  /** The version the scripts lead to. */
  static final int NEWEST = 2;

  private static final int OLDEST_SERVER = 120_000;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The names and types of the columns a table must have to be ours. */
  private static final Map<String, String> COLUMNS = columns();

  /** Those of the columns that version 2 has added; older tables are ours without them. */
  private static final Set<String> ADDED_IN_2 = Set.of("function_group", "isolation");

  /** Those of the columns that may be NULL. */
  private static final Set<String> NULLABLE =
      Set.of("description", "code_path", "environment", "function_group", "isolation");

  private final ConnectionString database;
  private final Failures failures;
  private final String place;

  Schema(ConnectionString database, Failures failures) {
    this.database = database;
    this.failures = failures;
    this.place = database.location();
  }

  private static Map<String, String> columns() {
    var columns = new LinkedHashMap<String, String>();
    for (String text :
        List.of("id", "name", "description", "runtime", "handler", "code", "code_path")) {
      columns.put(text, "text");
    }
    columns.put("memory_mb", "integer");
    columns.put("timeout_sec", "integer");
    columns.put("environment", "jsonb");
    columns.put("created_at", "timestamp without time zone");
    columns.put("updated_at", "timestamp without time zone");
    columns.put("function_group", "text");
    columns.put("isolation", "text");
    return columns;
  }

  /**
   * Makes sure that there is a table to work with.
   *
   * @param mayMigrate whether it may be made, or brought up to date
   * @throws StoreUnavailableException if the database, its schema or its table is none this version
   *     can work with
   */
  void prepare(boolean mayMigrate) throws SQLException {
    String behind = behind(mayMigrate);
    if (behind != null) {
      migrate(behind);
    }
  }

  /** The schema with something to bring up to date, which this role may do; or null. */
  private @Nullable String behind(boolean mayMigrate) throws SQLException {
    try (Connection connection = database.dataSource(PATIENCE).getConnection()) {
      checkServer(connection);
      int version = version(connection);
      if (version > NEWEST) {
        throw unusable(
            "its schema is of version "
                + version
                + ", and this server knows "
                + NEWEST
                + "; use a newer server");
      }
      boolean there = tableIsThere(connection, version);
      if (version > 0 && !there) {
        throw unusable(
            "the table functions is not there, though "
                + HISTORY
                + " says that it was made; bring it back from a backup, or drop "
                + HISTORY
                + " to begin with no functions");
      }
      if (version == NEWEST) {
        return null;
      }
      if (!mayMigrate) {
        if (!there) {
          throw unusable("it has no table functions");
        }
        return null;
      }
      String migratable = migratable(connection);
      if (migratable != null) {
        return migratable;
      }
      if (there && isComplete(connection)) {
        log.info("{}: the schema was made by hand, and is complete", place);
        return null;
      }
      throw unusable(
          "its schema has to be brought up to date, which the role it is used by may not do:"
              + " permission denied; run impuls-server --db-migrate as the owner of the"
              + " database, or migrations.sql");
    }
  }

  private void checkServer(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT current_setting('server_version_num')::int,"
                    + " current_setting('server_version'), current_setting('server_encoding'),"
                    + " current_setting('fsync')")) {
      row.next();
      if (row.getInt(1) < OLDEST_SERVER) {
        throw unusable("PostgreSQL is " + row.getString(2) + "; it must be 12 or newer");
      }
      if (!"UTF8".equals(row.getString(3))) {
        throw unusable(
            "the encoding is " + row.getString(3) + "; make it with createdb --encoding=UTF8");
      }
      if (!"on".equals(row.getString(4))) {
        log.warn("{} runs with fsync off: a power failure loses functions", place);
      }
    }
  }

  /** Whether there is a table of that name; one that is not ours is refused. */
  private boolean tableIsThere(Connection connection, int version) throws SQLException {
    var found = new LinkedHashMap<String, String>();
    var problems = new ArrayList<String>();
    try (var statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT a.attname, format_type(a.atttypid, a.atttypmod),"
                    + " a.attnotnull AND NOT a.atthasdef AND a.attidentity = '',"
                    + " c.relkind IN ('r', 'p'), a.attnotnull"
                    + " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
                    + " WHERE c.oid = to_regclass('functions') AND a.attnum > 0"
                    + " AND NOT a.attisdropped")) {
      while (row.next()) {
        String column = row.getString(1);
        found.put(column, row.getString(2));
        if (!row.getBoolean(4)) {
          throw unusable("functions is no table");
        }
        if (row.getBoolean(3) && !COLUMNS.containsKey(column)) {
          problems.add(column + " has no default");
        }
        if (!row.getBoolean(5) && COLUMNS.containsKey(column) && !NULLABLE.contains(column)) {
          problems.add(column + " may be NULL");
        }
      }
    }
    if (found.isEmpty()) {
      return false;
    }
    COLUMNS.forEach(
        (column, type) -> {
          String is = found.get(column);
          if (is == null) {
            if (version >= 2 || !ADDED_IN_2.contains(column)) {
              problems.add(column + " is missing");
            }
          } else if (!is.equals(type)) {
            problems.add(column + " is " + is + ", not " + type);
          }
        });
    if (problems.isEmpty() && !nameIsUnique(connection)) {
      problems.add("name is not UNIQUE");
    }
    if (!problems.isEmpty()) {
      throw unusable("its table functions is not one of Impuls': " + String.join(", ", problems));
    }
    return true;
  }

  private static boolean nameIsUnique(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT 1 FROM pg_index i JOIN pg_attribute a"
                    + " ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]"
                    + " WHERE i.indrelid = to_regclass('functions') AND i.indisunique"
                    + " AND i.indnatts = 1 AND i.indpred IS NULL AND a.attname = 'name'")) {
      return row.next();
    }
  }

  /** The version of the schema, 0 if nobody has noted any. */
  private int version(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      try (ResultSet row =
          statement.executeQuery("SELECT to_regclass('" + HISTORY + "') IS NOT NULL")) {
        row.next();
        if (!row.getBoolean(1)) {
          return 0;
        }
      }
      try (ResultSet row =
          statement.executeQuery(
              "SELECT coalesce(max(version::int), 0) FROM " + HISTORY + " WHERE success")) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  private void migrate(String schema) {
    try {
      Flyway.configure(Schema.class.getClassLoader())
          .dataSource(database.dataSource()) // It may have to wait, for others that migrate.
          .defaultSchema(schema)
          .locations("classpath:" + SCRIPTS)
          .failOnMissingLocations(true)
          .table(HISTORY)
          .baselineOnMigrate(true)
          .baselineVersion("0")
          .baselineDescription("what was there before Impuls")
          .loggers("slf4j")
          .load()
          .migrate();
      log.info("{}: the schema is of version {} now", place, NEWEST);
    } catch (FlywayException e) {
      SQLException cause = Failures.find(SQLException.class, e);
      if (cause == null) {
        throw unusable("its schema cannot be brought up to date: " + e.getMessage());
      }
      throw failures.unavailable(
          "The schema cannot be brought up to date; run impuls-server --db-migrate as the owner of"
              + " the database, or migrations.sql",
          cause);
    }
  }

  /**
   * The schema the table is in, or is to be made in, if this role may change what is in it; or
   * null.
   */
  private static @Nullable String migratable(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT coalesce(n.nspname, current_schema()) FROM (SELECT) one"
                    + " LEFT JOIN pg_class c ON c.oid = to_regclass('functions')"
                    + " LEFT JOIN pg_namespace n ON n.oid = c.relnamespace"
                    + " WHERE has_schema_privilege(coalesce(n.nspname, current_schema()), 'CREATE')"
                    + " AND (c.oid IS NULL OR pg_has_role(c.relowner, 'USAGE'))")) {
      return row.next() ? row.getString(1) : null;
    }
  }

  /** Whether the table has the columns that version 2 has added. */
  static boolean hasPlacement(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) = 2 FROM pg_attribute WHERE attrelid = to_regclass('functions')"
                    + " AND attname IN ('function_group', 'isolation') AND NOT attisdropped")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  /** Whether migrations.sql was run: the last thing that each of its parts makes is there. */
  private static boolean isComplete(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT 1 FROM pg_trigger WHERE tgrelid = to_regclass('functions')"
                    + " AND tgname = 'impuls_announce_truncate' AND tgenabled = 'A'")) {
      return row.next() && hasPlacement(connection);
    }
  }

  private StoreUnavailableException unusable(String why) {
    return new StoreUnavailableException("The database " + place + " cannot be used: " + why, null);
  }
}
