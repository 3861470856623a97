package dev.impuls.store.postgres;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionRules;
import dev.impuls.function.FunctionSummary;
import dev.impuls.store.BrokenFunctionException;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.Page;
import dev.impuls.store.StoreStatus.RecordProblem;
import dev.impuls.store.postgres.Rows.UnreadableRowException;
import dev.impuls.store.postgres.RunnableFunctions.Loaded;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The statements. */
final class Queries {
  /** What one batch of functions may take, in bytes of code and settings: two of the largest. */
  private static final long BATCH_BYTES = 8L * 1024 * 1024;

  private static final String INSERT =
      "INSERT INTO functions (id, name, description, runtime, handler, memory_mb, timeout_sec,"
          + " function_group, isolation, created_at, updated_at, code, environment)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)"
          + " ON CONFLICT (name) DO NOTHING";

  /** Code that stays as it is needs not be sent, nor written again. */
  private static final String UPDATE =
      "UPDATE functions SET id = ?, description = ?, runtime = ?, handler = ?, memory_mb = ?,"
          + " timeout_sec = ?, function_group = ?, isolation = ?, created_at = ?, updated_at = ?,"
          + " code = coalesce(?, code), environment = ?::jsonb WHERE name = ?";

  /**
   * What folds case for all of Unicode, best first; a database's own collation may know ASCII only.
   */
  private static final String COLLATIONS =
      "SELECT quote_ident(collname) FROM pg_collation"
          + " WHERE collname IN ('und-x-icu', 'pg_c_utf8', 'C.utf8', 'C.UTF-8', 'en_US.utf8')"
          + " AND collnamespace = 'pg_catalog'::regnamespace"
          + " AND collencoding IN (-1, pg_char_to_encoding('UTF8'))"
          + " ORDER BY array_position("
          + "ARRAY['und-x-icu', 'pg_c_utf8', 'C.utf8', 'C.UTF-8', 'en_US.utf8'], collname::text)"
          + " LIMIT 1";

  private final String columns;
  private final String summaryColumns;
  private final String matches;

  private Queries(String collation, boolean hasPlacement) {
    this.columns = Rows.columns(hasPlacement);
    this.summaryColumns = Rows.summaryColumns(hasPlacement);
    String found =
        "strpos(lower(%s COLLATE " + collation + "), lower(?::text COLLATE " + collation + ")) > 0";
    this.matches =
        " FROM functions WHERE "
            + Rows.READABLE
            + " AND (?::text IS NULL OR "
            + found.formatted("name")
            + " OR "
            + found.formatted("coalesce(description, '')")
            + ") AND (?::text IS NULL OR runtime = ?)";
  }

