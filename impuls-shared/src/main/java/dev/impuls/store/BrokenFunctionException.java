package dev.impuls.store;

/** There is a record of that name, but it cannot be read. */
public final class BrokenFunctionException extends StoreException {
  private static final long serialVersionUID = 1L;

  /**
   * @param place the path or id of the record
   * @param problem what is wrong with it
   */
  public BrokenFunctionException(String name, String place, String problem) {
    super(
        "The function \""
            + name
            + "\" cannot be read: "
            + place
            + ": "
            + problem
            + "; repair or delete it",
        null);
  }
}
