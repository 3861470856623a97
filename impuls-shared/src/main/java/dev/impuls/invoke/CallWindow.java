package dev.impuls.invoke;

import dev.impuls.invoke.CallCounter.Sum;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Counts calls by stretches of time, and remembers the last ones. */
final class CallWindow {
  private final long stretchMillis;

  /** That of a stretch stands where its number says, modulo their number. */
  private final AtomicReferenceArray<@Nullable CallCounter> counters;

  CallWindow(int stretches, Duration stretch) {
    stretchMillis = stretch.toMillis();
    counters = new AtomicReferenceArray<>(stretches);
  }

  void count(long nowMillis, boolean isFailed, Duration duration) {
    counter(nowMillis / stretchMillis).count(isFailed, duration);
  }

  private CallCounter counter(long stretch) {
    int place = (int) (stretch % counters.length());
    while (true) {
      CallCounter there = counters.get(place);
      // It is of a later one if the clock was put back.
      if (there != null && there.stretch() >= stretch) {
        return there;
      }
      var made = new CallCounter(stretch);
      if (counters.compareAndSet(place, there, made)) {
        return made;
      }
    }
  }

  /** The calls of each of the last stretches, the oldest first. */
  List<InvocationStatistics.Calls> each(long nowMillis) {
    List<InvocationStatistics.Calls> calls = new ArrayList<>();
    long last = nowMillis / stretchMillis;
    for (long stretch = last - counters.length() + 1; stretch <= last; stretch++) {
      var sum = new Sum();
      CallCounter there = counters.get((int) (stretch % counters.length()));
      if (there != null && there.stretch() == stretch) {
        sum.add(there);
      }
      calls.add(sum.calls());
    }
    return calls;
  }

  /** The calls of all of the last stretches together. */
  InvocationStatistics.Calls all(long nowMillis) {
    var sum = new Sum();
    current(nowMillis).forEach(sum::add);
    return sum.calls();
  }

  /** How many these are. */
  long calls(long nowMillis) {
    return current(nowMillis).stream().mapToLong(CallCounter::calls).sum();
  }

  private List<CallCounter> current(long nowMillis) {
    List<CallCounter> current = new ArrayList<>();
    long last = nowMillis / stretchMillis;
    for (int i = 0; i < counters.length(); i++) {
      CallCounter there = counters.get(i);
      if (there != null && there.stretch() > last - counters.length()) {
        current.add(there);
      }
    }
    return current;
  }
}
