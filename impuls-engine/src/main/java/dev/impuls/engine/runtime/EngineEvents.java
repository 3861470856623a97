package dev.impuls.engine.runtime;

import dev.impuls.function.Function;
import dev.impuls.invoke.Invocation;
import org.jspecify.annotations.Nullable;

/**
 * What an engine meets that is no call's answer. Called by any thread. Invocations are those that
 * were handed to the engine: the very objects.
 */
public interface EngineEvents {

  /** The function's code was loaded into an environment without failing. */
  default void loaded(Function function) {}

  /** The engine itself failed on a call, which was told so. */
  void engineFailed(Function function, Throwable failure);

  /**
   * A call's code does not stop though it was told to a second ago; the call was answered. If this
   * returns, another thread takes the place of the one that is lost.
   */
  void doesNotStop(Invocation invocation);

  /**
   * The process cannot go on for want of memory. If this returns, it goes on all the same. Must not
   * need memory.
   *
   * @param culprit the call that holds it; null if no call is known to
   */
  default void memoryLost(@Nullable Invocation culprit) {}

  /**
   * The call to blame if the process should end for want of memory before it can say so; null when
   * there is no danger any more. Told when it changes, while calls wait: must be quick.
   */
  default void suspected(@Nullable Invocation suspect) {}

  /**
   * Much of the heap is held by no environment, but by code, say: a new process would be better.
   * May be told again and again.
   */
  default void bloated() {}
}
