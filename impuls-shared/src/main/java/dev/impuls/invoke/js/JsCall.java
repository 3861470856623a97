package dev.impuls.invoke.js;

import dev.impuls.function.Function;
import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.InvocationResult.InvocationError;
import dev.impuls.invoke.InvocationResult.Level;
import dev.impuls.invoke.InvocationResult.LogRecord;
import dev.impuls.invoke.Limits;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One call under way: what it logged, how it ended. The threads of the engine and the one that
 * watches the time meet here; whoever ends the call first decides.
 */
final class JsCall {
  private static final int MIB = 1024 * 1024;

  private final Invocation invocation;
  private final Limits limits;
  private final Clock clock;
  private final long begunNanos = System.nanoTime();
  private final CompletableFuture<InvocationResult> result = new CompletableFuture<>();
  private final List<LogRecord> logs = new ArrayList<>();
  private long logBytes;
  private boolean logsCut;
  private boolean coldStart;
  private long allocatedBytes;

  /** How the handler ended, while its answer waits for the event loop to be empty. */
  private @Nullable Outcome outcome;

  JsCall(Invocation invocation, Limits limits, Clock clock) {
    this.invocation = invocation;
    this.limits = limits;
    this.clock = clock;
  }

  /** What the handler made of the call: exactly one of body and error. */
  record Outcome(
      int statusCode,
      @Nullable String body,
      @Nullable String headers,
      @Nullable InvocationError error,
      boolean waitsForEmptyLoop) {}

  Invocation invocation() {
    return invocation;
  }

  Function function() {
    return invocation.function();
  }

  /** Completed when the call has ended. */
  CompletableFuture<InvocationResult> result() {
    return result;
  }

  boolean hasEnded() {
    return result.isDone();
  }

  /** When the function's time is up, in milliseconds since the epoch. */
  long deadlineMillis() {
    return clock.millis() + Duration.ofSeconds(function().timeoutSec()).minus(elapsed()).toMillis();
  }

  synchronized void startedCold() {
    coldStart = true;
  }

  synchronized void allocated(long bytes) {
    allocatedBytes += bytes;
  }

  synchronized void log(Level level, String message) {
    if (logsCut || hasEnded()) {
      return;
    }
    int bytes = utf8Length(message);
    if (logBytes + bytes > limits.logBytes()) {
      logsCut = true;
      logs.add(
          new LogRecord(
              clock.instant(),
              Level.WARN,
              "Output is cut here: more than " + limits.logBytes() + " bytes were logged"));
      return;
    }
    logBytes += bytes;
    logs.add(new LogRecord(clock.instant(), level, message));
  }

  /** The first outcome counts. */
  synchronized void settle(Outcome settled) {
    if (outcome == null) {
      outcome = settled;
    }
  }

  synchronized void fail(int statusCode, InvocationError error) {
    settle(new Outcome(statusCode, null, null, error, false));
  }

  /** Whether there is an outcome, and nothing that it waits for. */
  synchronized boolean isSettled(boolean loopIsEmpty) {
    return outcome != null && (loopIsEmpty || !outcome.waitsForEmptyLoop());
  }

  /** Ends the call with its outcome; without one it answers null, as nothing is left that could. */
  void finish() {
    complete(outcome());
  }

  private synchronized Outcome outcome() {
    Outcome settled = outcome == null ? new Outcome(200, "null", null, null, false) : outcome;
    if (settled.body() == null || utf8Length(settled.body()) <= limits.resultBytes()) {
      return settled;
    }
    var error =
        new InvocationError(
            "Function.ResponseSizeTooLarge",
            "What the function returned is larger than " + limits.resultBytes() + " bytes of JSON",
            "");
    return new Outcome(500, null, null, error, false);
  }

  /** Ends the call because its time is up. */
  void timeOut() {
    String message =
        String.format(
            Locale.ROOT,
            "RequestId: %s Error: Task timed out after %.2f seconds",
            invocation.requestId(),
            (double) function().timeoutSec());
    var error = new InvocationError("Sandbox.Timedout", message, "");
    complete(new Outcome(504, null, null, error, false));
  }

  /** What depends on the result runs here, so it is called without a lock. */
  private void complete(Outcome settled) {
    InvocationResult ended;
    synchronized (this) {
      ended =
          new InvocationResult(
              settled.statusCode(),
              settled.body(),
              settled.headers(),
              settled.error(),
              elapsed(),
              Math.toIntExact((allocatedBytes + MIB - 1) / MIB),
              logs,
              coldStart);
    }
    result.complete(ended);
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begunNanos);
  }

  private static int utf8Length(String text) {
    int bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Each half of a pair takes two of its four bytes.
      bytes += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
    }
    return bytes;
  }
}
