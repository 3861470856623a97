package dev.impuls.store;

import org.jspecify.annotations.Nullable;

/** A store could not do what was asked. The message is for people: what, to which function. */
public abstract sealed class StoreException extends RuntimeException
    permits BrokenFunctionException,
        FunctionExistsException,
        FunctionNotFoundException,
        RevisionMismatchException,
        StoreUnavailableException {
  private static final long serialVersionUID = 1L;

  StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
