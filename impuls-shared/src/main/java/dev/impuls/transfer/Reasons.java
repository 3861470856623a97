package dev.impuls.transfer;

/** Why something failed, for people, also where an exception does not say it. */
public final class Reasons {
  private Reasons() {}

  /** The message of an exception, or what it is if it has none. */
  public static String of(Exception e) {
    String message = e.getMessage();
    return message == null || message.isBlank()
        ? "it failed without saying why (" + e.getClass().getSimpleName() + ")"
        : message;
  }
}
