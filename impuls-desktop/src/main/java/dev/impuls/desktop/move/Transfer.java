package dev.impuls.desktop.move;

import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.work.Job;
import dev.impuls.desktop.work.Work;
import dev.impuls.transfer.Progress;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyStringProperty;

/**
 * Functions under way. Cancelled, here or as running work, it takes back what it wrote before it
 * ends. It therefore runs on a thread that nobody interrupts, since that would close files of
 * stores, and that the console's process waits for. For the UI thread.
 *
 * @param <T> what comes of it
 */
final class Transfer<T> {
  private static final Texts T = Texts.of(Transfer.class);

  /** What is to be done. */
  interface Body<T> {
    T run(Progress progress) throws Exception;
  }

  private final Body<T> body;
  private final Consumer<T> done;
  private final Consumer<Throwable> failed;
  private volatile boolean cancelled;
  private final Job<?> job;

  private Transfer(
      Work work, String title, Body<T> body, Consumer<T> done, Consumer<Throwable> failed) {
    this.body = body;
    this.done = done;
    this.failed = failed;
    this.job = work.start(title, this::run, _ -> {}, _ -> {});
  }

  /**
   * Begins one.
   *
   * @param title what it is, for people
   * @param failed gets a {@link CancellationException} if it was cancelled
   */
  static <T> Transfer<T> start(
      Work work, String title, Body<T> body, Consumer<T> done, Consumer<Throwable> failed) {
    return new Transfer<>(work, title, body, done, failed);
  }

  /** Ends it in its own time. */
  void cancel() {
    cancelled = true;
    job.say(T.get("progress.cancelling"));
  }

  ReadOnlyDoubleProperty progressProperty() {
    return job.progressProperty();
  }

  ReadOnlyStringProperty messageProperty() {
    return job.messageProperty();
  }

  private boolean run(Job<?> running) {
    var task = new FutureTask<T>(() -> body.run(new Telling(running)));
    Thread.ofPlatform().name("impuls-transfer").daemon(false).start(task);
    while (true) {
      try {
        T result = task.get();
        Platform.runLater(() -> done.accept(result));
        return true;
      } catch (InterruptedException e) {
        cancelled = true; // It was cancelled as running work, and still takes back what it wrote.
      } catch (ExecutionException e) {
        Throwable failure = e.getCause() == null ? e : e.getCause();
        Platform.runLater(() -> failed.accept(failure));
        return false;
      }
    }
  }

  /** Tells people how far it is, and the transfer when it is to end. */
  private final class Telling implements Progress {
    private final Job<?> running;
    private final AtomicLong count = new AtomicLong();
    private volatile Step step = Step.CHECKING;
    private volatile long total;

    Telling(Job<?> running) {
      this.running = running;
    }

    @Override
    public void begins(Step next, long of) {
      count.set(0);
      step = next;
      total = of;
      tell(0);
    }

    @Override
    public void advances() {
      if (cancelled) {
        running.say(T.get("progress.cancelling"));
        throw new CancellationException();
      }
      tell(count.incrementAndGet());
    }

    private void tell(long now) {
      running.advance(now, total);
      String key = "progress." + step.name().toLowerCase(Locale.ROOT);
      running.say(total > 0 ? T.get(key + ".of", now, total) : T.get(key, now));
    }
  }
}
