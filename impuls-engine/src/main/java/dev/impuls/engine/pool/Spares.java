package dev.impuls.engine.pool;

import dev.impuls.function.FunctionDraft;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Workers that are kept ready to become a function's own, where each function has one: as many as
 * wanted have the memory functions have if nobody says otherwise, but for one, which has what was
 * wanting last, since a heap cannot be made larger. Guarded by the pool.
 */
final class Spares {
  /** One may take that part of the memory of all workers. */
  private static final int SHARE = 8;

  private final int number;
  private final int mostMemoryMb;
  private int wantedMemoryMb = FunctionDraft.DEFAULT_MEMORY_MB;

  /**
   * @param allMemoryMb what all workers may take together, MiB
   */
  Spares(int number, int allMemoryMb) {
    this.number = number;
    this.mostMemoryMb = allMemoryMb / SHARE;
  }

  /** The best one with that memory, or null. */
  @Nullable Worker take(Collection<Worker> all, int memoryMb) {
    return spare(all)
        .filter(spare -> spare.plan().functionMb() == memoryMb)
        .min(Comparator.comparing(spare -> !spare.isWarm()))
        .orElse(null);
  }

  private static Stream<Worker> spare(Collection<Worker> all) {
    return all.stream()
        .filter(worker -> !worker.plan().shared() && worker.function() == null && worker.isIdle());
  }

  /** There was none with that memory; the next may have it, if it is not too much. */
  void wanted(int memoryMb) {
    if (memoryMb <= mostMemoryMb) {
      wantedMemoryMb = memoryMb;
    }
  }

  /** What is to be started. */
  Optional<WorkerPlan> wanted(Collection<Worker> all, boolean compiles) {
    List<Integer> there = spare(all).map(spare -> spare.plan().functionMb()).toList();
    boolean wanted = !there.contains(wantedMemoryMb);
    if (there.size() < number) {
      int memoryMb = wanted ? wantedMemoryMb : FunctionDraft.DEFAULT_MEMORY_MB;
      return Optional.of(WorkerPlan.forOne(compiles, memoryMb));
    }
    if (wanted && !there.isEmpty()) {
      // It is replaced when it has ended.
      spare(all)
          .filter(spare -> !isUsual(spare) || there.size() > 1)
          .min(Comparator.comparing(Spares::isUsual))
          .ifPresent(Worker::retireIfIdle);
    }
    return Optional.empty();
  }

  private static boolean isUsual(Worker worker) {
    return worker.plan().functionMb() == FunctionDraft.DEFAULT_MEMORY_MB;
  }

  /** Whether one that is idle may go for a spare one. */
  boolean leaveRoom(Collection<Worker> all) {
    return all.stream().filter(Worker::isIdle).count() > number;
  }
}
