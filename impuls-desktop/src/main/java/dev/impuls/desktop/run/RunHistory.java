package dev.impuls.desktop.run;

import dev.impuls.desktop.state.StateDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The last runs of one function, the latest first. For the UI thread, {@link #read} aside. */
final class RunHistory {
  /** So many are kept. */
  static final int MOST = 50;

  private final StateDirectory state;
  private final String document;
  private final ObservableList<PastRun> runs = FXCollections.observableArrayList();
  private final ObservableList<PastRun> runsView = FXCollections.unmodifiableObservableList(runs);

  /** What is kept; anything may be missing in a file that others wrote. */
  record Kept(@Nullable List<@Nullable PastRun> runs) {}

  RunHistory(StateDirectory state, String function) {
    this.state = state;
    this.document = document(function);
  }

  /** Where they are kept. */
  static String document(String function) {
    return "runs/" + StateDirectory.segment(function);
  }

  /** What is kept of it. Not for the UI thread. */
  Optional<Kept> read() {
    return state.read(document, Kept.class);
  }

  /** Takes what was read, behind what there is already. */
  void load(Kept kept) {
    runs.addAll(whole(kept));
    cut(runs);
  }

  private static List<PastRun> whole(Kept kept) {
    List<@Nullable PastRun> read = kept.runs();
    return read == null
        ? List.of()
        : read.stream().filter(RunHistory::isWhole).map(Objects::requireNonNull).toList();
  }

  private static boolean isWhole(@Nullable PastRun run) {
    return run != null
        && Objects.nonNull(run.requestId())
        && Objects.nonNull(run.begun())
        && Objects.nonNull(run.event());
  }

  ObservableList<PastRun> runs() {
    return runsView;
  }

  void add(PastRun run) {
    runs.addFirst(run);
    cut(runs);
    state.change(
        document,
        Kept.class,
        kept -> {
          var all = new ArrayList<>(kept.map(RunHistory::whole).orElse(List.of()));
          all.addFirst(run);
          cut(all);
          return new Kept(List.copyOf(all));
        });
  }

  private static void cut(List<PastRun> runs) {
    if (runs.size() > MOST) {
      runs.subList(MOST, runs.size()).clear();
    }
  }
}
