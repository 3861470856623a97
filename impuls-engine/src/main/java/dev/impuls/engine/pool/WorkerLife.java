package dev.impuls.engine.pool;

import org.jspecify.annotations.Nullable;

/** How far a worker has come, and why this side ended it. Guarded by its worker. */
final class WorkerLife {
  private Stage stage = Stage.STARTING;

  /** How far it came before it drained or ended. */
  private Stage reached = Stage.STARTING;

  /** Null if it ended by itself, or has not ended. */
  private @Nullable Ending ending;

  /** The stages of a worker's life, in their order; none comes twice. */
  enum Stage {
    /** Its process is to be started, or has not connected. */
    STARTING,
    /** It takes calls, and gets quicker. */
    WARMING,
    /** It is as quick as it ever will be. */
    READY,
    /** It takes no more calls, and ends when it has answered those it has. */
    DRAINING,
    /** It was told to end, or does so by itself. */
    ENDING,
    /** It is no more. */
    ENDED
  }

  /** Why this side ends a worker. */
  enum Reason {
    /** Nobody needs it any more. */
    DISMISSED,
    /** For something it did. */
    KILLED,
    /** It got nothing done. */
    SILENT,
    /** It did not come up. */
    START_FAILED
  }

  private record Ending(Reason reason, String fault) {}

  Stage stage() {
    return stage;
  }

  /**
   * Begins a stage; the one place where a life goes on.
   *
   * @return false if it had gone that far or further
   */
  boolean advanceTo(Stage next) {
    if (next.compareTo(stage) <= 0) {
      return false;
    }
    stage = next;
    if (takesCalls()) {
      reached = next;
    }
    return true;
  }

  /** Whether the worker may be given calls. */
  boolean takesCalls() {
    return stage.compareTo(Stage.DRAINING) < 0;
  }

  /** Whether it ever was as quick as it could be. */
  boolean wasReady() {
    return reached == Stage.READY;
  }

  /** Whether it ends or has ended. */
  boolean isOver() {
    return stage.compareTo(Stage.ENDING) >= 0;
  }

  /**
   * Ends it; the first reason counts.
   *
   * @param fault what its calls are told it did
   */
  void end(Reason reason, String fault) {
    if (ending == null) {
      ending = new Ending(reason, fault);
    }
    advanceTo(Stage.ENDING);
  }

  /** Whether this side has ended it. */
  boolean wasEnded() {
    return ending != null;
  }

  boolean wasEndedFor(Reason reason) {
    return ending != null && ending.reason() == reason;
  }

  /** What it did that this side ended it; null if it did nothing, or ended by itself. */
  @Nullable String fault() {
    return ending == null || wasEndedFor(Reason.DISMISSED) ? null : ending.fault();
  }
}
