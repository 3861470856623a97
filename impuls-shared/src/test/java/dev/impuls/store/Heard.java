package dev.impuls.store;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A listener that remembers. */
public final class Heard implements Consumer<Change> {
  private final List<Change> changes = new CopyOnWriteArrayList<>();

  @Override
  public void accept(Change change) {
    changes.add(change);
  }

  /** Everything heard so far, in order. */
  public List<Change> all() {
    return List.copyOf(changes);
  }

  /** The kinds of what was heard of one function so far, in order. */
  public List<Change.Kind> of(String name) {
    return changes.stream().filter(c -> c.name().equals(name)).map(Change::kind).toList();
  }

  /** Waits until that was heard. */
  public void await(Change.Kind kind, String name) throws Exception {
    var change = new Change(kind, name);
    Await.until("hearing of " + change, () -> changes.contains(change));
  }

  /** Forgets what was heard so far. */
  public void clear() {
    changes.clear();
  }
}
