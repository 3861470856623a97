package dev.impuls.invoke;

/**
 * What calls may use, beside each function's own {@code timeoutSec} and {@code memoryMb}.
 *
 * @param concurrentCalls calls running at once, of all functions together
 * @param concurrentCallsPerFunction calls of one function running at once
 * @param waitingCalls calls that wait for one of those to end, of all functions together; one
 *     function's may be half of them
 * @param resultBytes size of what a function returns, as UTF-8 JSON
 * @param logBytes size of what one call logs, as UTF-8
 */
public record Limits(
    int concurrentCalls,
    int concurrentCallsPerFunction,
    int waitingCalls,
    int resultBytes,
    int logBytes) {
  /** What {@code logBytes} may be set to. */
  public static final int MOST_LOG_BYTES = 1024 * 1024;

  /**
   * 1000 calls at once, as many as AWS Lambda grants an account; 100 of one function, whose
   * environments take a third of a megabyte each and up; as many waiting as running. 6 MiB results,
   * as Lambda's synchronous calls; 256 KiB of logs, so that a thousand calls stay within 256 MiB.
   */
  public static final Limits DEFAULT = new Limits(1000, 100, 1000, 6 * 1024 * 1024, 256 * 1024);

  /** The same with that many bytes of logs. */
  public Limits withLogBytes(int bytes) {
    return new Limits(
        concurrentCalls, concurrentCallsPerFunction, waitingCalls, resultBytes, bytes);
  }
}
