package dev.impuls.invoke;

import dev.impuls.invoke.InvocationStatistics.FunctionCalls;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Counts the calls of each function in the last hour and up to five minutes before, of so many
 * functions at once. When there are more, the half with fewer calls is forgotten.
 */
final class BusiestFunctions {
  private static final int MOST_COUNTED = 500;
  private static final int MOST_SHOWN = 10;

  /** An hour and the stretch that is not over yet. */
  private static final int STRETCHES = 13;

  private static final Duration STRETCH = Duration.ofMinutes(5);

  private final Map<String, CallWindow> windows = new ConcurrentHashMap<>();
  private final AtomicBoolean forgetting = new AtomicBoolean();

  /** A function and how often it was called. */
  private record Called(String name, CallWindow window, long calls) {}

  void count(String name, long nowMillis, boolean isFailed, Duration duration) {
    CallWindow window = windows.get(name);
    if (window == null) {
      window = windows.computeIfAbsent(name, _ -> new CallWindow(STRETCHES, STRETCH));
      if (windows.size() > MOST_COUNTED) {
        forgetHalf(nowMillis);
      }
    }
    window.count(nowMillis, isFailed, duration);
  }

  private void forgetHalf(long nowMillis) {
    if (forgetting.compareAndSet(false, true)) {
      byCalls(nowMillis).stream()
          .skip(MOST_COUNTED / 2)
          .forEach(called -> windows.remove(called.name()));
      forgetting.set(false);
    }
  }

  /** The most called first. */
  private List<Called> byCalls(long nowMillis) {
    return windows.entrySet().stream()
        .map(
            entry ->
                new Called(entry.getKey(), entry.getValue(), entry.getValue().calls(nowMillis)))
        .sorted(Comparator.comparingLong(Called::calls).reversed().thenComparing(Called::name))
        .toList();
  }

  /** Those with the most calls, the most called first. */
  List<FunctionCalls> most(long nowMillis) {
    return byCalls(nowMillis).stream()
        .filter(called -> called.calls() > 0)
        .limit(MOST_SHOWN)
        .map(called -> new FunctionCalls(called.name(), called.window().all(nowMillis)))
        .toList();
  }
}
