package dev.impuls.desktop.workspace;

import dev.impuls.desktop.state.StateDirectory;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The workspaces that were opened, the last one first. For the UI thread. */
public final class RecentWorkspaces {
  private static final String DOCUMENT = "recent";
  private static final int MOST = 20;

  private final StateDirectory state;
  private final Clock clock;
  private final ObservableList<Recent> all = FXCollections.observableArrayList();

  /**
   * One of them.
   *
   * @param address its path or URL
   * @param opened when it was opened last
   */
  public record Recent(String address, Instant opened) {}

  /** How they are kept. */
  private record Document(List<Recent> workspaces) {
    Document {
      workspaces = List.copyOf(workspaces);
    }
  }

  /** Those that were kept. */
  public RecentWorkspaces(StateDirectory state, Clock clock) {
    this.state = state;
    this.clock = clock;
    state.read(DOCUMENT, Document.class).ifPresent(document -> all.addAll(document.workspaces()));
  }

  /** All there are, as they change. */
  public ObservableList<Recent> all() {
    return all;
  }

  /** That one was opened just now. */
  public void opened(Address address) {
    all.removeIf(recent -> recent.address().equals(address.text()));
    all.addFirst(new Recent(address.text(), clock.instant()));
    if (all.size() > MOST) {
      all.removeLast();
    }
    keep();
  }

  /** Forgets one. */
  public void remove(Recent recent) {
    all.remove(recent);
    keep();
  }

  private void keep() {
    state.write(DOCUMENT, new Document(new ArrayList<>(all)));
  }
}
