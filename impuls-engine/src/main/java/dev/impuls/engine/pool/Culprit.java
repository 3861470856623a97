package dev.impuls.engine.pool;

import dev.impuls.engine.pool.WorkerLife.Reason;
import dev.impuls.engine.wire.ExitCodes;
import dev.impuls.engine.wire.Pulse;
import org.jspecify.annotations.Nullable;

/**
 * Who ended a worker of many functions.
 *
 * @param call the id of the call
 * @param function whose call it was
 */
record Culprit(Pulse.Cause cause, int call, Key function) {
  /**
   * Finds the culprit by what the worker said last; null if no function is to blame.
   *
   * @param life says why this side ended the worker, if it did
   * @param calls knows the functions that the worker was given
   */
  static @Nullable Culprit of(Pulse pulse, int exitCode, WorkerLife life, WorkerCalls calls) {
    Pulse.Cause cause = pulse.cause();
    // A suspicion counts where memory was what ended it, and nobody can say more.
    boolean counts =
        cause != Pulse.Cause.SUSPECTED
            || life.wasEndedFor(Reason.SILENT)
            || isEndOfMemory(exitCode, life);
    Key function = calls.function(pulse.function());
    return cause == Pulse.Cause.NONE || !counts || function == null
        ? null
        : new Culprit(cause, pulse.call(), function);
  }

  /** By itself, or by the kernel's choice. */
  private static boolean isEndOfMemory(int exitCode, WorkerLife life) {
    return life.fault() == null
        && (exitCode == ExitCodes.OUT_OF_MEMORY || exitCode == ExitCodes.KILLED);
  }

  /** Memory may be held by several calls of the function, some of them answered already. */
  boolean concerns(int id, WorkerCall other) {
    return call == id || (cause != Pulse.Cause.DOES_NOT_STOP && other.key().equals(function));
  }
}
