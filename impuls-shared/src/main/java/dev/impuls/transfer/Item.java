package dev.impuls.transfer;

import dev.impuls.json.Incoming;

/** One thing found where functions are imported from. */
sealed interface Item {
  /** What it is called, for people. */
  String name();

  /** A function. */
  record Whole(Incoming function) implements Item {
    @Override
    public String name() {
      return function.name();
    }
  }

  /**
   * What cannot be imported.
   *
   * @param reason a sentence without its end
   */
  record Unreadable(String name, String reason) implements Item {}
}