  static Queries of(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection();
        var statement = connection.createStatement();
        ResultSet row = statement.executeQuery(COLLATIONS)) {
      return new Queries(
          row.next() ? row.getString(1) : "\"default\"", Schema.hasPlacement(connection));
    }
  }

  /** Whether a database can hold it: Unicode text without NUL. */
  static boolean isText(String text) {
    return text.indexOf('\0') < 0 && FunctionRules.isUnicode(text);
  }

  /** Whether any function can be what the query looks for. */
  static boolean canMatch(FunctionQuery query) {
    return (query.text() == null || isText(query.text()))
        && (query.runtime() == null || isText(query.runtime()));
  }

  boolean insert(Connection connection, Function function) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setString(1, function.id());
      statement.setString(2, function.name());
      statement.setString(3, function.description());
      statement.setString(4, function.runtime());
      statement.setString(5, function.handler());
      statement.setInt(6, function.memoryMb());
      statement.setInt(7, function.timeoutSec());
      statement.setString(8, function.placement().group());
      statement.setString(9, function.placement().isolation());
      Rows.setTime(statement, 10, function.createdAt());
      Rows.setTime(statement, 11, function.updatedAt());
      statement.setString(12, function.code());
      statement.setString(13, Rows.json(function.environment()));
      return statement.executeUpdate() == 1;
    }
  }

  /**
   * @param toChange whether to lock the row until the transaction ends
   * @throws BrokenFunctionException if it cannot be read
   */
  @Nullable Loaded select(Connection connection, String name, boolean toChange)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT "
                + columns
                + ", xmin::text::bigint FROM functions WHERE name = ?"
                + (toChange ? " FOR UPDATE" : ""))) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? new Loaded(Rows.function(row), row.getLong(15)) : null;
      } catch (UnreadableRowException e) {
        throw new BrokenFunctionException(name, place(name), String.valueOf(e.getMessage()));
      }
    }
  }

  private static String place(String name) {
    return "functions: " + name;
  }

  void update(Connection connection, Function current, Function next) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(UPDATE)) {
      statement.setString(1, next.id());
      statement.setString(2, next.description());
      statement.setString(3, next.runtime());
      statement.setString(4, next.handler());
      statement.setInt(5, next.memoryMb());
      statement.setInt(6, next.timeoutSec());
      statement.setString(7, next.placement().group());
      statement.setString(8, next.placement().isolation());
      Rows.setTime(statement, 9, next.createdAt());
      Rows.setTime(statement, 10, next.updatedAt());
      statement.setString(11, next.code().equals(current.code()) ? null : next.code());
      statement.setString(12, Rows.json(next.environment()));
      statement.setString(13, next.name());
      statement.executeUpdate();
    }
  }

  boolean delete(Connection connection, String name) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("DELETE FROM functions WHERE name = ?")) {
      statement.setString(1, name);
      return statement.executeUpdate() == 1;
    }
  }

  Page list(Connection connection, FunctionQuery query) throws SQLException {
    boolean whole = query.limit() == Integer.MAX_VALUE && query.after() == null;
    String total = whole ? "0" : "(SELECT count(*)" + matches + ")";
    List<FunctionSummary> found = new ArrayList<>();
    int count = 0;
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT "
                + summaryColumns
                + ", "
                + total
                + matches
                + " AND name > ? COLLATE \"C\" ORDER BY name COLLATE \"C\" LIMIT ?")) {
      int next = whole ? 1 : filter(statement, 1, query);
      next = filter(statement, next, query);
      after(statement, next, query);
      statement.setLong(next + 1, query.limit() + 1L);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.add(Rows.summary(row));
          count = row.getInt(13);
        }
      } catch (UnreadableRowException e) {
        throw new IllegalStateException("the query leaves such rows out", e);
      }
    }
    if (whole) {
      return new Page(found, found.size(), false);
    }
    if (found.isEmpty()) {
      return new Page(found, count(connection, query), false);
    }
    boolean more = found.size() > query.limit();
    return new Page(more ? found.subList(0, query.limit()) : found, count, more);
  }

  private int count(Connection connection, FunctionQuery query) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT count(*)" + matches)) {
      filter(statement, 1, query);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  /** Sets what {@link #matches} asks for, and answers the index of the next parameter. */
  private static int filter(PreparedStatement statement, int first, FunctionQuery query)
      throws SQLException {
    statement.setString(first, query.text());
    statement.setString(first + 1, query.text());
    statement.setString(first + 2, query.text());
    statement.setString(first + 3, query.runtime());
    statement.setString(first + 4, query.runtime());
    return first + 5;
  }

  /** No name has a NUL, so one that sorts behind what stands before it sorts behind all of it. */
  private static void after(PreparedStatement statement, int index, FunctionQuery query)
      throws SQLException {
    String after = query.after() == null ? "" : query.after();
    int nul = after.indexOf('\0');
    String shown = nul < 0 ? after : after.substring(0, nul);
    statement.setString(index, isText(shown) ? shown : shown.replaceAll("\\p{Cs}", "\ufffd"));
  }

  /** The first functions that match; fewer than asked for if they are large, none at the end. */
  List<Function> batch(Connection connection, FunctionQuery query) throws SQLException {
    List<Function> found = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT "
                + columns
                + " FROM (SELECT *, sum(octet_length(code)"
                + " + coalesce(pg_column_size(environment), 0)) OVER (ORDER BY name COLLATE \"C\""
                + " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS bytes_before"
                + matches
                + " AND name > ? COLLATE \"C\" ORDER BY name COLLATE \"C\" LIMIT ?) batch"
                + " WHERE coalesce(bytes_before, 0) < "
                + BATCH_BYTES
                + " ORDER BY name COLLATE \"C\"")) {
      int next = filter(statement, 1, query);
      after(statement, next, query);
      statement.setInt(next + 1, query.limit());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.add(Rows.function(row));
        }
      } catch (UnreadableRowException e) {
        throw new IllegalStateException("the query leaves such rows out", e);
      }
    }
    return found;
  }

  /**
   * How the table is.
   *
   * @param all how many rows there are
   * @param readable how many of them are functions
   */
  record State(boolean writable, int all, int readable) {}

  State state(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT current_setting('transaction_read_only') = 'off', count(*),"
                    + " count(*) FILTER (WHERE "
                    + Rows.READABLE
                    + ") FROM functions")) {
      row.next();
      return new State(row.getBoolean(1), row.getInt(2), row.getInt(3));
    }
  }

  List<RecordProblem> problems(Connection connection, int most) throws SQLException {
    List<RecordProblem> problems = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT "
                + columns
                + " FROM functions WHERE NOT ("
                + Rows.READABLE
                + ") ORDER BY name COLLATE \"C\" LIMIT ?")) {
      statement.setInt(1, most);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          String name = row.getString(2);
          try {
            Rows.function(row);
          } catch (UnreadableRowException e) {
            problems.add(new RecordProblem(name, place(name), String.valueOf(e.getMessage())));
          }
        }
      }
    }
    return problems;
  }
}
