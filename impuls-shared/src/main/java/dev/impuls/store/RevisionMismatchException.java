package dev.impuls.store;

import dev.impuls.function.Revision;
import org.jspecify.annotations.Nullable;

/** The function is not at the revision the caller worked from. Nothing was changed. */
public final class RevisionMismatchException extends StoreException {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable Revision current;

  /**
   * @param current the revision the function is at, or null if its record cannot be read
   */
  public RevisionMismatchException(String name, @Nullable Revision current) {
    super("The function \"" + name + "\" was changed meanwhile", null);
    this.current = current;
  }

  /**
   * Throws unless the function is at the revision the caller worked from.
   *
   * @param expected that one; null if any will do
   * @param current the one it is at, or null if its record cannot be read
   */
  public static void check(String name, @Nullable Revision expected, @Nullable Revision current) {
    if (expected != null && !expected.equals(current)) {
      throw new RevisionMismatchException(name, current);
    }
  }

  /** The revision the function is at, or null if its record cannot be read. */
  public @Nullable Revision current() {
    return current;
  }
}
