package dev.impuls.server.command;

/** What commands end with, for scripts. 2 is wrong usage. */
final class ExitCodes {
  static final int DONE = 0;

  /** It could not be done, or not all of it. */
  static final int FAILED = 1;

  /** There is no function of that name. */
  static final int NOT_FOUND = 3;

  /** Both sides are not the same, or something else is there. */
  static final int DIFFERENT = 4;

  private ExitCodes() {}
}
