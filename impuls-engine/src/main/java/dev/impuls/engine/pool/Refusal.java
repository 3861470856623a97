package dev.impuls.engine.pool;

import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.InvocationResult.InvocationError;
import java.util.function.Consumer;

/** Why a call is given to no worker. */
final class Refusal {
  /** All workers are at work, and there may be no more; the call may wait. */
  static final Refusal NO_ROOM =
      failure(
          429,
          "TooManyRequests",
          "There is no room for another function's process: those there are are all at work; try"
              + " again later");

  /** There is no pool any more. */
  static final Refusal CLOSED = new Refusal(call -> call.end(InvocationResult.closed()));

  private final Consumer<WorkerCall> told;

  private Refusal(Consumer<WorkerCall> told) {
    this.told = told;
  }

  /** The function's process ended again and again. */
  static Refusal afterEnds(int times, long secondsLeft) {
    return failure(
        500,
        "Runtime.ExitError",
        "The function's process ended "
            + times
            + " times without answering; it is started again in "
            + secondsLeft
            + " s");
  }

  /** No process can be started. */
  static Refusal startFailed(String why) {
    return failure(500, "Runtime.StartFailed", why);
  }

  private static Refusal failure(int status, String type, String message) {
    return new Refusal(call -> call.fail(status, new InvocationError(type, message, "")));
  }

  /** Ends the call with this; to be called without a lock. */
  void tell(WorkerCall call) {
    told.accept(call);
  }
}
