package dev.impuls.store;

import org.jspecify.annotations.Nullable;

/** The storage cannot be reached, is full, or takes no changes. Trying again later may help. */
public final class StoreUnavailableException extends StoreException {
  private static final long serialVersionUID = 1L;

  public StoreUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
