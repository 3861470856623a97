package dev.impuls.server.settings;

/** A file of settings cannot be used; the message is what people are told. */
public final class WrongSettingsException extends Exception {
  private static final long serialVersionUID = 1L;

  WrongSettingsException(String message) {
    super(message);
  }
}
