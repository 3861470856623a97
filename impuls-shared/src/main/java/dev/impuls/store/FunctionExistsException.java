package dev.impuls.store;

/** The name is taken. */
public final class FunctionExistsException extends StoreException {
  private static final long serialVersionUID = 1L;

  public FunctionExistsException(String name) {
    super("There is a function named \"" + name + "\" already", null);
  }
}
