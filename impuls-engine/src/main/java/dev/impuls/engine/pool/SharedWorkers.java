package dev.impuls.engine.pool;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The workers of many functions. Functions of different groups never share one, so each group has
 * one that serves it; the best of the free ones, which have had no function yet, take over where
 * one is missing or can be bettered, and are kept in reserve for that. As the compiler takes long
 * to get warm, the first of all is one without it; one with it takes over when it is warm. Guarded
 * by the pool.
 */
final class SharedWorkers {
  /** The rank of those that are as quick as they ever will be. */
  private static final int WARM = 2;

  private final int number;
  private final boolean compiles;
  private final BooleanSupplier roomForReserve;
  private final Culprits culprits;

  /** Those that calls are given to, by group; read without the lock. */
  private final Map<Group, Worker> serving = new ConcurrentHashMap<>();

  /**
   * @param number how many there are to be for one group, the reserve included; 0 if functions
   *     share none
   * @param compiles whether there is a compiler
   * @param roomForReserve whether the machine has memory for more than one
   * @param culprits those that never share one
   */
  SharedWorkers(int number, boolean compiles, BooleanSupplier roomForReserve, Culprits culprits) {
    this.number = number;
    this.compiles = compiles;
    this.roomForReserve = roomForReserve;
    this.culprits = culprits;
  }

  /** Whether functions share workers at all. */
  boolean areWanted() {
    return number > 0;
  }

  /** Whether the call's function may run beside others; asked without the pool's lock, too. */
  boolean mayServe(WorkerCall call) {
    return areWanted()
        && call.function().memoryMb() <= WorkerPlan.SHARED_HEAP_MB / 2
        && !culprits.contains(call.key());
  }

  /** Whether its function is to have a worker of its own, once that is warm. */
  static boolean needsOwnWorker(WorkerCall call) {
    return call.function().memoryMb() > WorkerPlan.MOST_SHARED_MEMORY_MB;
  }

  /** The one that calls of the group are given to, without the pool's lock; null if none is. */
  @Nullable Worker serving(Group group) {
    return serving.get(group);
  }

  /** What is started where a call has none to go to. */
  WorkerPlan quickest() {
    return WorkerPlan.forMany(false);
  }

  /** What all are to be in the end. */
  private WorkerPlan best() {
    return WorkerPlan.forMany(compiles);
  }

  /** Whether one of the first plan goes when one of the second is warm. */
  boolean isForerunner(WorkerPlan one, WorkerPlan other) {
    return one.shared() && other.shared() && !one.equals(best()) && other.equals(best());
  }

  /** Has the best of them serve the group; null if there is none. */
  @Nullable Worker choose(Group group, Collection<Worker> all) {
    Worker now = serving.get(group);
    // Where there is a compiler, one that is on its way had better get warm before it is called.
    boolean canWait = compiles || usable(all).anyMatch(worker -> group.equals(worker.group()));
    int leastFree = canWait ? WARM : 1;
    Worker chosen =
        usable(all)
            .filter(
                worker ->
                    group.equals(worker.group()) || (isFree(worker) && rank(worker) >= leastFree))
            .max(
                Comparator.comparingInt(SharedWorkers::rank).thenComparing(worker -> worker == now))
            .orElse(null);
    serve(group, chosen);
    return chosen;
  }

  /** Has any of them serve the group, even one that takes long to start; null if there is none. */
  @Nullable Worker chooseAny(Group group, Collection<Worker> all) {
    Worker chosen = free(all).max(Comparator.comparingInt(SharedWorkers::rank)).orElse(null);
    serve(group, chosen);
    return chosen;
  }

  private void serve(Group group, @Nullable Worker chosen) {
    if (chosen == null) {
      serving.remove(group);
    } else {
      chosen.join(group);
      serving.put(group, chosen);
    }
  }

  /** One that was wanted is being started. */
  void added(Worker worker) {
    if (worker.plan().shared() && !serving.containsKey(Group.USUAL)) {
      serve(Group.USUAL, worker);
    }
  }

  /**
   * Has the best serve each group whose worker is there; the next call finds another for others.
   */
  void chooseAll(Collection<Worker> all) {
    serving.values().removeIf(worker -> !worker.takesCalls());
    for (Group group : List.copyOf(serving.keySet())) {
      choose(group, all);
    }
    choose(Group.USUAL, all);
  }

  /** One that is warm comes first, then one that takes calls. */
  private static int rank(Worker worker) {
    if (worker.isWarm()) {
      return worker.plan().compiles() ? WARM + 1 : WARM;
    }
    return worker.stage() == WorkerLife.Stage.WARMING ? 1 : 0;
  }

  private static Stream<Worker> usable(Collection<Worker> all) {
    return all.stream().filter(worker -> worker.plan().shared() && worker.takesCalls());
  }

  private static Stream<Worker> free(Collection<Worker> all) {
    return usable(all).filter(SharedWorkers::isFree);
  }

  private static boolean isFree(Worker worker) {
    return worker.group() == null;
  }

  /** Those that another has taken over from for good. */
  Stream<Worker> outdone(Collection<Worker> all) {
    return usable(all)
        .filter(
            worker -> {
              Group group = worker.group();
              Worker now = group == null ? null : serving.get(group);
              return now != null && now != worker && now.isWarm() && now.plan().equals(best());
            });
  }

  /** Whether calls are served by one that is to be bettered. */
  boolean lacks() {
    return !serving.containsKey(Group.USUAL)
        || serving.values().stream().anyMatch(worker -> !worker.plan().equals(best()));
  }

  /** What should be started next, while no other is being started. */
  Optional<WorkerPlan> wanted(Collection<Worker> all) {
    if (!areWanted()) {
      return Optional.empty();
    }
    if (!serving.containsKey(Group.USUAL)) {
      return Optional.of(quickest());
    }
    long free = free(all).filter(worker -> worker.plan().equals(best())).count();
    boolean wanted = (free == 0 && lacks()) || (free < number - 1 && roomForReserve.getAsBoolean());
    return wanted ? Optional.of(best()) : Optional.empty();
  }

  /** Those of groups that were not called since then, and run nothing. */
  Stream<Worker> unusedSince(long nanos, Collection<Worker> all) {
    return usable(all)
        .filter(worker -> !isFree(worker) && !Group.USUAL.equals(worker.group()))
        .filter(worker -> worker.isIdle() && worker.usedNanos() - nanos < 0);
  }

  /** One in reserve that can be done without; null if there is none. */
  @Nullable Worker reserve(Collection<Worker> all) {
    return free(all).filter(Worker::isIdle).findAny().orElse(null);
  }
}
