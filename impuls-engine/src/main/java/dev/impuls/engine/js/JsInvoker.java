package dev.impuls.engine.js;

import dev.impuls.engine.memory.Accounts;
import dev.impuls.engine.memory.GuardEvents;
import dev.impuls.engine.memory.MemoryGuard;
import dev.impuls.engine.runtime.EngineEvents;
import dev.impuls.engine.runtime.LoggedEvents;
import dev.impuls.engine.runtime.WorkerEngine;
import dev.impuls.function.Function;
import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.InvocationResult.LogRecord;
import dev.impuls.invoke.Limits;
import dev.impuls.invoke.RunningCalls;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs JavaScript functions on GraalJS in this process. Each revision of a function has
 * environments of its own, made when they are needed and used again; two functions never share one.
 *
 * <p>What running in this process cannot give: code that the engine cannot interrupt keeps its
 * thread until it is done, after its call was answered. {@code memoryMb} is enforced only if that
 * is asked for, and memory that the engine's own threads need may run out all the same.
 */
public final class JsInvoker implements WorkerEngine {
  /** An environment takes a third of a megabyte and up; these make some hundred megabytes. */
  private static final int MAX_IDLE = 256;

  /** Where the heap decides. */
  private static final int MAX_IDLE_GUARDED = 8192;

  private static final int REAP_SECONDS = 30;

  /** After so many, loading and calling another takes about as long as it ever will. */
  private static final int WARM_UP_FUNCTIONS = 30;

  private static final int WARM_UP_CALLS = 3;

  private final Limits limits;
  private final Clock clock;
  private final Fetcher fetcher;
  private final JsThreads threads;
  private final Environments environments;
  private final @Nullable MemoryGuard guard;
  private final Turns.Host host;
  private final RunningCalls running = new RunningCalls();

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
    this(limits, clock, fetcher, events, false);
  }

  /**
   * @param guarded whether calls are ended that hold more memory than their function may, and those
   *     that take long get a lower priority than the others
   */
  public JsInvoker(
      Limits limits, Clock clock, Fetcher fetcher, EngineEvents events, boolean guarded) {
    this.limits = limits;
    this.clock = clock;
    this.fetcher = fetcher;
    var accounts = new Accounts();
    environments =
        new Environments(limits.resultBytes(), guarded ? MAX_IDLE_GUARDED : MAX_IDLE, accounts);
    threads = new JsThreads(Math.max(2, Runtime.getRuntime().availableProcessors()), guarded);
    var heard = new Heard(events, environments);
    guard = guarded ? new MemoryGuard(accounts, heard) : null;
    host = new Turns.Host(environments, threads, events, guard);
    threads.every(REAP_SECONDS, environments::closeExpired);
  }

  /** What the guard has to tell, and asks for. */
  private record Heard(EngineEvents events, Environments environments) implements GuardEvents {
    @Override
    public void suspected(@Nullable Invocation suspect) {
      events.suspected(suspect);
    }

    @Override
    public void memoryLost(@Nullable Invocation culprit) {
      events.memoryLost(culprit);
    }

    @Override
    public void bloated() {
      events.bloated();
    }

    @Override
    public int evict(int count) {
      return environments.evict(count);
    }

    @Override
    public void evictOutdated() {
      environments.evictOutdated();
    }

    @Override
    public int idle() {
      return environments.idle();
    }

    @Override
    public long idleBytes(boolean exactly) {
      return environments.idleBytes(exactly);
    }
  }

  /** How many environments wait for the next call of their function. */
  public int idleEnvironments() {
    return environments.idle();
  }

  /** Closes the environments that wait for calls of this revision of the function. */
  @Override
  public void forget(Function function) {
    environments.forget(function);
  }

  @Override
  public CompletableFuture<InvocationResult> invoke(
      Invocation invocation, Consumer<LogRecord> log) {
    return invoke(invocation, Duration.ofSeconds(invocation.function().timeoutSec()), log, fetcher);
  }

  @Override
  public CompletableFuture<InvocationResult> invoke(
      Invocation invocation, Duration timeLeft, Consumer<LogRecord> log, Fetcher calls) {
    Function function = invocation.function();
    if (!JsRuntime.NAMES.contains(function.runtime())) {
      return CompletableFuture.completedFuture(
          InvocationResult.unavailable(function.runtime(), JsRuntime.NAMES));
    }
    if (!running.begin()) {
      return CompletableFuture.completedFuture(InvocationResult.closed());
    }
    return run(new JsCall(invocation, timeLeft, log, limits, clock), calls);
  }

  private CompletableFuture<InvocationResult> run(JsCall call, Fetcher calls) {
    var turns = new Turns(call, calls, host);
    Future<?> alarm = threads.at(call.timeLeft().toNanos(), turns::timeOut);
    CompletableFuture<InvocationResult> result = call.result();
    var _ =
        result.whenComplete(
            (ended, failure) -> {
              alarm.cancel(false);
              if (result.isCancelled()) {
                turns.abandon();
              }
              running.end();
            });
    threads.execute(call.function().name(), turns::first);
    return result;
  }

  @Override
  public void prepare() {
    Thread.ofPlatform().daemon().name("impuls-warm-up").start(() -> warmUp(() -> false));
  }

  @Override
  public void start() {
    warmUp(1, () -> false);
  }

  @Override
  public void warmUp(BooleanSupplier stop) {
    warmUp(WARM_UP_FUNCTIONS, stop);
  }

  /** The compiler's, which the engine starts when there is something to compile. */
  @Override
  public List<String> compilerThreads() {
    return List.of("TruffleCompilerThread");
  }

  @Override
  public List<RuntimeInfo> runtimes() {
    JsEngine made = environments.engine();
    return JsRuntime.NAMES.stream()
        .map(name -> new RuntimeInfo(name, JsEngine.NAME, made.compiles()))
        .toList();
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
      Function function = WarmUp.function(i);
      for (int call = 0; call < WARM_UP_CALLS && !stop.getAsBoolean(); call++) {
        var _ = invoke(new Invocation("warm-up", function, "{\"call\":" + call + "}")).join();
      }
      environments.closeIdle(function);
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
      environments.prepareOne();
    } finally {
      running.end();
    }
  }

  @Override
  public void close() {
    running.close();
    threads.close();
    fetcher.close();
    if (guard != null) {
      guard.close();
    }
    environments.close();
  }
}
