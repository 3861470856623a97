package dev.impuls.desktop.work;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place for what must not be done on the UI thread: stores, networks, functions, files. To
 * be used on the UI thread only; what is done runs on virtual threads, and what came of it comes
 * back to the UI thread.
 */
public final class Work implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Work.class);

  private final ObservableList<Job<?>> running = FXCollections.observableArrayList();
  private final ObservableList<Job<?>> runningView =
      FXCollections.unmodifiableObservableList(running);

  /** What is under way now, the oldest first. */
  public ObservableList<Job<?>> running() {
    return runningView;
  }

  /** The same as {@link #start} for who will not cancel it. */
  public <T> void run(
      String title, Job.Body<T> body, Consumer<T> done, Consumer<Throwable> failed) {
    var _ = start(title, body, done, failed);
  }

  /**
   * Begins something.
   *
   * @param title what it is, for people
   * @param done gets what came of it
   * @param failed gets why nothing did; a {@link CancellationException} if it was cancelled
   */
  public <T> Job<T> start(
      String title, Job.Body<T> body, Consumer<T> done, Consumer<Throwable> failed) {
    return start(new Job<>(title, body, false), done, failed);
  }

  private <T> Job<T> start(Job<T> job, Consumer<T> done, Consumer<Throwable> failed) {
    running.add(job);
    job.setOnSucceeded(
        _ -> {
          running.remove(job);
          done.accept(job.getValue());
        });
    job.setOnFailed(
        _ -> {
          running.remove(job);
          log.debug("{} failed", job.getTitle(), job.getException());
          failed.accept(job.getException());
        });
    job.setOnCancelled(
        _ -> {
          running.remove(job);
          failed.accept(new CancellationException());
        });
    Thread.ofVirtual().name("impuls-work").start(job);
    return job;
  }

  /** The same as {@link #startInSteps} for who will not cancel it. */
  public <T> void runInSteps(
      String title, Job.Body<T> body, Consumer<T> done, Consumer<Throwable> failed) {
    var _ = startInSteps(title, body, done, failed);
  }

  /**
   * The same as {@link #start} for what is done step by step, of which none is to be lost: one that
   * is cancelled lets its step under way end, looks whether it {@linkplain Job#isCancelled() was},
   * and returns what it did until then, which is handed to {@code done}. One of the two is always
   * called.
   */
  public <T> Job<?> startInSteps(
      String title, Job.Body<T> body, Consumer<T> done, Consumer<Throwable> failed) {
    Job.Body<Boolean> steps =
        job -> {
          try {
            T value = body.run(job);
            Platform.runLater(() -> done.accept(value));
          } catch (Exception | Error e) {
            log.debug("{} failed", title, e);
            Platform.runLater(() -> failed.accept(e));
          }
          return true;
        };
    return start(new Job<>(title, steps, true), _ -> {}, _ -> {});
  }

  /** Cancels all that is under way. */
  @Override
  public void close() {
    for (Job<?> job : List.copyOf(running)) {
      job.cancel();
    }
  }
}
