package dev.impuls.engine.pool;

import dev.impuls.engine.runtime.Runtime;
import dev.impuls.engine.wire.Message;
import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.InvocationResult.LogRecord;
import dev.impuls.invoke.Invoker;
import dev.impuls.invoke.Limits;
import dev.impuls.invoke.RunningCalls;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Runs functions in processes of their own, the workers: many functions in one, or each in its own;
 * see {@code docs/isolation.md}. A call can use no more time and memory than its function has, and
 * has nothing of this process.
 *
 * <p>{@link #prepare} starts workers, which are then kept ready. Closing ends all.
 */
public final class WorkerInvoker implements Invoker {
  private final Limits limits;
  private final Fetcher fetcher;
  private final Runtime runtime;
  private final RunningCalls running = new RunningCalls();
  private final WorkerPool pool;

  /** Whose functions can fetch nothing. */
  public WorkerInvoker(WorkerSettings settings, Limits limits) {
    this(settings, limits, Fetcher.NONE);
  }

  /**
   * Starts nothing yet.
   *
   * @param fetcher makes the requests of functions, in this process; closed with this
   * @param limits of which {@code resultBytes} and {@code logBytes} are kept here
   * @throws java.io.UncheckedIOException if no directory can be made for processes
   */
  public WorkerInvoker(WorkerSettings settings, Limits limits, Fetcher fetcher) {
    this(settings, limits, fetcher, StartLimits.DEFAULT);
  }

  WorkerInvoker(WorkerSettings settings, Limits limits, Fetcher fetcher, StartLimits startLimits) {
    this.limits = limits;
    this.fetcher = fetcher;
    this.runtime = settings.runtime();
    this.pool =
        new WorkerPool(
            settings,
            new Launcher(settings, limits),
            startLimits,
            Math.max(Fetcher.MOST_BODY_BYTES, Math.max(limits.resultBytes(), limits.logBytes())));
  }

  @Override
  public void prepare() {
    pool.prepare();
  }

  @Override
  public CompletableFuture<InvocationResult> invoke(
      Invocation invocation, Consumer<LogRecord> log) {
    String wanted = invocation.function().runtime();
    if (!runtime.names().contains(wanted)) {
      return CompletableFuture.completedFuture(
          InvocationResult.unavailable(wanted, runtime.names()));
    }
    if (!running.begin()) {
      return CompletableFuture.completedFuture(InvocationResult.closed());
    }
    var call = new WorkerCall(invocation, log, limits.logBytes(), fetcher);
    var _ = call.result().whenComplete((result, failure) -> running.end());
    pool.place(call);
    return call.result();
  }

  /** Until the first worker is there that stays, what it is expected to be. */
  @Override
  public List<RuntimeInfo> runtimes() {
    Message.Hello hello = pool.hello();
    String engine = hello == null ? runtime.engineName() : hello.engine();
    boolean compiled = hello == null ? runtime.compiles() : hello.compiled();
    return runtime.names().stream().map(name -> new RuntimeInfo(name, engine, compiled)).toList();
  }

  @Override
  public void close() {
    running.close();
    pool.close();
    fetcher.close();
  }
}
