package dev.impuls.engine.pool;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The workers of many functions: one that serves, and one in reserve that takes over when the first
 * has to go. As the compiler takes long to get warm, the first of all is one without it; the one
 * with it takes over when it is warm. Guarded by the pool.
 */
final class SharedWorkers {
  private final int number;
  private final boolean compiles;
  private final BooleanSupplier roomForReserve;

  /** The one that calls are given to; read without the lock. */
  private volatile @Nullable Worker serving;

  /**
   * @param number how many there are to be, the reserve included; 0 if functions share none
   * @param compiles whether there is a compiler
   * @param roomForReserve whether the machine has memory for more than one
   */
  SharedWorkers(int number, boolean compiles, BooleanSupplier roomForReserve) {
    this.number = number;
    this.compiles = compiles;
    this.roomForReserve = roomForReserve;
  }

  /** Whether functions share workers at all. */
  boolean areWanted() {
    return number > 0;
  }

  /** The one that calls are given to, without the pool's lock; null if there is none. */
  @Nullable Worker serving() {
    return serving;
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

  /** Has the best of them serve; null if there is none. */
  @Nullable Worker choose(Collection<Worker> all) {
    Worker now = serving;
    Worker chosen =
        usable(all)
            .max(
                Comparator.comparingInt(SharedWorkers::rank).thenComparing(worker -> worker == now))
            .orElse(null);
    serving = chosen;
    return chosen;
  }

  /** One that is warm comes first, then one that takes calls. */
  private static int rank(Worker worker) {
    if (worker.isWarm()) {
      return worker.plan().compiles() ? 3 : 2;
    }
    return worker.life() == Worker.Life.WARMING ? 1 : 0;
  }

  private static Stream<Worker> usable(Collection<Worker> all) {
    return all.stream().filter(worker -> worker.plan().shared() && worker.takesCalls());
  }

  /** Those that another has taken over from for good. */
  Stream<Worker> outdone(Collection<Worker> all) {
    Worker now = serving;
    return now != null && now.isWarm() && now.plan().equals(best())
        ? usable(all).filter(worker -> worker != now && !worker.plan().equals(best()))
        : Stream.empty();
  }

  /** What should be started next, while no other is being started. */
  Optional<WorkerPlan> wanted(Collection<Worker> all) {
    if (!areWanted()) {
      return Optional.empty();
    }
    Worker now = serving;
    if (now == null) {
      return Optional.of(quickest());
    }
    long good = usable(all).filter(worker -> worker.plan().equals(best())).count();
    return good == 0 || (good < number && roomForReserve.getAsBoolean())
        ? Optional.of(best())
        : Optional.empty();
  }

  /** The one that can be done without; null if there is none. */
  @Nullable Worker reserve(Collection<Worker> all) {
    Worker now = serving;
    return usable(all).filter(worker -> worker != now && worker.isIdle()).findAny().orElse(null);
  }
}
