package dev.impuls.engine.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.impuls.function.Function;
import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.InvocationResult.InvocationError;
import dev.impuls.invoke.InvocationResult.Level;
import dev.impuls.invoke.InvocationResult.LogRecord;
import java.net.ProtocolException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One call, on its way to a worker or running there. */
class WorkerCall {
  /** What a worker may log more than it should: the record that says that it is cut. */
  private static final int LOG_SLACK_BYTES = 1024;

  /** What a worker counts a record as at least. */
  private static final int LEAST_LOG_BYTES = 32;

  private final Invocation invocation;
  private final Key key;
  private final Group group;
  private final Consumer<LogRecord> listener;
  private final int logBytes;
  private final CompletableFuture<InvocationResult> result = new CompletableFuture<>();
  private final WorkerFetches fetches;
  private final long begunNanos = System.nanoTime();

  @GuardedBy("this")
  private final List<LogRecord> logs = new ArrayList<>();

  @GuardedBy("this")
  private long loggedChars;

  @GuardedBy("this")
  private boolean placedAgain;

  @GuardedBy("this")
  private boolean runAgain;

  /** When a worker was first given it; 0 before. */
  private volatile long sentNanos;

  /**
   * @param fetcher makes the call's requests
   */
  WorkerCall(Invocation invocation, Consumer<LogRecord> listener, int logBytes, Fetcher fetcher) {
    this.invocation = invocation;
    this.key = Key.of(invocation.function());
    this.group = Group.of(invocation.function());
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

  /** Of its function. */
  Key key() {
    return key;
  }

  /** Those its function may share a worker with. */
  Group group() {
    return group;
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

  /**
   * Whether it may have another worker instead of one that did not come up, which may have been an
   * accident; true once.
   */
  boolean mayBePlacedAgain() {
    synchronized (this) {
      boolean first = !placedAgain;
      placedAgain = true;
      return first;
    }
  }

  /**
   * Whether it may be run from its beginning, as its worker ended for the fault of another: it has
   * done nothing yet that shows outside, and there is time left. True once; what it logged is taken
   * back then.
   */
  boolean mayRunAgain() {
    if (millisLeft() <= 0 || result.isDone() || fetches.hasBegun()) {
      return false;
    }
    int shown;
    synchronized (this) {
      if (runAgain) {
        return false;
      }
      runAgain = true;
      shown = logs.size();
      logs.clear();
      loggedChars = 0;
    }
    if (shown > 0) {
      listener.accept(
          new LogRecord(
              Instant.now(),
              Level.WARN,
              "The worker ended, for the fault of another function. The call is run again: the "
                  + (shown == 1 ? "record" : shown + " records")
                  + " above did not count"));
    }
    return true;
  }

  /** Whether it was run from its beginning a second time. */
  synchronized boolean wasRunAgain() {
    return runAgain;
  }

  /** A worker has it now; from the first on the function's time runs. */
  void sent() {
    if (sentNanos == 0) {
      long now = System.nanoTime();
      sentNanos = now == 0 ? 1 : now;
    }
  }

  /** What is left of the function's time, in milliseconds; none or less if it is over. */
  int millisLeft() {
    long all = TimeUnit.SECONDS.toMillis(function().timeoutSec());
    return Math.clamp(all - ran().toMillis(), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /** Whether the function's time was up that long ago. */
  boolean isLateBy(Duration grace) {
    return ran().compareTo(Duration.ofSeconds(function().timeoutSec()).plus(grace)) > 0;
  }

  private Duration ran() {
    long since = sentNanos;
    return since == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
  }

  /**
   * The function logged something.
   *
   * @throws ProtocolException if a worker sends more than it may
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

  /** Ends the call as the worker says. */
  void end(InvocationResult ended) {
    fetches.close(); // Before the answer is out.
    result.complete(ended.withLogs(logs()).withMemoryUpTo(function().memoryMb()));
  }

  /** Ends the call as the worker cannot say. */
  void fail(int status, InvocationError error) {
    fetches.close();
    result.complete(new InvocationResult(status, null, null, error, ran(), 0, logs(), false));
  }

  /** Ends the call because its time is up. */
  void timeOut() {
    fail(504, InvocationError.timedOut(invocation));
  }

  private synchronized List<LogRecord> logs() {
    return List.copyOf(logs);
  }
}
