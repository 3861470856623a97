package dev.impuls.desktop.work;

import java.util.concurrent.CancellationException;
import javafx.concurrent.Task;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
     * Does it. What can be closed is closed if it was cancelled meanwhile.
     *
     * @param job to tell how far it is, and to ask whether it was cancelled
     */
    T run(Job<?> job) throws Exception;
  }

  private static final Logger log = LoggerFactory.getLogger(Job.class);

  private final Body<T> body;
  private final boolean inSteps;
  private volatile boolean begun;
  private volatile @Nullable T made;

  /**
   * @param inSteps whether it is always run, and to the end of its step, also when it is cancelled
   */
  Job(String title, Body<T> body, boolean inSteps) {
    this.body = body;
    this.inSteps = inSteps;
    updateTitle(title);
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return super.cancel(mayInterruptIfRunning && !inSteps);
  }

  @Override
  public void run() {
    super.run();
    if (inSteps && !begun) {
      try {
        call(); // It was cancelled before it began.
      } catch (Exception e) {
        throw new IllegalStateException(e); // Those in steps tell of failures themselves.
      }
    }
    if (isCancelled() && made instanceof AutoCloseable left) {
      try {
        left.close(); // Nobody takes it any more.
      } catch (Exception e) {
        log.warn("What {} made cannot be closed", body, e);
      }
    }
  }

  @Override
  protected T call() throws Exception {
    begun = true;
    T value = body.run(this);
    made = value;
    return value;
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
