package dev.impuls.store;

/** There is no function of that name. */
public final class FunctionNotFoundException extends StoreException {
  private static final long serialVersionUID = 1L;

  public FunctionNotFoundException(String name) {
    super("There is no function named \"" + name + "\"", null);
  }
}
