package dev.impuls.desktop.code;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * At a spot, some lines are replaced by others.
 *
 * @param turnsMark whether the text gets a byte order mark, or loses it
 */
record Edit(Spot at, List<Line> removed, List<Line> inserted, boolean turnsMark) {
  Edit inverse() {
    return new Edit(at, inserted, removed, turnsMark);
  }

  /** Where that which is removed ends. */
  Spot removedEnd() {
    return at.after(removed);
  }

  /** Where that which is inserted ends. */
  Spot insertedEnd() {
    return at.after(inserted);
  }

  /** This and what was typed or deleted right after it as one, if one would call it that. */
  @Nullable Edit merge(Edit next) {
    boolean inLine = inLine() && next.inLine();
    if (inLine && inserts() && next.inserts() && next.at.equals(insertedEnd())) {
      String before = inserted.getFirst().text();
      String typed = next.inserted.getFirst().text();
      boolean newWord =
          !Character.isWhitespace(typed.charAt(0))
              && Character.isWhitespace(before.charAt(before.length() - 1));
      return newWord ? null : new Edit(at, removed, Lines.join(inserted, next.inserted), false);
    }
    if (inLine && deletes() && next.deletes()) {
      if (next.removedEnd().equals(at)) {
        return new Edit(next.at, Lines.join(next.removed, removed), inserted, false);
      }
      if (next.at.equals(at)) {
        return new Edit(at, Lines.join(removed, next.removed), inserted, false);
      }
    }
    return null;
  }

  private boolean inLine() {
    return removed.size() == 1 && inserted.size() == 1 && !turnsMark;
  }

  private boolean inserts() {
    return removed.getFirst().text().isEmpty() && !inserted.getFirst().text().isEmpty();
  }

  private boolean deletes() {
    return inserted.getFirst().text().isEmpty() && !removed.getFirst().text().isEmpty();
  }
}
