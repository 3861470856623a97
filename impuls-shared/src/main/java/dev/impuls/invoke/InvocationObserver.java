package dev.impuls.invoke;

import dev.impuls.invoke.InvocationResult.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Is told of calls by an {@link ObservedInvoker}: counts them, keeps them, traces them. It changes
 * nothing of a call, and what it throws is logged and reaches no call.
 *
 * <p>Of one call it is told {@link #queued}, then {@link #started} if the call got a place, then
 * {@link #logged} for each record, and {@link #ended} once. Calls run side by side, so it is told
 * by many threads at once, which run functions: it must not block and must not do I/O.
 */
public interface InvocationObserver {

  /** A call came, and asks for a place; it may get one at once. */
  default void queued(Invocation invocation) {}

  /** A call got its place, and is about to be run. */
  default void started(Invocation invocation) {}

  /**
   * The function logged something, before who called it hears of that. Code that is being stopped
   * may log until it is gone, which is after its call has ended.
   */
  default void logged(Invocation invocation, LogRecord record) {}

  /**
   * A call ended, before who called it hears of that.
   *
   * @param result also of a call that was refused; null if the call was cancelled, or if running it
   *     failed without a result
   */
  default void ended(Invocation invocation, @Nullable InvocationResult result) {}
}
