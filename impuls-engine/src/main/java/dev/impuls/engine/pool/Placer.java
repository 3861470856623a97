package dev.impuls.engine.pool;

import dev.impuls.function.Function;
import org.jspecify.annotations.Nullable;

/** Gives each call a worker, and starts one where none will do. Guarded by the pool. */
final class Placer {
  private final boolean compiles;
  private final Room room;
  private final SharedWorkers shared;
  private final FunctionWorkers own;
  private final Spares spares;
  private final Moves moves;
  private final BackOffs backOffs;
  private final WorkerStarter starter;

  /**
   * @param compiles whether there is a compiler
   */
  Placer(
      boolean compiles,
      Room room,
      SharedWorkers shared,
      FunctionWorkers own,
      Spares spares,
      Moves moves,
      BackOffs backOffs,
      WorkerStarter starter) {
    this.compiles = compiles;
    this.room = room;
    this.shared = shared;
    this.own = own;
    this.spares = spares;
    this.moves = moves;
    this.backOffs = backOffs;
    this.starter = starter;
  }

  /** Gives the call to a worker; if that cannot be now, returns why. */
  @Nullable Refusal place(WorkerCall call) {
    Worker there = own.serving(call.key());
    if (there != null && there.take(call)) {
      return null;
    }
    if (!shared.mayServe(call)) {
      return giveOwn(call);
    }
    if (SharedWorkers.needsOwnWorker(call)) {
      var _ = move(call.function());
    }
    return giveShared(call);
  }

  private @Nullable Refusal giveShared(WorkerCall call) {
    Worker worker = shared.choose(call.group(), room.all());
    while (worker != null && !worker.take(call)) {
      worker = shared.choose(call.group(), room.all());
    }
    return worker == null ? startShared(call) : null;
  }

  private @Nullable Refusal startShared(WorkerCall call) {
    Worker free = room.fits(shared.quickest()) ? null : shared.chooseAny(call.group(), room.all());
    if (free != null && free.take(call)) {
      return null;
    }
    Refusal refusal = refusal(shared.quickest());
    if (refusal != null) {
      return refusal;
    }
    Worker worker = room.add(shared.quickest());
    worker.join(call.group());
    worker.take(call); // Before it is started: should that fail, it tells the calls it has.
    shared.choose(call.group(), room.all());
    starter.start(worker);
    return null;
  }

  private @Nullable Refusal giveOwn(WorkerCall call) {
    Refusal functionRefusal = backOffs.functionRefusal(call.key());
    if (functionRefusal != null) {
      return functionRefusal;
    }
    int memoryMb = call.function().memoryMb();
    Worker worker = spares.take(room.all(), memoryMb);
    while (worker != null && !own.give(worker, call)) {
      worker = spares.take(room.all(), memoryMb);
    }
    return worker == null ? startOwn(call) : null;
  }

  private @Nullable Refusal startOwn(WorkerCall call) {
    int memoryMb = call.function().memoryMb();
    // Where functions share workers, it is there in a second or two, and bettered later.
    WorkerPlan plan = moves.plan(compiles && !shared.areWanted(), call.function());
    Refusal refusal = refusal(plan);
    if (refusal != null) {
      return refusal;
    }
    spares.wanted(memoryMb);
    Worker worker = room.add(plan);
    own.give(worker, call); // Before it is started: should that fail, it tells the calls it has.
    starter.start(worker);
    return null;
  }

  /** Why no such worker can be started for a call now; null if it can. */
  private @Nullable Refusal refusal(WorkerPlan plan) {
    Refusal startRefusal = backOffs.startRefusal();
    if (startRefusal != null) {
      return startRefusal;
    }
    if (!room.fits(plan)) {
      room.evictionCandidateForCall().ifPresent(own::retireIfIdle);
      return Refusal.NO_ROOM;
    }
    return null;
  }

  /**
   * Starts a worker of its own for a function, which stays where it is until that one is warm.
   *
   * @return false if it moves already, or that cannot be now
   */
  boolean move(Function function) {
    Key key = Key.of(function);
    WorkerPlan plan = moves.plan(compiles, function);
    if (moves.contains(key) || !backOffs.mayMove(key) || !room.fits(plan)) {
      return false;
    }
    Worker worker = room.add(plan);
    moves.add(function, worker);
    starter.start(worker);
    return true;
  }
}
