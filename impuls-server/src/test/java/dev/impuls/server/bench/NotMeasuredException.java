package dev.impuls.server.bench;

/** What is needed to measure something is not there; the message says what. */
final class NotMeasuredException extends Exception {
  private static final long serialVersionUID = 1L;

  NotMeasuredException(String message) {
    super(message);
  }
}
