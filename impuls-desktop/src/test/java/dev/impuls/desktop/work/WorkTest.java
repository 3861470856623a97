package dev.impuls.desktop.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.desktop.Ui;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WorkTest {
  private final Work work = Ui.call(Work::new);
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch goesOn = new CountDownLatch(1);
  private final AtomicReference<@Nullable Object> done = new AtomicReference<>();
  private final AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();

  @Test
  void whoeverWaitsForWhatIsCancelledIsTold() throws Exception {
    Ui.run(
        () ->
            work.run(
                "waiting",
                _ -> {
                  begun.countDown();
                  goesOn.await();
                  return 1;
                },
                done::set,
                failed::set));
    begun.await();

    Ui.run(() -> work.running().getFirst().cancel());

    Ui.await("it is told", () -> failed.get() instanceof CancellationException);
    assertThat(done.get()).isNull();
    assertThat(Ui.call(() -> work.running().isEmpty())).isTrue();
  }

  @Test
  void whatIsMadeForNobodyIsClosed() throws Exception {
    var closed = new AtomicBoolean();
    AutoCloseable made = () -> closed.set(true);
    Job<AutoCloseable> job =
        Ui.call(
            () ->
                work.start(
                    "making",
                    _ -> {
                      begun.countDown();
                      goesOn.await();
                      return made;
                    },
                    done::set,
                    failed::set));
    begun.await();

    Ui.run(() -> job.cancel(false));
    goesOn.countDown();

    Ui.await("it is closed", closed::get);
    assertThat(done.get()).isNull();
  }

  @Test
  void whatIsDoneInStepsTellsWhatItDidThoughItIsCancelledAtOnce() throws Exception {
    Ui.run(
        () -> {
          Job<?> job =
              work.startInSteps(
                  "steps",
                  running -> {
                    while (!running.isCancelled()) { // It may have begun before.
                      Thread.onSpinWait();
                    }
                    return true;
                  },
                  done::set,
                  failed::set);
          job.cancel();
        });

    Ui.await("it is told", () -> Boolean.TRUE.equals(done.get()));
    assertThat(failed.get()).isNull();
  }

  @Test
  void whatIsDoneInStepsIsDoneThoughItIsCancelledBeforeItBegins() {
    Job<Boolean> job =
        Ui.call(
            () -> {
              var made =
                  new Job<Boolean>(
                      "steps",
                      running -> {
                        done.set(running.isCancelled());
                        return true;
                      },
                      true);
              made.cancel();
              return made;
            });

    job.run();

    assertThat(done.get()).isEqualTo(true);
  }
}
