package dev.impuls.engine.js;

import dev.impuls.engine.memory.Account;
import dev.impuls.engine.memory.Accounts;
import dev.impuls.function.Function;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.graalvm.polyglot.PolyglotException;
import org.jspecify.annotations.Nullable;

/**
 * Makes environments of one engine, keeps those that wait for their function's next call, and
 * closes them. May be used by any thread.
 */
final class Environments implements AutoCloseable {
  private static final Duration IDLE_KEPT = Duration.ofMinutes(5);

  /** Measuring all takes no longer; what is left is estimated. */
  private static final Duration MEASURED_WITHIN = Duration.ofSeconds(3);

  private static final Duration MAKER_KEPT = Duration.ofSeconds(10);

  private final int resultBytes;
  private final Accounts accounts;
  private final IdleEnvironments idle;
  private final LazyEngine engine = new LazyEngine();

  /** Made ahead, for whichever functions come next. */
  private final Queue<JsEnvironment> ready = new ConcurrentLinkedQueue<>();

  /** Whether they are made ahead: not while the engine is not warm, as calls want the time. */
  private volatile boolean ahead;

  /** Makes them, one at a time. */
  private final ThreadPoolExecutor maker =
      new ThreadPoolExecutor(
          0,
          1,
          MAKER_KEPT.toSeconds(),
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().daemon().name("impuls-js-ahead").factory());

  /**
   * @param resultBytes what results may take at most
   * @param maxIdle how many environments wait for their next call at most
   * @param accounts has those of all environments
   */
  Environments(int resultBytes, int maxIdle, Accounts accounts) {
    this.resultBytes = resultBytes;
    this.accounts = accounts;
    idle = new IdleEnvironments(maxIdle, IDLE_KEPT.toNanos());
  }

  /** The engine takes a while to make, so it is made when it is first needed. */
  private static final class LazyEngine {
    private @Nullable JsEngine engine;
    private boolean closed;

    synchronized JsEngine get() {
      if (closed) {
        throw new IllegalStateException("the invoker is closed");
      }
      JsEngine made = engine == null ? new JsEngine() : engine;
      engine = made;
      return made;
    }

    synchronized void close() {
      closed = true;
      if (engine != null) {
        engine.close();
      }
    }
  }

  JsEngine engine() {
    return engine.get();
  }

  /**
   * One for that function, idle until now or new.
   *
   * @param whenLoaded runs when a new one has loaded the function's code
   */
  JsEnvironment take(Function function, Runnable whenLoaded) {
    JsEnvironment idling = idle.take(function);
    if (idling != null) {
      return idling;
    }
    var account = new Account(function.memoryMb());
    accounts.opened(account);
    account.beginTurn(); // Or it would not be known whose memory it takes.
    try {
      JsEnvironment prepared = ready.poll();
      JsEnvironment own =
          prepared == null ? new JsEnvironment(engine.get(), resultBytes) : prepared;
      if (ahead && maker.getQueue().isEmpty()) {
        maker.execute(this::makeOneAhead);
      }
      return own.adopt(function, account, whenLoaded);
    } catch (RuntimeException | Error e) {
      accounts.closed(account);
      throw e;
    } finally {
      account.endTurn();
    }
  }

  /** Its call has ended: keeps it for the next one, or closes it. */
  void giveBack(JsEnvironment environment) {
    boolean unusable = environment.isUnusable() || environment.account().isOutdated();
    closeInBackground(unusable ? List.of(environment) : idle.put(environment));
  }

  /** Closes one that waits for the next call of that function, in this thread. */
  void closeIdle(Function function) {
    JsEnvironment used = idle.take(function);
    if (used != null) {
      close(used);
    }
  }

  /** Closes those that wait for calls of that revision of the function. */
  void forget(Function function) {
    closeInBackground(idle.takeAll(function));
  }

  void closeExpired() {
    closeInBackground(idle.takeExpired());
  }

  /** Closes so many, or all that are idle, those used longest ago first; returns how many. */
  int evict(int count) {
    List<JsEnvironment> eldest = idle.takeEldest(count);
    closeInBackground(eldest);
    return eldest.size();
  }

  /** Closes the idle ones that the guard does not want to be used again. */
  void evictOutdated() {
    closeInBackground(idle.takeIf(one -> one.account().isOutdated()));
  }

  int idle() {
    return idle.size();
  }

  /**
   * An upper bound of what the idle ones hold.
   *
   * @param exactly measures them, as far as there is time
   */
  long idleBytes(boolean exactly) {
    long end = System.nanoTime() + MEASURED_WITHIN.toNanos();
    long bytes = 0;
    for (JsEnvironment one : idle.all()) {
      if (exactly && System.nanoTime() - end < 0) {
        long measured = one.measure(one.account().mostHeld(), new AtomicBoolean());
        if (measured >= 0) {
          one.account().measured(measured);
        }
      }
      bytes += one.account().mostHeld();
    }
    return bytes;
  }

  void closeInBackground(List<JsEnvironment> environments) {
    closeInBackground(environments, () -> {});
  }

  /**
   * @param whenClosed runs when all are closed
   */
  void closeInBackground(List<JsEnvironment> environments, Runnable whenClosed) {
    if (environments.isEmpty()) {
      return;
    }
    // Not a virtual thread: closing enters the context, as calling it does.
    Thread.ofPlatform()
        .daemon()
        .name("impuls-js-close")
        .start(
            () -> {
              try {
                environments.forEach(this::close);
              } finally {
                whenClosed.run();
              }
            });
  }

  private void close(JsEnvironment environment) {
    try {
      environment.cancel();
    } finally {
      accounts.closed(environment.account());
    }
  }

  /** Makes one ahead, and from now on another whenever a function has taken one. */
  void prepareOne() {
    ahead = true;
    makeOneAhead();
  }

  private void makeOneAhead() {
    JsEnvironment environment = null;
    try {
      environment = new JsEnvironment(engine.get(), resultBytes);
      environment.prepare();
      ready.add(environment);
    } catch (PolyglotException | IllegalStateException | OutOfMemoryError e) {
      // The next call meets the same, and tells; or the engine was closed.
      if (environment != null) {
        environment.cancel();
      }
    }
  }

  @Override
  public void close() {
    maker.shutdownNow();
    idle.takeAll().forEach(this::close);
    for (JsEnvironment one = ready.poll(); one != null; one = ready.poll()) {
      one.cancel();
    }
    engine.close();
  }
}
