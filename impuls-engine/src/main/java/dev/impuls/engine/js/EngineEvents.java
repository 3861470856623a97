package dev.impuls.engine.js;

import dev.impuls.function.Function;

/** What an engine meets that is no call's answer. Called by any thread. */
public interface EngineEvents {

  /** The function's code was loaded into an environment without failing. */
  default void loaded(Function function) {}

  /** The engine itself failed on a call, which was told so. */
  void engineFailed(Function function, Throwable failure);

  /**
   * Code of the function does not stop though it was told to a second ago; its call was answered.
   * If this returns, another thread takes the place of the one that is lost.
   */
  void doesNotStop(Function function);
}
