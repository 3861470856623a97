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

  /** The revision the function is at, or null if its record cannot be read. */
  public @Nullable Revision current() {
    return current;
  }
}
