package dev.impuls.store;

/** Something happened to the function of that name; read it to see what it is now. */
public record Change(Kind kind, String name) {

  /** What happened. */
  public enum Kind {
    CREATED,
    UPDATED,
    DELETED
  }
}
