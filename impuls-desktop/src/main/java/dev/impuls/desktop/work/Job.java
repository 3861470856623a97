package dev.impuls.desktop.work;

import java.util.concurrent.CancellationException;
import javafx.concurrent.Task;

/**
 * Something under way. Its properties belong to the UI thread; {@link #advance} and {@link #say}
 * may be called by the thread that does the work.
 *
 * @param <T> what comes of it
 */
public final class Job<T> extends Task<T> {
  /** What is to be done, on a virtual thread. */
  @FunctionalInterface
  public interface Body<T> {
    /**
     * Does it.
     *
     * @param job to tell how far it is, and to ask whether it was cancelled
     */
    T run(Job<?> job) throws Exception;
  }

  private final Body<T> body;

  Job(String title, Body<T> body) {
    this.body = body;
    updateTitle(title);
  }

  @Override
  protected T call() throws Exception {
    return body.run(this);
  }

  /** So much is done of all; a total of 0 or less says that nobody knows how much there is. */
  public void advance(long done, long total) {
    if (total > 0) {
      updateProgress(done, total);
    } else {
      updateProgress(-1, 1);
    }
  }

  /** What is being done just now. */
  public void say(String message) {
    updateMessage(message);
  }

  /** Ends the work here if it was cancelled. */
  public void check() {
    if (isCancelled()) {
      throw new CancellationException();
    }
  }
}
