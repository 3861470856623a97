package dev.impuls.store.postgres;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.impuls.function.FieldProblem;
import dev.impuls.function.Function;
import dev.impuls.function.FunctionDraft;
import dev.impuls.function.FunctionPatch;
import dev.impuls.function.FunctionRules;
import dev.impuls.function.InvalidFunctionException;
import dev.impuls.function.Revision;
import dev.impuls.store.BrokenFunctionException;
import dev.impuls.store.Change;
import dev.impuls.store.ChangeFeed;
import dev.impuls.store.FunctionExistsException;
import dev.impuls.store.FunctionNotFoundException;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.Page;
import dev.impuls.store.RevisionMismatchException;
import dev.impuls.store.StoreStatus;
import dev.impuls.store.StoreStatus.PoolUse;
import dev.impuls.store.StoreStatus.RecordProblem;
import dev.impuls.store.StoreUnavailableException;
import dev.impuls.store.postgres.RunnableFunctions.Loaded;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Functions in a table of a PostgreSQL database, which any number of servers may share.
 *
 * <p>One row is one function, so each change is one transaction; a writer locks the row it changes,
 * and readers wait for nobody. While the database is away, everything throws {@link
 * StoreUnavailableException} but {@link #getToRun}, for functions that were run before; when it is
 * back, all goes on by itself.
 */
public final class PostgresFunctionStore implements FunctionStore {
  private static final Logger log = LoggerFactory.getLogger(PostgresFunctionStore.class);

  private static final Duration RETRY_START_AFTER = Duration.ofMillis(500);

  private static final int MOST_PROBLEMS = 100;

  private final String place;
  private final Failures failures;
  private final Clock clock;
  private final HikariDataSource pool;
  private final Listener listener;
  private final Queries queries;
  private final ChangeFeed feed = new ChangeFeed();
  private final RunnableFunctions runnable;

  /** Held shared by whoever uses the database, exclusively by close. */
  private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

  private volatile boolean closed;

  /**
   * Opens a database, waiting for it as long as the settings say, and brings its schema up to date.
   *
   * @throws StoreUnavailableException if the database stays away, does not let this user in, or has
   *     a table that is none of ours; the message says which, for people
   */
  public static PostgresFunctionStore open(PostgresStoreSettings settings) {
    var failures = new Failures(settings.connection());
    var schema = new Schema(settings.connection(), failures);
    long begun = System.nanoTime();
    boolean waiting = false;
    while (true) {
      try {
        schema.prepare(settings.mayMigrate());
        return new PostgresFunctionStore(settings, failures, Clock.systemUTC());
      } catch (SQLException e) {
        long left = settings.startTimeout().toNanos() - (System.nanoTime() - begun);
        if (!Failures.isAway(e) || left <= 0) {
          throw failures.unavailable("The database cannot be opened", e);
        }
        if (!waiting) {
          log.warn(
              "Waiting up to {} s for the database: {}",
              settings.startTimeout().toSeconds(),
              failures.explain(e));
          waiting = true;
        }
        pause(Math.min(left, RETRY_START_AFTER.toNanos()));
      }
    }
  }

  private static void pause(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("Waiting for the database was interrupted", e);
    }
  }

  private PostgresFunctionStore(PostgresStoreSettings settings, Failures failures, Clock clock)
      throws SQLException {
    this.place = settings.connection().location();
    this.failures = failures;
    this.clock = clock;
    this.pool = Pool.open(settings);
    this.runnable = new RunnableFunctions(this::isLast);
    this.listener =
        new Listener(
            settings.connection(),
            failures,
            new Changes(),
            // Those that are dead would each be waited for.
            () -> pool.getHikariPoolMXBean().softEvictConnections());
    try {
      this.queries = Queries.of(pool);
      listener.start();
    } catch (SQLException | RuntimeException e) {
      pool.close();
      feed.close();
      throw e;
    }
  }

  private boolean isLast(String name, long version) {
    return listener.isLast(name, version);
  }

  private final class Changes implements Listener.Changes {
    @Override
    public void heard(Change change, long version) {
      runnable.forgetOthers(change.name(), version);
      feed.announce(change);
    }

    @Override
    public void restarted() {
      runnable.clear();
    }

    @Override
    public void caughtUp(long nanoTime) {
      runnable.caughtUp(nanoTime);
    }
  }

  /** One thing done with a connection. */
  private interface Step<T extends @Nullable Object> {
    T run(Connection connection) throws SQLException;
  }

  private <T extends @Nullable Object> T read(String what, Step<T> step) {
    use.readLock().lock();
    try (Connection connection = connection(what)) {
      return step.run(connection);
    } catch (SQLException e) {
      throw failures.unavailable(what, e);
    } finally {
      use.readLock().unlock();
    }
  }

  private <T extends @Nullable Object> T change(String name, Step<T> step) {
    String what = "Writing the function \"" + name + "\" failed";
    use.readLock().lock();
    try (Connection connection = connection(what)) {
      return step.run(connection);
    } catch (SQLException e) {
      throw failures.uncertain(what, e);
    } finally {
      runnable.forget(name);
      use.readLock().unlock();
    }
  }

  private Connection connection(String what) throws SQLException {
    requireOpen();
    String outage = listener.outage();
    if (outage != null && pool.getHikariPoolMXBean().getTotalConnections() == 0) {
      throw new StoreUnavailableException(what + ": " + outage, null); // At once, not after a wait.
    }
    return pool.getConnection();
  }

  @Override
  public Function create(FunctionDraft draft) {
    requireOpen();
    FunctionRules.require(draft);
    Function function = draft.toFunction(Rows.CODE_PATH, clock.instant());
    return change(function.name(), connection -> insert(connection, function));
  }

  private Function insert(Connection connection, Function function) throws SQLException {
    if (!queries.insert(connection, function)) {
      throw new FunctionExistsException(function.name());
    }
    return function;
  }

  @Override
  public Function get(String name) {
    return load(name).function();
  }

  private Loaded load(String name) {
    requireOpen();
    Loaded found =
        Queries.isText(name)
            ? read(
                "The function \"" + name + "\" cannot be read",
                connection -> queries.select(connection, name, false))
            : null;
    if (found == null) {
      throw new FunctionNotFoundException(name);
    }
    return found;
  }

  @Override
  public Function getToRun(String name) {
    requireOpen();
    if (!listener.isCertain()) {
      listener.awaitVerdict();
    }
    if (listener.isCertain()) {
      return runnable.get(name, this::load);
    }
    Function here = runnable.get(name);
    if (here != null && listener.outage() != null) {
      return here;
    }
    return get(name); // Not kept: nobody would hear of a change.
  }

  @Override
  public Function update(String name, FunctionPatch patch, @Nullable Revision expected) {
    requireOpen();
    if (!Queries.isText(name)) {
      throw new FunctionNotFoundException(name);
    }
    return change(
        name,
        connection -> inTransaction(connection, () -> update(connection, name, patch, expected)));
  }

  private Function update(
      Connection connection, String name, FunctionPatch patch, @Nullable Revision expected)
      throws SQLException {
    Loaded found = queries.select(connection, name, true);
    if (found == null) {
      throw new FunctionNotFoundException(name);
    }
    Function current = found.function();
    RevisionMismatchException.check(name, expected, current.revision());
    Function changed = patch.applyTo(current);
    FunctionRules.require(changed.toDraft());
    if (changed.revision().equals(current.revision())) {
      return current;
    }
    Function next = changed.updatedAt(current.nextUpdate(clock.instant()), current.codePath());
    queries.update(connection, current, next);
    return next;
  }

  @Override
  public Function put(Function function, @Nullable Revision expected) {
    requireOpen();
    FunctionRules.require(function);
    Function kept = function.keptAt(Rows.CODE_PATH);
    return change(
        kept.name(),
        connection -> {
          try {
            return expected == null
                ? insert(connection, kept)
                : inTransaction(connection, () -> replace(connection, kept, expected));
          } catch (SQLException e) {
            if (Failures.isTaken(e)) { // The name is looked for before, so it is the id.
              throw new InvalidFunctionException(
                  List.of(new FieldProblem("id", "is that of another function")));
            }
            throw e;
          }
        });
  }

  private Function replace(Connection connection, Function function, Revision expected)
      throws SQLException {
    Loaded found = queries.select(connection, function.name(), true);
    if (found == null) {
      throw new FunctionNotFoundException(function.name());
    }
    Function current = found.function();
    RevisionMismatchException.check(current.name(), expected, current.revision());
    if (function.revision().equals(current.revision())) {
      return current;
    }
    Function next = function.keptAt(current.codePath());
    queries.update(connection, current, next);
    return next;
  }

  @Override
  public void delete(String name, @Nullable Revision expected) {
    requireOpen();
    boolean deleted =
        Queries.isText(name)
            && change(
                name,
                connection ->
                    expected == null
                        ? queries.delete(connection, name)
                        : inTransaction(
                            connection,
                            () -> {
                              requireRevision(connection, name, expected);
                              return queries.delete(connection, name);
                            }));
    if (!deleted) {
      throw new FunctionNotFoundException(name);
    }
  }

  private void requireRevision(Connection connection, String name, Revision expected)
      throws SQLException {
    Revision current;
    try {
      Loaded found = queries.select(connection, name, true);
      if (found == null) {
        throw new FunctionNotFoundException(name);
      }
      current = found.function().revision();
    } catch (BrokenFunctionException e) {
      current = null;
    }
    RevisionMismatchException.check(name, expected, current);
  }

  private interface Work<T> {
    T run() throws SQLException;
  }

  private static <T> T inTransaction(Connection connection, Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    boolean done = false;
    try {
      T result = work.run();
      connection.commit();
      done = true;
      return result;
    } finally {
      if (!done) {
        rollBack(connection);
      }
    }
  }

  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      log.debug("Nothing is left to roll back", e); // The pool gives the connection up.
    }
  }

  @Override
  public Page list(FunctionQuery query) {
    requireOpen();
    if (!Queries.canMatch(query)) {
      return new Page(List.of(), 0, false);
    }
    return read("The functions cannot be listed", connection -> queries.list(connection, query));
  }

  @Override
  public Stream<Function> stream(FunctionQuery query) {
    requireOpen();
    if (!Queries.canMatch(query)) {
      return Stream.empty();
    }
    return StreamSupport.stream(
        new Batches(
            query,
            batch ->
                read(
                    "The functions cannot be listed",
                    connection -> queries.batch(connection, batch))),
        false);
  }

  @Override
  public Subscription subscribe(Consumer<Change> listener) {
    requireOpen();
    return feed.subscribe(listener);
  }

  @Override
  public StoreStatus status() {
    String outage = closed ? "the store is closed" : listener.outage();
    if (outage == null) {
      try {
        // Without the connection that was used for it.
        return read("The database cannot be used", this::status).withPool(poolUse());
      } catch (StoreUnavailableException e) {
        outage = String.valueOf(e.getMessage());
      }
    }
    return new StoreStatus("postgres", place, 0, false, outage, List.of()).withPool(poolUse());
  }

  private StoreStatus status(Connection connection) throws SQLException {
    Queries.State state = queries.state(connection);
    List<RecordProblem> problems =
        state.readable() == state.all() ? List.of() : queries.problems(connection, MOST_PROBLEMS);
    return new StoreStatus("postgres", place, state.readable(), state.writable(), null, problems);
  }

  private PoolUse poolUse() {
    HikariPoolMXBean now = pool.getHikariPoolMXBean();
    return new PoolUse(
        now.getActiveConnections(),
        now.getIdleConnections(),
        now.getThreadsAwaitingConnection(),
        pool.getMaximumPoolSize());
  }

  private void requireOpen() {
    if (closed) {
      throw new StoreUnavailableException("The store at " + place + " is closed", null);
    }
  }

  @Override
  public void close() {
    use.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
    } finally {
      use.writeLock().unlock();
    }
    listener.close();
    pool.close();
    feed.close();
    runnable.clear();
  }
}
