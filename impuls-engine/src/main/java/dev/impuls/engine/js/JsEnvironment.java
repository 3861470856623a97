package dev.impuls.engine.js;

import dev.impuls.engine.memory.Account;
import dev.impuls.function.Function;
import dev.impuls.invoke.InvocationResult.InvocationError;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * One execution environment of one function: its context, with its loaded code and its globals. It
 * serves one call at a time. Everything but {@link #cancel}, {@link #isClosed} and {@link #measure}
 * is called by one thread at a time, the one whose turn it is.
 *
 * <p>A turn runs until the code gives up control, microtasks included. Between turns the
 * environment waits for its timers and its requests without a thread. After a call its timers stand
 * still until the next call; its requests are ended, and their promises never settle.
 *
 * <p>What the code throws in a turn fails the call. What the engine throws goes to the caller, and
 * so does a context that was closed, unless the call has ended with it.
 */
final class JsEnvironment {
  private final Context context;
  private final JsEngine engine;
  private final JsTimers timers = new JsTimers();
  private final HostFetch requests = new HostFetch();
  private final HostFunctions host;
  private @Nullable Bootstrap bootstrap;
  private @Nullable Function function;
  private Runnable whenLoaded = () -> {};
  private @Nullable JsCall current;

  /** The code was loaded without an error; a module may still await at its top level. */
  private boolean isLoaded;

  /** A module awaits at its top level, and each turn has to look whether it is done. */
  private boolean awaitsModule;

  /** Ran out of memory; what its globals hold now is anybody's guess. */
  private boolean exhausted;

  private Account account = new Account(0);

  /** That of the context; null until it has a function, and where none can be measured. */
  private volatile JsEngine.@Nullable Size size;

  private volatile boolean closed;

  /**
   * One that has no function yet.
   *
   * @param resultBytes what results may take at most; longer ones are not even fetched
   */
  JsEnvironment(JsEngine engine, int resultBytes) {
    this.context = engine.newContext();
    this.engine = engine;
    host = new HostFunctions(context, engine, () -> current, timers, requests, resultBytes);
  }

  /** Makes what any function finds beside the language, so that the first call need not. */
  void prepare() {
    bootstrap = new Bootstrap(context, engine, host.byName());
  }

  /**
   * Makes it the environment of that function, before its first call.
   *
   * @param own counts what it allocates
   * @param afterLoading runs when the function's code was loaded, before it is called
   */
  JsEnvironment adopt(Function given, Account own, Runnable afterLoading) {
    function = given;
    whenLoaded = afterLoading;
    host.restartClock();
    account = own;
    context.enter();
    try {
      size = engine.sizeOfEntered();
    } catch (RuntimeException | Error e) {
      cancel(); // Nobody else knows of it.
      throw e;
    } finally {
      context.leave();
    }
    return this;
  }

  Function function() {
    return Objects.requireNonNull(function);
  }

  /**
   * The first turn of a call; loads the code if this is the environment's first call.
   *
   * @param fetches the call's requests
   */
  void start(JsCall started, JsFetches fetches) {
    current = started;
    requests.begin(fetches);
    run(
        () -> {
          if (!isLoaded) {
            started.startedCold();
            load();
            whenLoaded.run();
          }
          requests.forgetEnded(script());
          script().call(started);
        });
  }

  private void load() {
    if (bootstrap == null) {
      prepare();
    }
    script().adopt(function());
    awaitsModule = !CodeLoader.load(function().code(), context, script());
    isLoaded = true;
  }

  /** One more turn, for the answers that came and the timers that are due. */
  void resume() {
    while (requests.hasArrived() && !hasOutcome()) {
      JsFetches.Arrived arrived = requests.take();
      if (arrived != null) {
        run(() -> requests.deliver(arrived, script()));
      }
    }
    long now = System.nanoTime();
    while (!hasOutcome()) {
      OptionalInt timer = timers.takeDue(now);
      if (timer.isEmpty()) {
        break;
      }
      run(() -> script().fire(timer.getAsInt()));
    }
    if (awaitsModule) {
      run(() -> awaitsModule = !script().goOnLoading());
    }
  }

  private boolean hasOutcome() {
    JsCall running = current;
    return running != null && running.isSettled(false);
  }

  private Bootstrap script() {
    Bootstrap own = bootstrap;
    if (own == null) {
      throw new IllegalStateException("the bootstrap script has not run yet");
    }
    return own;
  }

  /** True if the next call has to have a new environment: the code failed to load, for example. */
  boolean isUnusable() {
    return !isLoaded || awaitsModule || exhausted;
  }

  /** True if its code met the end of memory, or of what there is of the stack. */
  boolean isExhausted() {
    return exhausted;
  }

  boolean hasTimers() {
    return !timers.isEmpty();
  }

  /** How long until the next timer is due; 0 or less if one is. */
  long nanosToNextTimer() {
    return timers.nanosToNext();
  }

  /** The call is over; what it still does is nobody's. */
  void end() {
    current = null;
    requests.end();
  }

  /** Stops the code wherever it is and releases everything; may be called by any thread. */
  void cancel() {
    try {
      context.close(true);
    } finally {
      closed = true;
    }
  }

  /** True once {@link #cancel} has come back. */
  boolean isClosed() {
    return closed;
  }

  /** What it allocates; that of the function it is for. */
  Account account() {
    return account;
  }

  /**
   * Measures what it keeps, without what only running code refers to, while its code pauses; may be
   * called by any thread.
   *
   * @param stopAt beyond so many bytes the exact figure does not matter
   * @return bytes; negative if it cannot be measured, or was cancelled
   */
  long measure(long stopAt, AtomicBoolean cancelled) {
    JsEngine.Size own = size;
    if (own == null || closed) {
      return -1;
    }
    try {
      return own.bytes(stopAt, cancelled);
    } catch (IllegalStateException | PolyglotException e) {
      return -1; // Cancelled, or closed meanwhile.
    }
  }

  private void run(Runnable turn) {
    JsCall running = current;
    try {
      turn.run();
    } catch (PolyglotException e) {
      if (e.isInternalError() && !e.isResourceExhausted()) {
        exhausted = true;
        throw e;
      }
      exhausted |= e.isResourceExhausted();
      if (running != null) {
        running.fail(e.isResourceExhausted() ? 507 : 500, error(e));
      }
    } catch (IllegalStateException e) {
      // The context was closed by a time-out between two turns; the call has ended with it.
      if (running == null || !running.hasEnded()) {
        throw e;
      }
    }
  }

  private InvocationError error(PolyglotException e) {
    if (e.isResourceExhausted()) {
      return JsCall.OUT_OF_MEMORY;
    }
    if (e.isSyntaxError() && !isLoaded) {
      return new InvocationError("Runtime.UserCodeSyntaxError", CodeLoader.syntaxMessage(e), "");
    }
    Value thrown = e.getGuestObject();
    if (thrown != null && bootstrap != null) {
      return bootstrap.describe(thrown);
    }
    return new InvocationError("Error", String.valueOf(e.getMessage()), "");
  }
}
