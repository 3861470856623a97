package dev.impuls.invoke;

/**
 * What calls may use, beside each function's own {@code timeoutSec} and {@code memoryMb}.
 *
 * @param concurrentCalls calls running at once, of all functions together
 * @param resultBytes size of what a function returns, as UTF-8 JSON
 * @param logBytes size of what one call logs, as UTF-8
 */
public record Limits(int concurrentCalls, int resultBytes, int logBytes) {
  /**
   * 1000 calls at once, as many as AWS Lambda grants an account; 6 MiB results, as Lambda's
   * synchronous calls; 256 KiB of logs, so that a thousand calls stay within 256 MiB.
   */
  public static final Limits DEFAULT = new Limits(1000, 6 * 1024 * 1024, 256 * 1024);
}
