package dev.impuls.desktop.run;

import java.time.Instant;

/**
 * What is kept of a run.
 *
 * @param status as the result has it; {@link #CANCELLED} if there is none
 * @param failed whether it ended with an error
 * @param micros how long it took, microseconds
 * @param unsaved whether code ran that was not saved
 * @param event its text, or the beginning of it
 * @param eventCut whether that is all that is kept of the event
 */
record PastRun(
    String requestId,
    Instant begun,
    int status,
    boolean failed,
    long micros,
    boolean coldStart,
    boolean unsaved,
    String event,
    boolean eventCut) {
  /** No status: the run was cancelled. */
  static final int CANCELLED = 0;

  private static final int LONGEST_EVENT = 64 * 1024;

  /** One whose event is cut if it is too long to be kept. */
  static PastRun of(
      String requestId,
      Instant begun,
      int status,
      boolean failed,
      long micros,
      boolean coldStart,
      boolean unsaved,
      String event) {
    boolean cut = event.length() > LONGEST_EVENT;
    String kept = cut ? event.substring(0, LONGEST_EVENT) : event;
    return new PastRun(requestId, begun, status, failed, micros, coldStart, unsaved, kept, cut);
  }

  boolean isCancelled() {
    return status == CANCELLED;
  }
}
