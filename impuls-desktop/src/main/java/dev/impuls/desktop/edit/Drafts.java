package dev.impuls.desktop.edit;

import dev.impuls.desktop.state.StateDirectory;
import java.util.Optional;

/** Unsaved work on the functions of one workspace, which survives the console. */
public final class Drafts {
  private final StateDirectory state;

  /** Those kept in a workspace's own state. */
  public Drafts(StateDirectory state) {
    this.state = state;
  }

  private static String document(String function) {
    return "drafts/" + StateDirectory.segment(function);
  }

  /** The unsaved work on a function. */
  public Optional<Draft> get(String function) {
    return state.read(document(function), Draft.class);
  }

  /** Keeps the unsaved work on a function. */
  void keep(String function, Draft draft) {
    state.write(document(function), draft);
  }

  /** There is none any more. */
  public void remove(String function) {
    state.remove(document(function));
  }
}
