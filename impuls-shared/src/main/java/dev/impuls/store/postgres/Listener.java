package dev.impuls.store.postgres;

import dev.impuls.store.Change;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of every change of the table, on a connection and a thread of its own.
 *
 * <p>Triggers announce changes. What they cannot tell of is found by looking: four times a second
 * whether the table or its triggers are others (a restore makes them anew), and after each new
 * connection. Then all names are compared with the versions of their rows that were last heard of.
 */
final class Listener implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Listener.class);

  private static final String CHANNEL = "impuls_functions";
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  /** How old certainty may be: with it, what is heard is heard within a second. */
  private static final Duration CERTAIN_FOR = Duration.ofMillis(800);

  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration PATIENCE_TO_CONNECT = Duration.ofSeconds(5);
  private static final Duration PATIENCE_TO_COMPARE = Duration.ofMinutes(1);
  private static final Duration RETRY_AFTER = Duration.ofMillis(250);

  /** Row versions are 32 bits; 0 is no row's. */
  private static final long UNKNOWN = 0;

  private final PGSimpleDataSource source;
  private final Failures failures;
  private final Changes changes;
  private final Runnable lost;
  private final Thread thread;

  /** The version of each function's row; written by the thread alone, once it runs. */
  private final Map<String, Long> versions = new ConcurrentHashMap<>();

  private final boolean mustTakeChanges;
  private @Nullable Connection connection;
  private Table table = Table.NONE;

  /** When the database was started. */
  private String started = "";

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition verdict = lock.newCondition();
  private volatile long certainAt;
  private volatile @Nullable String outage;
  private volatile boolean closed;

  /** Told of what is heard. */
  interface Changes {
    /**
     * Takes note of a change.
     *
     * @param version of the row as it is now, 0 if there is none or it is not known
     */
    void heard(Change change, long version);

    /** Another database may answer now, whose versions say nothing of those of the one before. */
    void restarted();

    /** Everything that was committed by then, of {@link System#nanoTime}, has been heard. */
    void caughtUp(long nanoTime);
  }

  /**
   * One that does not listen yet.
   *
   * @param changes told of each change, on the listener's thread, before it counts as heard
   * @param lost runs when the database can be heard no more
   */
  Listener(ConnectionString database, Failures failures, Changes changes, Runnable lost) {
    this.source = database.dataSource(PATIENCE_TO_CONNECT);
    this.mustTakeChanges = "primary".equals(database.option(PGProperty.TARGET_SERVER_TYPE));
    this.lost = lost;
    this.failures = failures;
    this.changes = changes;
    this.thread = Thread.ofVirtual().name("impuls-listener").unstarted(this::run);
  }

  /** Connects, takes note of what is there, and begins to listen. */
  void start() throws SQLException {
    try {
      connect();
    } catch (SQLException e) {
      disconnect();
      throw e;
    }
    thread.start();
  }

  /** Whether everything that was committed a second ago has been heard of. */
  boolean isCertain() {
    return outage == null && System.nanoTime() - certainAt < CERTAIN_FOR.toNanos();
  }

  /** Whether that is the version of the function's row that was last heard of. */
  boolean isLast(String name, long version) {
    Long known = versions.get(name);
    return known != null && known == version;
  }

  /** Why nothing can be heard just now, or null. */
  @Nullable String outage() {
    return outage;
  }

  /** Waits until it is certain, or known to be away: a moment at most. */
  void awaitVerdict() {
    lock.lock();
    try {
      long patience = 2 * PATIENCE.toNanos();
      while (!closed && outage == null && !isCertain() && patience > 0) {
        patience = verdict.awaitNanos(patience);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (!closed) {
      try {
        if (connection == null) {
          connect();
          log.info("The database is back");
        }
        listen();
      } catch (SQLException e) {
        if (!closed) {
          away(e);
        }
      } catch (RuntimeException e) {
        log.error("Listening for changes failed; it begins anew", e);
        away(new SQLException(e.getMessage(), e));
      }
    }
    disconnect();
  }

  private void away(SQLException e) {
    disconnect();
    boolean first = outage == null;
    settle(failures.explain(e));
    if (first) {
      log.warn("The database is away: {}", failures.explain(e));
      lost.run();
    }
    try {
      TimeUnit.NANOSECONDS.sleep(RETRY_AFTER.toNanos());
    } catch (InterruptedException interrupted) {
      // Told to close.
    }
  }

  private void disconnect() {
    Connection old = connection;
    connection = null;
    if (old != null) {
      try {
        old.abort(Runnable::run);
      } catch (SQLException e) {
        log.debug("A lost connection cannot be closed", e);
      }
    }
  }

  private void connect() throws SQLException {
    long begun = System.nanoTime();
    Connection fresh = source.getConnection();
    connection = fresh;
    patience(fresh, PATIENCE);
    try (var statement = fresh.createStatement()) {
      statement.execute("LISTEN " + CHANNEL);
    }
    table = look(fresh);
    String since = startOf(fresh);
    if (!since.equals(started)) {
      started = since;
      changes.restarted();
    }
    compare(fresh);
    certain(begun);
  }

  private static String startOf(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_postmaster_start_time()::text")) {
      row.next();
      return row.getString(1);
    }
  }

  private static void patience(Connection connection, Duration patience) throws SQLException {
    Executor here = Runnable::run;
    connection.setNetworkTimeout(here, Math.toIntExact(patience.toMillis()));
  }

  private void listen() throws SQLException {
    Connection listening = connection;
    if (listening == null) {
      return;
    }
    var notifications = listening.unwrap(PGConnection.class);
    long looked = System.nanoTime();
    while (!closed) {
      long left = LOOK_EVERY.toNanos() - (System.nanoTime() - looked);
      if (left > 0) {
        hear(
            notifications.getNotifications(Math.max(1, (int) TimeUnit.NANOSECONDS.toMillis(left))));
        continue;
      }
      looked = System.nanoTime();
      Table seen = look(listening);
      // What was committed before is here by now.
      hear(notifications.getNotifications());
      if (!seen.equals(table) || !seen.announces) {
        table = seen;
        compare(listening);
      }
      certain(looked);
    }
  }

  private void hear(PGNotification @Nullable [] notifications) throws SQLException {
    if (notifications == null) {
      return;
    }
    boolean all = false;
    for (PGNotification notification : notifications) {
      // TABLE OPERATION VERSION PLACE NAME, where the place only tells one row from another.
      String[] said = notification.getParameter().split(" ", 5);
      if (!said[0].equals(Long.toString(table.id))) {
        continue; // Of a table in another schema.
      }
      if (said.length == 5) {
        hear(said[1], version(said[2]), said[4]);
      } else {
        all = true;
      }
    }
    Connection listening = connection;
    if (all && listening != null) {
      compare(listening);
    }
  }

  private static long version(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return UNKNOWN; // Somebody else's notification; the next comparison finds out.
    }
  }

  private void hear(String operation, long version, String name) {
    if (operation.equals("DELETE")) {
      if (versions.remove(name) != null) {
        changes.heard(new Change(Change.Kind.DELETED, name), UNKNOWN);
      }
      return;
    }
    Long known = versions.put(name, version);
    if (known == null) {
      changes.heard(new Change(Change.Kind.CREATED, name), version);
    } else if (known == UNKNOWN || known != version) {
      changes.heard(new Change(Change.Kind.UPDATED, name), version);
    }
  }

  /** Finds what is other than was last heard of. */
  private void compare(Connection listening) throws SQLException {
    patience(listening, PATIENCE_TO_COMPARE);
    Map<String, Long> there = new HashMap<>();
    if (table.id != 0) {
      listening.setAutoCommit(false); // Rows are fetched bit by bit only in a transaction.
      try (var statement = listening.createStatement()) {
        statement.setFetchSize(10_000);
        try (ResultSet row =
            statement.executeQuery("SELECT name, xmin::text::bigint FROM functions")) {
          while (row.next()) {
            there.put(row.getString(1), row.getLong(2));
          }
        }
        listening.commit();
      } finally {
        listening.setAutoCommit(true);
      }
    }
    List<Change> found = new ArrayList<>();
    for (String name : versions.keySet()) {
      if (!there.containsKey(name)) {
        found.add(new Change(Change.Kind.DELETED, name));
      }
    }
    there.forEach(
        (name, version) -> {
          Long known = versions.get(name);
          if (known == null) {
            found.add(new Change(Change.Kind.CREATED, name));
          } else if (!known.equals(version)) {
            found.add(new Change(Change.Kind.UPDATED, name));
          }
        });
    versions.clear();
    versions.putAll(there);
    for (Change change : found) {
      changes.heard(change, there.getOrDefault(change.name(), UNKNOWN));
    }
    patience(listening, PATIENCE);
  }

  /**
   * The table as it is found under its name.
   *
   * @param id 0 if there is none
   * @param file another one after it was rewritten or emptied
   * @param triggers another one after they were made, switched off or on
   * @param announces whether changes are announced
   */
  private record Table(long id, long file, String triggers, boolean announces) {
    static final Table NONE = new Table(0, 0, "", false);
  }

  private Table look(Connection connection) throws SQLException {
    try (var statement =
            connection.prepareStatement(
                "SELECT c.oid::bigint, coalesce(pg_relation_filenode(c.oid), 0)::bigint,"
                    + " coalesce(string_agg(t.oid || '/' || t.xmin, ' ' ORDER BY t.oid), ''),"
                    + " count(t.oid) FILTER (WHERE t.tgenabled <> 'D') = 2,"
                    + " current_setting('transaction_read_only') = 'on'"
                    + " FROM pg_class c LEFT JOIN pg_trigger t ON t.tgrelid = c.oid"
                    + " AND t.tgname IN ('impuls_announce', 'impuls_announce_truncate')"
                    + " WHERE c.oid = to_regclass('functions') GROUP BY c.oid");
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        return Table.NONE;
      }
      if (mustTakeChanges && row.getBoolean(5)) {
        throw Failures.readOnly(); // Another host takes them now, which is to be found.
      }
      return new Table(row.getLong(1), row.getLong(2), row.getString(3), row.getBoolean(4));
    }
  }

  private void certain(long asOf) {
    changes.caughtUp(asOf);
    certainAt = asOf;
    settle(null);
  }

  private void settle(@Nullable String why) {
    lock.lock();
    try {
      outage = why;
      verdict.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    closed = true;
    settle(outage);
    thread.interrupt();
    try {
      thread.join(PATIENCE.multipliedBy(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    disconnect();
  }
}
