package dev.impuls.desktop.code;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What can be undone and redone. */
final class History {
  private final Deque<Edit> done = new ArrayDeque<>();
  private final Deque<Edit> undone = new ArrayDeque<>();
  private boolean sealed = true;

  void clear() {
    done.clear();
    undone.clear();
    sealed = true;
  }

  void add(Edit edit) {
    undone.clear();
    Edit merged = sealed ? null : done.element().merge(edit);
    if (merged == null) {
      done.push(edit);
    } else {
      done.pop();
      done.push(merged);
    }
    sealed = false;
  }

  /** What comes next is not part of what was done last. */
  void seal() {
    sealed = true;
  }

  boolean canUndo() {
    return !done.isEmpty();
  }

  boolean canRedo() {
    return !undone.isEmpty();
  }

  /** What has to be done to undo; null if there is nothing. */
  @Nullable Edit undo() {
    Edit last = done.poll();
    if (last == null) {
      return null;
    }
    undone.push(last);
    sealed = true;
    return last.inverse();
  }

  /** What has to be done again; null if there is nothing. */
  @Nullable Edit redo() {
    Edit next = undone.poll();
    if (next != null) {
      done.push(next);
      sealed = true;
    }
    return next;
  }
}
