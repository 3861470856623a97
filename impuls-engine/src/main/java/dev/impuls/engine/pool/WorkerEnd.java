package dev.impuls.engine.pool;

import dev.impuls.engine.wire.ExitCodes;
import dev.impuls.engine.wire.Pulse;
import dev.impuls.invoke.InvocationResult.InvocationError;
import org.jspecify.annotations.Nullable;

/**
 * How a worker ended, for those whose calls it has not answered.
 *
 * @param again whether calls may have another worker, as this one may not have come up by accident
 * @param ofAnother whether it was another call that did not stop
 */
record WorkerEnd(int status, String type, String message, boolean again, boolean ofAnother) {
  private static final int SIGNALLED = 128;

  /**
   * @param killedFor what it did that the server ended it; null if it ended by itself
   * @param connected whether it ever was
   * @param startFailed whether it was ended as it did not come up
   */
  static WorkerEnd of(
      WorkerPlan plan,
      int exitCode,
      @Nullable String killedFor,
      boolean connected,
      boolean startFailed) {
    if (exitCode == ExitCodes.OUT_OF_MEMORY && killedFor == null && !plan.shared()) {
      return new WorkerEnd(
          507, "Runtime.OutOfMemory", outOfMemory(plan.functionMb()), false, false);
    }
    boolean started = connected || killedFor != null;
    return new WorkerEnd(
        500,
        started && !startFailed ? "Runtime.ExitError" : "Runtime.StartFailed",
        message(plan, exitCode, killedFor),
        !started,
        killedFor == null && exitCode == ExitCodes.DOES_NOT_STOP);
  }

  private static String message(WorkerPlan plan, int exitCode, @Nullable String killedFor) {
    if (killedFor != null) {
      return "The function's process was ended: it " + killedFor;
    }
    if (exitCode == ExitCodes.DOES_NOT_STOP) {
      return "The function's process was ended: another call did not stop in time";
    }
    if (exitCode == ExitCodes.OUT_OF_MEMORY && plan.shared()) {
      return "The function's process was ended: another function had used up its memory";
    }
    return "The function's process ended "
        + (exitCode > SIGNALLED
            ? "by signal " + (exitCode - SIGNALLED)
            : "with exit code " + exitCode);
  }

  private static String outOfMemory(int memoryMb) {
    return "The function needed more memory than its " + memoryMb + " MiB; its process was ended";
  }

  /** What the call is told that ended a worker of many functions. */
  static InvocationError error(Pulse.Cause cause, WorkerCall culprit) {
    return cause == Pulse.Cause.DOES_NOT_STOP
        ? InvocationError.timedOut(culprit.invocation())
        : new InvocationError(
            "Runtime.OutOfMemory", outOfMemory(culprit.function().memoryMb()), "");
  }

  /**
   * What others are told.
   *
   * @param hasRequested whether the call has made a request, as which it is not run again
   */
  InvocationError error(boolean hasRequested) {
    String why =
        hasRequested
            ? ". The call had made a request, so it was not run again: what the request did stays"
                + " done"
            : "";
    return new InvocationError(type, message + why, "");
  }
}
