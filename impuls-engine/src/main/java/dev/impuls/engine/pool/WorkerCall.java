package dev.impuls.engine.pool;

import dev.impuls.function.Function;
import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.InvocationResult.InvocationError;
import dev.impuls.invoke.InvocationResult.LogRecord;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One call, on its way to a process or running there. */
final class WorkerCall {
  /** What a process may log more than it should: the record that says that it is cut. */
  private static final int LOG_SLACK_BYTES = 1024;

  /** What a process counts a record as at least. */
  private static final int LEAST_LOG_BYTES = 32;

  private final Invocation invocation;
  private final Consumer<LogRecord> listener;
  private final int logBytes;
  private final CompletableFuture<InvocationResult> result = new CompletableFuture<>();
  private final List<LogRecord> logs = new ArrayList<>();
  private final WorkerFetches fetches;
  private final long begunNanos = System.nanoTime();
  private long loggedChars;
  private volatile long sentNanos;
  private volatile boolean sent;
  private boolean placedAgain;

  /**
   * @param fetcher makes the call's requests
   */
  WorkerCall(Invocation invocation, Consumer<LogRecord> listener, int logBytes, Fetcher fetcher) {
    this.invocation = invocation;
    this.listener = listener;
    this.logBytes = logBytes;
    this.fetches = new WorkerFetches(fetcher);
    var _ = result.whenComplete((ended, failure) -> fetches.close());
  }

  Invocation invocation() {
    return invocation;
  }

  Function function() {
    return invocation.function();
  }

  CompletableFuture<InvocationResult> result() {
    return result;
  }

  /** The requests it has under way. */
  WorkerFetches fetches() {
    return fetches;
  }

  /** How long ago the call came here. */
  Duration age() {
    return Duration.ofNanos(System.nanoTime() - begunNanos);
  }

  /** Whether it was not placed again before; true once. */
  synchronized boolean mayBePlacedAgain() {
    boolean first = !placedAgain;
    placedAgain = true;
    return first;
  }

  /** The process has it now; from here on the function's time runs. */
  void sent() {
    sentNanos = System.nanoTime();
    sent = true;
  }

  /** Whether the function's time was up that long ago. */
  boolean isLateBy(Duration grace) {
    return sent
        && System.nanoTime() - sentNanos
            > TimeUnit.SECONDS.toNanos(function().timeoutSec()) + grace.toNanos();
  }

  /**
   * The function logged something.
   *
   * @throws ProtocolException if a process sends more than it may
   */
  void logged(LogRecord record) throws ProtocolException {
    synchronized (this) {
      loggedChars += Math.max(record.message().length(), LEAST_LOG_BYTES);
      if (loggedChars > logBytes + LOG_SLACK_BYTES) {
        throw new ProtocolException("more was logged than is let through");
      }
      logs.add(record);
    }
    listener.accept(record);
  }

  /** Ends the call as the process says. */
  void end(InvocationResult ended) {
    fetches.close(); // Before the answer is out.
    result.complete(ended.withLogs(logs()));
  }

  /** Ends the call as the process cannot say. */
  void fail(int status, InvocationError error) {
    fetches.close();
    var duration = sent ? Duration.ofNanos(System.nanoTime() - sentNanos) : Duration.ZERO;
    result.complete(new InvocationResult(status, null, null, error, duration, 0, logs(), false));
  }

  /** Ends the call because its time is up. */
  void timeOut() {
    fail(504, InvocationError.timedOut(invocation));
  }

  private synchronized List<LogRecord> logs() {
    return List.copyOf(logs);
  }
}
