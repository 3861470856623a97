package dev.impuls.store.postgres;

import dev.impuls.store.StoreUnavailableException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/**
 * What an error of the database is to people. The codes are those of PostgreSQL's documentation,
 * "PostgreSQL Error Codes".
 */
final class Failures {
  private static final String INSUFFICIENT_PRIVILEGE = "42501";
  private static final String READ_ONLY = "25006";
  private static final String NO_CONNECTION_LEFT = "53300";
  private static final String UNDEFINED_COLUMN = "42703";
  private static final String UNIQUE_VIOLATION = "23505";

  private final ConnectionString connection;

  Failures(ConnectionString connection) {
    this.connection = connection;
  }

  /**
   * @param what what could not be done, a sentence without its end
   */
  StoreUnavailableException unavailable(String what, SQLException e) {
    return new StoreUnavailableException(what + ": " + explain(e), e);
  }

  /** The same for a change that may have been made before the connection was lost. */
  StoreUnavailableException uncertain(String what, SQLException e) {
    String message = what + ": " + explain(e);
    return new StoreUnavailableException(
        isLost(e) ? message + "; whether it was made is not known" : message, e);
  }

  /** Why, in words for people, without a password. */
  String explain(SQLException e) {
    String place = connection.location();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case UnknownHostException _ -> {
          return "the host of " + place + " is not known";
        }
        case ConnectException _, NoRouteToHostException _ -> {
          return "nothing answers at " + place;
        }
        case SocketTimeoutException _ -> {
          return place + " does not answer";
        }
        case SSLException _ -> {
          return "no TLS connection to " + place + " can be made: " + cause.getMessage();
        }
        default -> {}
      }
    }
    String message = messageOf(e);
    return switch (String.valueOf(stateOf(e))) {
      case "28P01" -> place + " does not take the password of \"" + connection.user() + "\"";
      case "3D000" -> place + " is not there; make it with createdb";
      case READ_ONLY -> place + " takes no changes now: it is read-only";
      case "53100" -> "the disk of " + place + " is full";
      case NO_CONNECTION_LEFT -> place + " has no connection left: " + message;
      case "57014" -> place + " took longer than it may";
      case INSUFFICIENT_PRIVILEGE ->
          "\"" + connection.user() + "\" may not do that at " + place + ": " + message;
      case UNDEFINED_COLUMN ->
          place
              + " says: "
              + message
              + "; if its schema is of an older version, impuls-server --db-migrate brings it up to"
              + " date";
      default -> place + " says: " + message;
    };
  }

  /** Whether the database may be back in a while, as nothing is wrong with what was asked. */
  static boolean isAway(SQLException e) {
    return stateOf(e) == null || isLost(e) || isOf(e, NO_CONNECTION_LEFT);
  }

  /** Whether the connection ended, so that it is not known what the database did. */
  private static boolean isLost(SQLException e) {
    String state = stateOf(e);
    return state != null && (state.startsWith("08") || state.startsWith("57P0"));
  }

  private static boolean isOf(SQLException e, String state) {
    return state.equals(stateOf(e));
  }

  /** Whether a connection that says so should be used no more: another host may take changes. */
  static boolean isReadOnly(SQLException e) {
    return isOf(e, READ_ONLY);
  }

  /** What the database would say to a change. */
  static SQLException readOnly() {
    return new SQLException("it takes no changes", READ_ONLY);
  }

  /** Whether another row has what is to be in one only. */
  static boolean isTaken(SQLException e) {
    return isOf(e, UNIQUE_VIOLATION);
  }

  /** The first of that type among an error and its causes, or null. */
  static <T extends Throwable> @Nullable T find(Class<T> type, Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }

  /** A pool that has no connection wraps why. */
  private static @Nullable String stateOf(SQLException e) {
    PSQLException postgres = find(PSQLException.class, e);
    if (postgres != null) {
      return postgres.getSQLState();
    }
    return e instanceof SQLTransientConnectionException ? NO_CONNECTION_LEFT : e.getSQLState();
  }

  private static String messageOf(SQLException e) {
    PSQLException postgres = find(PSQLException.class, e);
    if (postgres != null) {
      var server = postgres.getServerErrorMessage();
      return String.valueOf(server == null ? postgres.getMessage() : server.getMessage());
    }
    return e instanceof SQLTransientConnectionException
        ? "all of the pool are in use"
        : String.valueOf(e.getMessage());
  }
}
