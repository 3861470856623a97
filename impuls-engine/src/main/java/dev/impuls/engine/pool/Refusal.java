package dev.impuls.engine.pool;

import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.InvocationResult.InvocationError;
import java.util.function.Consumer;

/** Why a call is given to no worker. */
final class Refusal {
  /** So long a pause is waited for. */
  private static final int MAX_PAUSE_SECONDS = 4;

  /** All workers are at work, and there may be no more; the call may wait. */
  static final Refusal NO_ROOM =
      failure(
          true,
          429,
          "TooManyRequests",
          "There is no room for another function's process: those there are are all at work; try"
              + " again later");

  /** There is no pool any more. */
  static final Refusal CLOSED = new Refusal(false, call -> call.end(InvocationResult.closed()));

  private final boolean mayWait;
  private final Consumer<WorkerCall> told;

  private Refusal(boolean mayWait, Consumer<WorkerCall> told) {
    this.mayWait = mayWait;
    this.told = told;
  }

  /** Whether the reason may soon be gone. */
  boolean mayWait() {
    return mayWait;
  }

  /** The function's process ended again and again. */
  static Refusal afterEnds(int times, long secondsLeft) {
    return failure(
        false,
        500,
        "Runtime.ExitError",
        "The function's process ended "
            + times
            + " times without answering; it is started again in "
            + secondsLeft
            + " s");
  }

  /** No process could be started, and there is a pause before the next is. */
  static Refusal startFailed(String why, long secondsLeft) {
    return failure(secondsLeft <= MAX_PAUSE_SECONDS, 500, "Runtime.StartFailed", why);
  }

  private static Refusal failure(boolean mayWait, int status, String type, String message) {
    return new Refusal(mayWait, call -> call.fail(status, new InvocationError(type, message, "")));
  }

  /** Ends the call with this; to be called without a lock. */
  void tell(WorkerCall call) {
    told.accept(call);
  }
}
