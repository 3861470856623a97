package dev.impuls.engine.pool;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The workers there are, the room for more, and who goes to make some. Guarded by the pool. */
final class Room {
  private final int mostProcesses;
  private final int mostMemoryMb;
  private final SharedWorkers shared;
  private final StartLimits startLimits;
  private final WorkerListener listener;
  private final Set<Worker> all = new HashSet<>();
  private final Collection<Worker> view = Collections.unmodifiableSet(all);

  /**
   * @param shared guarded by the same pool
   * @param listener hears of all workers
   */
  Room(
      WorkerSettings settings,
      SharedWorkers shared,
      StartLimits startLimits,
      WorkerListener listener) {
    this.mostProcesses = settings.mostProcesses();
    this.mostMemoryMb = settings.mostMemoryMb();
    this.shared = shared;
    this.startLimits = startLimits;
    this.listener = listener;
  }

  /** All workers there are, as they change. */
  Collection<Worker> all() {
    return view;
  }

  /** Adds a worker, which takes calls before it is started; there should be room for it. */
  Worker add(WorkerPlan plan) {
    var worker = new Worker(plan, startLimits, listener);
    all.add(worker);
    return worker;
  }

  /** Its room is free: it has ended. */
  void remove(Worker worker) {
    all.remove(worker);
  }

  /** Whether there is room for another such worker. */
  boolean fits(WorkerPlan plan) {
    // The one that is taken over from is there for some seconds only.
    Optional<WorkerPlan> forerunner =
        all.stream().map(Worker::plan).filter(one -> shared.isForerunner(one, plan)).findAny();
    int number = all.size() - (forerunner.isPresent() ? 1 : 0);
    int used =
        all.stream().mapToInt(worker -> worker.plan().memoryMb()).sum()
            - forerunner.map(WorkerPlan::memoryMb).orElse(0);
    return number == 0 || (number < mostProcesses && used + plan.memoryMb() <= mostMemoryMb);
  }

  /** Those that run nothing, were not used since then, and can be done without. */
  Stream<Worker> unusedSince(long nanos) {
    Stream<Worker> own =
        all.stream()
            .filter(worker -> !worker.plan().shared() && worker.isIdle())
            .filter(worker -> worker.usedNanos() - nanos < 0);
    return Stream.concat(own, shared.unusedSince(nanos, all));
  }

  /**
   * The one to go so that there is room when it has ended: that which was used longest ago, if that
   * was before then. None if one ends already, or none can go.
   */
  Optional<Worker> evictionCandidate(long unusedSinceNanos) {
    return isOneEnding() ? Optional.empty() : longestUnused(unusedSinceNanos);
  }

  /**
   * The same for a call that has no other worker to go to, for which any that runs nothing may go,
   * the reserve before the one that serves.
   */
  Optional<Worker> evictionCandidateForCall() {
    if (isOneEnding()) {
      return Optional.empty();
    }
    return longestUnused(System.nanoTime())
        .or(() -> Optional.ofNullable(shared.reserve(all)))
        .or(() -> all.stream().filter(Worker::isIdle).findAny());
  }

  private boolean isOneEnding() {
    return all.stream().anyMatch(Worker::isEnding);
  }

  private Optional<Worker> longestUnused(long sinceNanos) {
    return unusedSince(sinceNanos).min(Comparator.comparingLong(Worker::usedNanos));
  }
}
