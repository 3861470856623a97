package dev.impuls.engine.pool;

import dev.impuls.function.Function;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The workers that are one function's own. Safe for use by any number of threads; a worker is given
 * a function under the pool's lock.
 */
final class FunctionWorkers {
  private final Map<Key, Worker> byFunction = new ConcurrentHashMap<>();

  /** The one that calls of the function are given to; null if it has none of its own. */
  @Nullable Worker serving(Key key) {
    return byFunction.get(key);
  }

  /** Makes the worker the call's function's own, with the call; false if it has ended just now. */
  boolean give(Worker worker, WorkerCall call) {
    supersede(call.function());
    worker.assign(call.function());
    byFunction.put(call.key(), worker);
    boolean taken = worker.take(call);
    if (!taken) {
      byFunction.remove(call.key(), worker);
    }
    return taken;
  }

  /** What is of an older state of the function is done when its calls are. */
  private void supersede(Function function) {
    byFunction.forEach(
        (key, worker) -> {
          Function older = worker.function();
          if (older != null
              && key.name().equals(function.name())
              && !older.updatedAt().isAfter(function.updatedAt())) {
            byFunction.remove(key);
            worker.retire();
          }
        });
  }

  /** Has the worker serve its function from now on; the one before is done when its calls are. */
  void replace(Function function, Worker next) {
    Worker before = byFunction.put(Key.of(function), next);
    if (before != null) {
      before.retire();
    }
  }

  /** Ends any worker if it runs nothing. */
  void retireIfIdle(Worker worker) {
    if (worker.retireIfIdle()) {
      remove(worker);
    }
  }

  /** The worker ends; if it is a function's own, that has none any more. */
  void remove(Worker worker) {
    Function function = worker.function();
    if (function != null) {
      byFunction.remove(Key.of(function), worker);
    }
  }
}
