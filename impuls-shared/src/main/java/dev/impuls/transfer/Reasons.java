package dev.impuls.transfer;

/** Why something failed, for people, also where an exception does not say it. */
final class Reasons {
  private Reasons() {}

  static String of(Exception e) {
    String message = e.getMessage();
    return message == null || message.isBlank()
        ? "it failed without saying why (" + e.getClass().getSimpleName() + ")"
        : message;
  }
}
