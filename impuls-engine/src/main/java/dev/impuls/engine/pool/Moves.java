package dev.impuls.engine.pool;

import dev.impuls.function.Function;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Functions that are to have a worker of their own, or a better one. Each is served where it is
 * until the worker it moves to is warm. Guarded by the pool.
 */
final class Moves {
  /** A function that ended a worker has to get along with its own for so long. */
  private static final Duration PROBATION = Duration.ofMinutes(1);

  private final boolean compiles;
  private final Culprits culprits;
  private final Map<Key, Worker> underWay = new HashMap<>();

  /**
   * @param compiles whether there is a compiler
   */
  Moves(boolean compiles, Culprits culprits) {
    this.compiles = compiles;
    this.culprits = culprits;
  }

  /**
   * What a worker of the function's own is to be; one that ended another's yields to all others.
   */
  WorkerPlan plan(boolean compiling, Function function) {
    return WorkerPlan.forOne(compiling, function.memoryMb())
        .yielding(culprits.contains(Key.of(function)));
  }

  /** Whether the function moves. */
  boolean contains(Key function) {
    return underWay.containsKey(function);
  }

  /** The function moves to that worker, which is its own from now on. */
  void add(Function function, Worker worker) {
    worker.assign(function);
    underWay.put(Key.of(function), worker);
  }

  /** Ends a move, as its worker is warm or has ended; false if no function moves there. */
  boolean remove(Worker worker) {
    Function function = worker.function();
    return function != null && underWay.remove(Key.of(function), worker);
  }

  /** The functions that are to move for a better worker; none if one moves already. */
  List<Function> wanted(Iterable<Worker> all) {
    var wanted = new ArrayList<Function>();
    for (Worker worker : all) {
      Function function = worker.function();
      if (underWay.isEmpty() && function != null && isToBeBettered(worker, function)) {
        wanted.add(function);
      }
    }
    return wanted;
  }

  /** Whether it is a function's own and should be replaced by one with the compiler. */
  private boolean isToBeBettered(Worker worker, Function function) {
    if (!compiles || worker.plan().shared() || worker.plan().compiles()) {
      return false;
    }
    // One that ends its worker again and again is not worth what it takes to warm another.
    boolean onProbation = culprits.contains(Key.of(function));
    return worker.isWarm()
        && worker.takesCalls()
        && worker.inUseFor().compareTo(onProbation ? PROBATION : Duration.ZERO) > 0;
  }
}
