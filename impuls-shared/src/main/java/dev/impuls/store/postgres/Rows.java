package dev.impuls.store.postgres;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionSummary;
import dev.impuls.function.Placement;
import dev.impuls.json.JsonReaders;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Rows of the table as functions, and the other way round. */
final class Rows {
  /**
   * What a summary is read from.
   *
   * @param hasPlacement whether the table has the columns of version 2 of the schema; what only
   *     reads may find a table of an older version, in which every function has the default
   */
  static String summaryColumns(boolean hasPlacement) {
    return "id, name, description, runtime, handler, code_path, memory_mb, timeout_sec,"
        + " created_at, updated_at, "
        + (hasPlacement ? "function_group, isolation" : "NULL::text, NULL::text");
  }

  /** What a function is read from. */
  static String columns(boolean hasPlacement) {
    return summaryColumns(hasPlacement) + ", code, environment";
  }

  /** True for the rows that {@link #function} can read. */
  static final String READABLE =
      "CASE WHEN environment IS NULL OR environment = 'null' THEN true"
          + " WHEN jsonb_typeof(environment) <> 'object' THEN false"
          + " ELSE NOT jsonb_path_exists(environment, 'strict $.* ? (@.type() <> \"string\")') END"
          + " AND created_at BETWEEN '0001-01-01' AND '9999-12-31 23:59:59.999999'"
          + " AND updated_at BETWEEN '0001-01-01' AND '9999-12-31 23:59:59.999999'";

  /** Where the code is, if the row does not say. */
  static final String CODE_PATH = "functions.code";

  /** What the database takes is read, however long. */
  private static final JsonMapper MAPPER =
      new JsonMapper(
          JsonReaders.factory()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNameLength(Integer.MAX_VALUE)
                      .maxStringLength(Integer.MAX_VALUE)
                      .build())
              .build());

  private static final int LAST_YEAR = 9999;

  private Rows() {}

  /** A row that is no function; the message says what is wrong with it, for people. */
  static final class UnreadableRowException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableRowException(String message) {
      super(message);
    }
  }

  static FunctionSummary summary(ResultSet row) throws SQLException, UnreadableRowException {
    return new FunctionSummary(
        row.getString(1),
        row.getString(2),
        orElse(row.getString(3), ""),
        row.getString(4),
        row.getString(5),
        orElse(row.getString(6), CODE_PATH),
        row.getInt(7),
        row.getInt(8),
        Placement.DEFAULT.with(row.getString(11), row.getString(12)),
        time(row, 9, "created_at"),
        time(row, 10, "updated_at"));
  }

  static Function function(ResultSet row) throws SQLException, UnreadableRowException {
    return Function.of(summary(row), row.getString(13), environment(row.getString(14)));
  }

  static void setTime(PreparedStatement statement, int index, Instant time) throws SQLException {
    statement.setObject(index, LocalDateTime.ofInstant(time, ZoneOffset.UTC));
  }

  static String json(Map<String, String> environment) {
    return environment.isEmpty() ? "{}" : MAPPER.writeValueAsString(environment);
  }

  private static String orElse(@Nullable String value, String fallback) {
    return value == null || value.isEmpty() ? fallback : value;
  }

  /** The table's times have no zone; they are UTC. */
  private static Instant time(ResultSet row, int column, String name)
      throws SQLException, UnreadableRowException {
    LocalDateTime time = row.getObject(column, LocalDateTime.class);
    if (time.getYear() < 1 || time.getYear() > LAST_YEAR) {
      throw new UnreadableRowException(name + " must be a time in one of the years 1 to 9999");
    }
    return time.toInstant(ZoneOffset.UTC);
  }

  private static Map<String, String> environment(@Nullable String json)
      throws UnreadableRowException {
    if (json == null || json.equals("{}")) {
      return Map.of();
    }
    JsonNode read;
    try {
      read = MAPPER.readTree(json);
    } catch (JacksonException e) {
      throw new UnreadableRowException("environment cannot be read: " + JsonReaders.problem(e));
    }
    if (read.isNull()) {
      return Map.of();
    }
    if (!(read instanceof ObjectNode object)) {
      throw new UnreadableRowException("environment must be an object");
    }
    var environment = new TreeMap<String, String>();
    for (var entry : object.properties()) {
      if (!entry.getValue().isString()) {
        throw new UnreadableRowException("environment." + entry.getKey() + " must be a string");
      }
      environment.put(entry.getKey(), entry.getValue().stringValue());
    }
    return environment;
  }
}
