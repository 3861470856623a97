package dev.impuls.invoke;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a call ended.
 *
 * @param statusCode what the function answered, 200 if it did not say; or why it failed: 429, 500,
 *     501, 504 or 507
 * @param body what the function returned, as JSON text; null if and only if the call failed
 * @param headers the {@code headers} the function answered with, as the text of a JSON object, or
 *     null if it gave none
 * @param error why the call failed; null if it did not
 * @param duration from the call's start on the engine to its outcome, loading included
 * @param memoryUsedMb the most memory the call can have held, MiB, rounded up: what it allocated in
 *     all, or the function's limit if that is enforced and less; 0 if it never ran
 * @param logs what the function logged, in order
 * @param coldStart whether the function had to be loaded for this call
 */
public record InvocationResult(
    int statusCode,
    @Nullable String body,
    @Nullable String headers,
    @Nullable InvocationError error,
    Duration duration,
    int memoryUsedMb,
    List<LogRecord> logs,
    boolean coldStart) {

  public InvocationResult {
    logs = List.copyOf(logs);
    if ((body == null) == (error == null)) {
      throw new IllegalArgumentException("a call either returned something or failed");
    }
  }

  /** A call that never ran. */
  public static InvocationResult refused(int statusCode, String type, String message) {
    return new InvocationResult(
        statusCode,
        null,
        null,
        new InvocationError(type, message, ""),
        Duration.ZERO,
        0,
        List.of(),
        false);
  }

  /**
   * A call of a function whose runtime is not there.
   *
   * @param there the runtimes that are
   */
  public static InvocationResult unavailable(String runtime, List<String> there) {
    return refused(
        501,
        "Runtime.Unavailable",
        "The runtime \""
            + runtime
            + "\" cannot be run here; what can is "
            + String.join(", ", there));
  }

  /** The same with what was logged. */
  public InvocationResult withLogs(List<LogRecord> logged) {
    return new InvocationResult(
        statusCode, body, headers, error, duration, memoryUsedMb, logged, coldStart);
  }

  /** The same of a call that cannot have held more than that, MiB. */
  public InvocationResult withMemoryUpTo(int mostMb) {
    return memoryUsedMb <= mostMb
        ? this
        : new InvocationResult(statusCode, body, headers, error, duration, mostMb, logs, coldStart);
  }

  /** A call that came while the invoker was being closed. */
  public static InvocationResult closed() {
    return refused(500, "Runtime.Stopping", "No more calls are taken: this is being stopped");
  }

  /**
   * Why a call failed.
   *
   * @param type the error's name, e.g. {@code TypeError}, or {@code Runtime.HandlerNotFound}
   * @param message for people
   * @param stack as the function's language writes it, in the lines of the function's own file; may
   *     be empty
   */
  public record InvocationError(String type, String message, String stack) {

    /** What a call is told whose time is up; the words are AWS Lambda's. */
    public static InvocationError timedOut(Invocation invocation) {
      String message =
          String.format(
              Locale.ROOT,
              "RequestId: %s Error: Task timed out after %.2f seconds",
              invocation.requestId(),
              (double) invocation.function().timeoutSec());
      return new InvocationError("Sandbox.Timedout", message, "");
    }
  }

  /** One thing the function logged. */
  public record LogRecord(Instant time, Level level, String message) {}

  /** How a log record was logged, as {@code console} has it. */
  public enum Level {
    DEBUG,
    INFO,
    WARN,
    ERROR
  }
}
