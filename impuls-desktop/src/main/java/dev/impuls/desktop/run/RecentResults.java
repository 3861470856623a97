package dev.impuls.desktop.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The results of the last runs, as many as memory is to be spent on. */
final class RecentResults {
  private static final long MOST_CHARACTERS = 8L * 1024 * 1024;

  private final Deque<Run> runs = new ArrayDeque<>();

  /** Keeps one, which is kept in any case. */
  void add(Run run) {
    runs.addFirst(run);
    while (runs.size() > 1 && isTooMuch()) {
      runs.removeLast();
    }
  }

  private boolean isTooMuch() {
    return runs.size() > RunHistory.MOST
        || runs.stream().mapToLong(Run::characters).sum() > MOST_CHARACTERS;
  }

  /** A run with its result, if that is still known. */
  Optional<Run> find(PastRun past) {
    return runs.stream().filter(run -> run.about().requestId().equals(past.requestId())).findAny();
  }
}
