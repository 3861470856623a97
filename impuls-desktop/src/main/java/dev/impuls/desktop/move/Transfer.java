package dev.impuls.desktop.move;

import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.work.Job;
import dev.impuls.desktop.work.Work;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.transfer.Progress;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyStringProperty;

/**
 * Functions under way. Cancelled, here, as running work or by closing the workspace, it takes back
 * what it wrote before it ends. For the UI thread.
 *
 * @param <T> what comes of it
 */
final class Transfer<T> {
  private static final Texts T = Texts.of(Transfer.class);

  /** What is to be done. */
  interface Body<T> {
    T run(Progress progress) throws Exception;
  }

  private volatile boolean cancelled;
  private final Job<?> job;

  /**
   * Begins one.
   *
   * @param workspace where functions are brought to, or else where they are from
   * @param title what it is, for people
   * @param failed gets a {@link CancellationException} if it was cancelled
   */
  Transfer(
      Workspace workspace,
      Work work,
      String title,
      Body<T> body,
      Consumer<T> done,
      Consumer<Throwable> failed) {
    job =
        work.startInSteps(
            title, workspace.<T>whole(running -> body.run(new Telling(running))), done, failed);
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
      if (cancelled || running.isCancelled()) {
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
