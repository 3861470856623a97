package dev.impuls.desktop.code;

import java.util.ArrayList;
import java.util.List;

/**
 * What was found, in order.
 *
 * @param more whether there is more
 */
record Matches(List<Match> all, boolean more) {
  static final Matches NONE = new Matches(List.of(), false);

  /** Those of which a part is in a line. */
  List<Match> in(int line) {
    var found = new ArrayList<Match>();
    for (int at = firstEndingIn(line); at < all.size() && all.get(at).from().line() <= line; at++) {
      found.add(all.get(at));
    }
    return found;
  }

  private int firstEndingIn(int line) {
    int low = 0;
    int high = all.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (all.get(middle).to().line() < line) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Which is exactly that; -1 if none. */
  int indexOf(Spot from, Spot to) {
    int at = firstFrom(from);
    return at < all.size() && all.get(at).equals(new Match(from, to)) ? at : -1;
  }

  /** Which is the first that begins there or after it; how many there are if none. */
  int firstFrom(Spot spot) {
    int low = 0;
    int high = all.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (all.get(middle).from().compareTo(spot) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
