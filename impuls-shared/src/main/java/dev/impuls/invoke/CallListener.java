package dev.impuls.invoke;

import dev.impuls.invoke.InvocationResult.LogRecord;
import org.jspecify.annotations.Nullable;

/** Is told of one call by its admission, before the call's future is completed. Does not throw. */
interface CallListener {
  /** The call got its place. */
  void started();

  /** The function logged something. */
  void logged(LogRecord record);

  /**
   * The call has ended; told once.
   *
   * @param result null if the call was cancelled or failed without a result
   */
  void ended(@Nullable InvocationResult result);
}
