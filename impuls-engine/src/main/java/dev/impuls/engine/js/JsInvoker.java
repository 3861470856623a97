package dev.impuls.engine.js;

import com.sun.management.ThreadMXBean;
import dev.impuls.function.Function;
import dev.impuls.function.FunctionDraft;
import dev.impuls.function.FunctionSummary;
import dev.impuls.function.Runtimes;
import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.InvocationResult.InvocationError;
import dev.impuls.invoke.InvocationResult.LogRecord;
import dev.impuls.invoke.Invoker;
import dev.impuls.invoke.Limits;
import dev.impuls.invoke.RunningCalls;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;
import org.jspecify.annotations.Nullable;

/**
 * Runs JavaScript functions on GraalJS in this process. Each revision of a function has
 * environments of its own, made when they are needed and used again; two functions never share one.
 *
 * <p>What running in this process cannot give: {@code memoryMb} is not enforced, and code that the
 * engine cannot interrupt keeps its thread until it is done, after its call was answered.
 */
public final class JsInvoker implements Invoker {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** An environment takes a third of a megabyte and up; these make some hundred megabytes. */
  private static final int MOST_IDLE = 256;

  private static final Duration IDLE_KEPT = Duration.ofMinutes(5);
  private static final int REAP_SECONDS = 30;

  /** Cancelling takes effect at the next loop or call, so a thread not back by then is stuck. */
  private static final Duration STUCK_AFTER = Duration.ofSeconds(1);

  /** After so many, loading and calling another takes about as long as it ever will. */
  public static final int WARM_UP_FUNCTIONS = 30;

  private static final int WARM_UP_CALLS = 3;

  /** Something of what functions are made of. */
  private static final String WARM_UP_CODE =
      """
      class Sum {
        constructor() { this.value = 0; }
        add(number) { this.value += number; return this; }
      }
      const names = new Map([['a', 1], ['b', 2]]);
      exports.handler = async (event, context) => {
        const sum = new Sum();
        for (let i = 0; i < 10; i++) sum.add(i % 7);
        const words = `${JSON.stringify({ event, list: [1, 'two', null] })}`.split(',').map((w) => w.trim());
        const { call = 0, ...rest } = event;
        try { if (call > 1) throw new TypeError('no'); } catch (e) { rest.message = e.message; }
        await Promise.all([...names.values()].map(async (n) => n + 1));
        if (typeof library === 'function') library(event, rest);
        return { statusCode: 200, body: { echo: event, sum: sum.value, words: words.length, rest } };
      };
      """;

  /** Loads some of what functions find of Node.js. */
  private static final String WARM_UP_LIBRARY =
      """
      function library(event, rest) {
        console.log({ event, rest, list: [1, 'two'] });
        rest.url = new URL('/x?y=1', 'https://example.org').href;
        rest.hash = require('crypto').createHash('sha256').update(Buffer.from('x')).digest('base64');
      }
      """;

  /** The first do without the library, so that the engine is ready for calls sooner. */
  private static final int WARM_UP_WITHOUT_LIBRARY = 28;

  private final Limits limits;
  private final Clock clock;
  private final Fetcher fetcher;
  private final JsThreads threads;
  private final EngineEvents events;
  private final RunningCalls running = new RunningCalls();
  private final IdleEnvironments idle = new IdleEnvironments(MOST_IDLE, IDLE_KEPT.toNanos());
  private final LazyEngine engine = new LazyEngine();

  /** Made ahead, for whichever function comes next. */
  private final AtomicReference<@Nullable JsEnvironment> ready = new AtomicReference<>();

  /** Whose functions can fetch nothing. */
  public JsInvoker(Limits limits, Clock clock) {
    this(limits, clock, Fetcher.NONE);
  }

  /**
   * @param fetcher makes the requests of functions; closed with this
   */
  public JsInvoker(Limits limits, Clock clock, Fetcher fetcher) {
    this(limits, clock, fetcher, new LoggedEvents());
  }

