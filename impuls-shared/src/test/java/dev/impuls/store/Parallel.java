package dev.impuls.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs things at the same moment. */
public final class Parallel {
  private Parallel() {}

  /** One of them, told its number from 0. */
  @FunctionalInterface
  public interface Task<T extends @Nullable Object> {
    T run(int number) throws Exception;
  }

  /** What each of so many threads, let go together, answered; fails with the first failure. */
  public static <T extends @Nullable Object> List<T> run(int threads, Task<T> task)
      throws Exception {
    var barrier = new CyclicBarrier(threads);
    var calls = new ArrayList<Callable<T>>();
    for (int i = 0; i < threads; i++) {
      int number = i;
      calls.add(
          () -> {
            barrier.await();
            return task.run(number);
          });
    }
    try (var executor = Executors.newFixedThreadPool(threads)) {
      var results = new ArrayList<T>();
      for (Future<T> future : executor.invokeAll(calls, 5, TimeUnit.MINUTES)) {
        results.add(future.get());
      }
      return results;
    }
  }
}
