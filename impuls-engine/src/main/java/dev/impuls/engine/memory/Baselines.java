package dev.impuls.engine.memory;

import dev.impuls.engine.memory.Accounts.Moment;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Earlier moments of the heap. What is live now and was not at such a moment was allocated since,
 * and others can hold only so much of it.
 */
final class Baselines {
  private static final int MAX = 24;

  private final Deque<Baseline> baselines = new ArrayDeque<>();

  /**
   * @param used was in use, garbage included
   */
  private record Baseline(long used, Moment moment) {}

  void add(long used, Moment moment) {
    baselines.addLast(new Baseline(used, moment));
    if (baselines.size() > MAX) {
      baselines.removeFirst();
    }
  }

  /**
   * A lower bound of what an environment holds.
   *
   * @param live exactly, from the collection that has just ended
   * @param most how much is taken to be held by the engine itself
   */
  long atLeastHeld(Account account, long live, Moment now, long most) {
    long held = 0;
    for (Baseline one : baselines) {
      long others = now.mostHeldByOthers(account, one.moment(), most);
      held = Math.max(held, live - one.used() - others);
    }
    return Math.min(held, account.bound()); // Some collectors count more for a large object.
  }

  /** The least that was in use; a lot without any. */
  long leastUsed() {
    return baselines.stream().mapToLong(Baseline::used).min().orElse(Long.MAX_VALUE);
  }

  /** The others that have allocated more than so much since the least was in use. */
  List<Account> othersThatMayHold(Account account, long bytes, Moment now) {
    return baselines.stream().min(Comparator.comparingLong(Baseline::used)).stream()
        .flatMap(
            least ->
                now.byOpen().keySet().stream()
                    .filter(other -> other != account)
                    .filter(other -> now.since(other, least.moment()) > bytes))
        .toList();
  }
}