  /**
   * @param fetcher makes the requests of functions; closed with this
   * @param events hears what this meets, and decides about code that cannot be stopped
   */
  public JsInvoker(Limits limits, Clock clock, Fetcher fetcher, EngineEvents events) {
    this.limits = limits;
    this.clock = clock;
    this.fetcher = fetcher;
    this.events = events;
    this.threads = new JsThreads(Math.max(2, Runtime.getRuntime().availableProcessors()));
    threads.every(REAP_SECONDS, () -> closeInBackground(idle.takeExpired()));
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

  @Override
  public CompletableFuture<InvocationResult> invoke(
      Invocation invocation, Consumer<LogRecord> log) {
    return invoke(invocation, log, fetcher);
  }

  /**
   * The same with a fetcher of the call's own.
   *
   * @param calls makes the requests of this call; not closed
   */
  public CompletableFuture<InvocationResult> invoke(
      Invocation invocation, Consumer<LogRecord> log, Fetcher calls) {
    Function function = invocation.function();
    if (!Runtimes.isBuiltIn(function.runtime())) {
      return CompletableFuture.completedFuture(InvocationResult.unavailable(function.runtime()));
    }
    if (!running.begin()) {
      return CompletableFuture.completedFuture(InvocationResult.closed());
    }
    return run(new JsCall(invocation, log, limits, clock), calls);
  }

  private CompletableFuture<InvocationResult> run(JsCall call, Fetcher calls) {
    var turns = new Turns(call, calls);
    Future<?> alarm =
        threads.at(TimeUnit.SECONDS.toNanos(call.function().timeoutSec()), turns::timeOut);
    CompletableFuture<InvocationResult> result = call.result();
    var _ =
        result.whenComplete(
            (ended, failure) -> {
              alarm.cancel(false);
              if (result.isCancelled()) {
                turns.stop();
              }
              running.end();
            });
    threads.execute(turns::first);
    return result;
  }

  /** The turns of one call, from its first to its end. */
  private final class Turns {
    private final JsCall call;
    private final JsFetches fetches;
    private @Nullable JsEnvironment environment;
    private boolean inTurn;

    /** A turn waits for a thread; there is never more than one. */
    private boolean queued;

    /** What queues a turn when the next timer is due. */
    private @Nullable Future<?> timer;

    private boolean ended;
    private boolean cancelled;

    Turns(JsCall call, Fetcher fetcher) {
      this.call = call;
      this.fetches = new JsFetches(fetcher, this::wake);
    }

    void first() {
      turn(
          () -> {
            JsEnvironment idling = idle.take(call.function());
            JsEnvironment own = idling == null ? newEnvironment(call.function()) : idling;
            if (use(own)) {
              own.start(call, fetches);
            }
            return own;
          });
    }

    private JsEnvironment newEnvironment(Function function) {
      JsEnvironment prepared = ready.getAndSet(null);
      JsEnvironment own =
          prepared == null ? new JsEnvironment(engine.get(), limits.resultBytes()) : prepared;
      return own.adopt(function, () -> events.loaded(function));
    }

    private synchronized boolean use(JsEnvironment own) {
      environment = own;
      return !cancelled;
    }

    private void turn(Supplier<JsEnvironment> code) {
      synchronized (this) {
        if (cancelled) {
          return;
        }
        inTurn = true;
        queued = false;
      }
      long allocated = THREADS.getCurrentThreadAllocatedBytes();
      try {
        JsEnvironment own = code.get();
        call.allocated(THREADS.getCurrentThreadAllocatedBytes() - allocated);
        if (isOver(own)) {
          finish();
        }
      } catch (RuntimeException | Error e) {
        events.engineFailed(call.function(), e);
        boolean memory = e instanceof OutOfMemoryError;
        call.fail(
            memory ? 507 : 500,
            new InvocationError(
                memory ? "Runtime.OutOfMemory" : "Runtime.EngineError",
                "The engine failed; the server's log says more",
                ""));
        if (giveUp()) {
          finish();
        }
      }
    }

    private void finish() {
      fetches.close(); // Before the answer is out.
      call.finish();
    }

    /** True if the call is at its end; else it goes on when a timer is due or an answer came. */
    private synchronized boolean isOver(JsEnvironment own) {
      inTurn = false;
      notifyAll();
      if (cancelled) {
        return false;
      }
      if ((!own.hasTimers() && fetches.isEmpty()) || call.isSettled(false)) {
        own.end();
        // Back before the answer is out, for whoever asks next.
        closeInBackground(own.isUnusable() ? List.of(own) : idle.put(own));
        environment = null;
        ended = true;
        return true;
      }
      long wait = own.nanosToNextTimer();
      if (wait <= 0 || fetches.hasArrived()) {
        queue(own);
      } else if (own.hasTimers()) {
        timer = threads.at(wait, this::wake);
      }
      return false;
    }

    /**
     * A timer is due or an answer came, which the next turn will see: the one that is queued, or
     * the one that is run after this one has looked at what is left.
     */
    private synchronized void wake() {
      JsEnvironment own = environment;
      if (!inTurn && !queued && !ended && !cancelled && own != null) {
        queue(own);
      }
    }

    private void queue(JsEnvironment own) {
      queued = true;
      if (timer != null) {
        timer.cancel(false);
        timer = null;
      }
      threads.execute(
          () ->
              turn(
                  () -> {
                    own.resume();
                    return own;
                  }));
    }

    /** True if that ends the call. */
    private synchronized boolean giveUp() {
      inTurn = false;
      notifyAll();
      if (cancelled) {
        return false;
      }
      if (environment != null) {
        closeInBackground(List.of(environment));
      }
      ended = true;
      return true;
    }

    /** Called when the function's time is up. */
    void timeOut() {
      if (stop()) {
        call.timeOut();
      }
    }

    /** Stops the code; false if the call was at its end already. */
    boolean stop() {
      boolean first = cancel();
      if (first) {
        fetches.close();
      }
      return first;
    }

    private synchronized boolean cancel() {
      if (ended || cancelled) {
        return false;
      }
      cancelled = true;
      if (environment != null) {
        closeInBackground(List.of(environment));
      }
      if (inTurn) {
        Thread.ofPlatform().daemon().name("impuls-js-stuck").start(this::replaceThreadIfStuck);
      }
      return true;
    }

    private void replaceThreadIfStuck() {
      try {
        if (turnEndsWithin(STUCK_AFTER.toMillis())) {
          return;
        }
        events.doesNotStop(call.function());
        threads.replaceOne();
        turnEndsWithin(0);
        threads.replacedOneReturned();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** Waits for the end of the turn that runs; 0 waits as long as it takes. */
    private synchronized boolean turnEndsWithin(long millis) throws InterruptedException {
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
      while (inTurn) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (millis > 0 && left <= 0) {
          return false;
        }
        wait(millis > 0 ? left : 0);
      }
      return true;
    }
  }

  private static void closeInBackground(List<JsEnvironment> environments) {
    for (JsEnvironment environment : environments) {
      // Not a virtual thread: closing enters the context, as calling it does.
      Thread.ofPlatform().daemon().name("impuls-js-close").start(environment::cancel);
    }
  }

  @Override
  public void prepare() {
    Thread.ofPlatform()
        .daemon()
        .name("impuls-warm-up")
        .start(() -> warmUp(WARM_UP_FUNCTIONS, () -> false));
  }

  @Override
  public List<RuntimeInfo> runtimes() {
    JsEngine made = engine.get();
    return Runtimes.BUILT_IN.stream()
        .map(name -> new RuntimeInfo(name, JsEngine.NAME, made.compiles()))
        .toList();
  }

  /** What runs the functions, and its version. */
  public static String engineName() {
    return JsEngine.NAME;
  }

  /**
   * Copies the native code that an engine needs to compile, which it would otherwise unpack into
   * the user's cache: not every process may write there.
   *
   * @param directory empty
   * @return the flag that has a Java machine take it from there
   */
  public static String copyResources(Path directory) throws IOException {
    Engine.copyResources(directory);
    return "-Dpolyglot.engine.resourcePath=" + directory;
  }

  /**
   * Makes the engine and runs throwaway functions, so that the first call of a real one finds both
   * warm: loading is as slow as running before it was done some times. Returns when that is done,
   * or when it is told to stop.
   *
   * @param functions how many; each has the engine load and run something it has not seen
   */
  public void warmUp(int functions, BooleanSupplier stop) {
    for (int i = 0; i < functions && !stop.getAsBoolean(); i++) {
      Function function = throwaway(i);
      for (int call = 0; call < WARM_UP_CALLS && !stop.getAsBoolean(); call++) {
        var _ = invoke(new Invocation("warm-up", function, "{\"call\":" + call + "}")).join();
      }
      JsEnvironment used = idle.take(function);
      if (used != null) {
        used.cancel();
      }
    }
    if (!stop.getAsBoolean()) {
      prepareEnvironment();
    }
  }

  private void prepareEnvironment() {
    if (!running.begin()) {
      return; // Closed meanwhile.
    }
    try {
      var environment = new JsEnvironment(engine.get(), limits.resultBytes());
      try {
        environment.prepare();
        replaceReady(environment);
      } catch (PolyglotException e) {
        environment.cancel(); // The next call meets the same, and tells.
      }
    } finally {
      running.end();
    }
  }

  private void replaceReady(@Nullable JsEnvironment environment) {
    JsEnvironment previous = ready.getAndSet(environment);
    if (previous != null) {
      previous.cancel();
    }
  }

  private Function throwaway(int number) {
    Instant now = clock.instant();
    var summary =
        new FunctionSummary(
            "",
            "warm-up",
            "",
            "nodejs22",
            "index.handler",
            "",
            FunctionDraft.DEFAULT_MEMORY_MB,
            30,
            now,
            now);
    String library = number < WARM_UP_WITHOUT_LIBRARY ? "" : WARM_UP_LIBRARY;
    return Function.of(summary, "// " + number + "\n" + WARM_UP_CODE + library, Map.of());
  }

  @Override
  public void close() {
    running.close();
    threads.close();
    fetcher.close();
    idle.takeAll().forEach(JsEnvironment::cancel);
    replaceReady(null);
    engine.close();
  }
}
