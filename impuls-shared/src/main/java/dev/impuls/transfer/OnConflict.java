package dev.impuls.transfer;

/** What to do with a function whose name another function has where it is to go. */
public enum OnConflict {
  /** Change nothing at all, neither this function nor any other. */
  FAIL,
  /** Leave that one as it is, and go on. */
  SKIP,
  /** Put this one in its place. */
  OVERWRITE
}
