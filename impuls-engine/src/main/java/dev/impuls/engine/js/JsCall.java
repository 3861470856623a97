package dev.impuls.engine.js;

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
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call under way: what it logged, how it ended. The threads of the engine and the one that
 * watches the time meet here; whoever ends the call first decides.
 */
final class JsCall {
  private static final int MIB = 1024 * 1024;

  /** What a log record counts at least, or there would be no end to empty ones. */
  private static final int LEAST_LOG_BYTES = 32;

  private static final int LONGEST_ERROR = 64 * 1024;

  /** Where the engine itself found no room. */
  static final InvocationError OUT_OF_MEMORY =
      new InvocationError(
          "Runtime.OutOfMemory", "The function needed more memory than there is", "");

  private final Invocation invocation;
  private final Duration timeLeft;
  private final Consumer<LogRecord> listener;
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

  /**
   * @param timeLeft of what the function may take
   */
  JsCall(
      Invocation invocation,
      Duration timeLeft,
      Consumer<LogRecord> listener,
      Limits limits,
      Clock clock) {
    this.invocation = invocation;
    this.timeLeft = timeLeft;
    this.listener = listener;
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
    return clock.millis() + timeLeft.minus(elapsed()).toMillis();
  }

  /** What was left of it when the call came here. */
  Duration timeLeft() {
    return timeLeft;
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
    String text = Texts.wellFormed(message);
    int bytes = Math.max(Texts.utf8Length(text), LEAST_LOG_BYTES);
    if (logBytes + bytes > limits.logBytes()) {
      logsCut = true;
      keep(Level.WARN, "Output is cut here: more than " + limits.logBytes() + " bytes were logged");
      return;
    }
    logBytes += bytes;
    keep(level, text);
  }

  private void keep(Level level, String message) {
    var record = new LogRecord(clock.instant(), level, message);
    logs.add(record);
    listener.accept(record);
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
    if (size(settled.body()) + size(settled.headers()) <= limits.resultBytes()) {
      return settled;
    }
    return tooLarge(limits.resultBytes());
  }

  static Outcome tooLarge(int most) {
    var error =
        new InvocationError(
            "Function.ResponseSizeTooLarge",
            "What the function returned is larger than " + most + " bytes of JSON",
            "");
    return new Outcome(500, null, null, error, false);
  }

  private static long size(@Nullable String json) {
    return json == null ? 0 : Texts.utf8Length(json);
  }

  private static @Nullable InvocationError cut(@Nullable InvocationError error) {
    return error == null
        ? null
        : new InvocationError(
            Texts.cut(error.type(), LONGEST_ERROR),
            Texts.cut(error.message(), LONGEST_ERROR),
            Texts.cut(error.stack(), LONGEST_ERROR));
  }

  /** Ends the call because its time is up. */
  void timeOut() {
    complete(new Outcome(504, null, null, InvocationError.timedOut(invocation), false));
  }

  /** Ends the call because it holds more memory than its function may. */
  void outOfMemory() {
    var error =
        new InvocationError(
            "Runtime.OutOfMemory",
            "The function needed more memory than its " + function().memoryMb() + " MiB",
            "");
    complete(new Outcome(507, null, null, error, false));
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
              cut(settled.error()),
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
}
