package dev.impuls.invoke.js;

import dev.impuls.function.Function;

/** What an engine meets that is no function's answer. Called by any thread. */
public interface EngineTrouble {

  /** The engine itself failed on a call, which was told so. */
  void engineFailed(Function function, Throwable failure);

  /**
   * Code of the function does not stop though it was told to a second ago; its call was answered.
   * If this returns, another thread takes the place of the one that is lost.
   */
  void doesNotStop(Function function);
}
