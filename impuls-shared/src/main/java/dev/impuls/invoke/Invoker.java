package dev.impuls.invoke;

import dev.impuls.invoke.InvocationResult.LogRecord;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Runs functions. Safe for use by any number of threads. */
public interface Invoker extends AutoCloseable {

  /**
   * Runs one call and says how it ended, shortly after the function's {@code timeoutSec} at the
   * latest: every failure of the function, of its limits, or of its runtime's absence is a result,
   * so the future never fails. Cancelling the future stops the call.
   *
   * <p>The future is completed by a thread that runs functions. What depends on it runs on that
   * thread and must not block; who waits for it does so on a virtual thread.
   *
   * @param log hears what the function logs while it runs, in order; must not block. The result has
   *     all of it once more
   */
  CompletableFuture<InvocationResult> invoke(Invocation invocation, Consumer<LogRecord> log);

  /** The same for who needs the log with the result only. */
  default CompletableFuture<InvocationResult> invoke(Invocation invocation) {
    return invoke(invocation, record -> {});
  }

  /**
   * Begins, in the background, what makes first calls quick. Takes the processors for a while, so
   * it is for who expects calls.
   */
  default void prepare() {}

  /** What this invoker can run, for people and clients. */
  List<RuntimeInfo> runtimes();

  /** What was counted of the calls, if that is counted here; may ask who runs them. */
  default Optional<InvocationStatistics> statistics() {
    return Optional.empty();
  }

  /** Takes no more calls, lets running ones end within their own limits, and releases all. */
  @Override
  void close();

  /**
   * A runtime that can be run here.
   *
   * @param name as functions name it, e.g. {@code nodejs22}
   * @param engine what runs it and its version, e.g. {@code GraalJS 25.0.3}
   * @param compiled whether hot code is compiled to machine code; if not, only interpreted
   */
  record RuntimeInfo(String name, String engine, boolean compiled) {}
}
