package dev.impuls.invoke;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What an invoker counted of its calls.
 *
 * @param since when it began to count
 * @param calls calls that have ended since
 * @param failed those of them that did not return a result, because they failed, were refused or
 *     were cancelled
 * @param running calls that have not ended, those that wait for a place among them
 * @param minutes the last 60 minutes, the oldest first; the last one is not over yet
 * @param functions those with the most calls in the last hour, at most ten, the most called first
 */
public record InvocationStatistics(
    Instant since,
    long calls,
    long failed,
    int running,
    List<Minute> minutes,
    List<FunctionCalls> functions) {

  public InvocationStatistics {
    minutes = List.copyOf(minutes);
    functions = List.copyOf(functions);
  }

  /**
   * Calls of some time. Median and 95th percentile are exact to a sixteenth; all durations are zero
   * if no call ran.
   *
   * @param count calls that ended
   * @param failed those of them that did not return a result
   * @param median half of the calls that ran took at most so long
   * @param p95 19 of 20 did
   * @param max the longest
   */
  public record Calls(long count, long failed, Duration median, Duration p95, Duration max) {}

  /** The calls that ended in one minute. */
  public record Minute(Instant start, Calls calls) {}

  /** The calls of one function in the last hour, and in up to five minutes before it. */
  public record FunctionCalls(String name, Calls calls) {}
}
