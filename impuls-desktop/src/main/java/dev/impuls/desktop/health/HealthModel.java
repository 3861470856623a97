package dev.impuls.desktop.health;

import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.work.Job;
import dev.impuls.desktop.work.Work;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.function.Function;
import dev.impuls.invoke.InvocationStatistics;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.StoreException;
import dev.impuls.store.StoreStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a workspace is, asked again and again while somebody looks. For the UI thread. */
final class HealthModel {
  private static final Logger log = LoggerFactory.getLogger(HealthModel.class);
  private static final Texts T = Texts.of(HealthModel.class);

  private final Workspace workspace;
  private final Work work;
  private final Duration pause;
  private final Clock clock;

  private final ReadOnlyObjectWrapper<HealthState> state =
      new ReadOnlyObjectWrapper<>(HealthState.UNKNOWN);
  private final ReadOnlyObjectWrapper<@Nullable Sizes> sizes = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Job<Sizes>> measuring =
      new ReadOnlyObjectWrapper<>();
  private int attempts;
  private @Nullable Watch watch;

  /**
   * @param pause after each answer
   */
  HealthModel(Workspace workspace, Work work, Duration pause, Clock clock) {
    this.workspace = workspace;
    this.work = work;
    this.pause = pause;
    this.clock = clock;
  }

  /** What is known. */
  ReadOnlyObjectProperty<HealthState> stateProperty() {
    return state.getReadOnlyProperty();
  }

  /** What was measured last; null if nothing was. */
  ReadOnlyObjectProperty<@Nullable Sizes> sizesProperty() {
    return sizes.getReadOnlyProperty();
  }

  /** Measures just now; null if nobody does. */
  ReadOnlyObjectProperty<@Nullable Job<Sizes>> measuringProperty() {
    return measuring.getReadOnlyProperty();
  }

  /** Begins to ask. */
  void open() {
    if (watch == null) {
      watch = new Watch();
    }
  }

  /** Stops asking; what was said stays. */
  void close() {
    if (watch != null) {
      watch.closed.countDown();
      watch = null;
    }
  }

  /** Asks until it is closed. It is not interrupted, which might end what a store has open. */
  private final class Watch {
    private final CountDownLatch closed = new CountDownLatch(1);

    Watch() {
      Thread.ofVirtual().name("impuls-health").start(this::run);
    }

    private void run() {
      try {
        do {
          ask();
        } while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void ask() {
      StoreStatus status;
      try {
        status = workspace.store().status();
      } catch (RuntimeException e) {
        log.debug("{} did not say how it is", workspace.address().text(), e);
        return;
      }
      UnaryOperator<HealthState> counted = statistics();
      Platform.runLater(
          () -> {
            if (watch == this) {
              workspace.tell(status);
              state.set(counted.apply(state.get().heard(status, clock.instant())));
            }
          });
    }
  }

  /** Notes what was counted, if that was told. */
  private UnaryOperator<HealthState> statistics() {
    try {
      Optional<InvocationStatistics> counted = workspace.statistics();
      return known -> known.counted(counted);
    } catch (StoreException e) {
      log.debug("{} did not tell of calls", workspace.address().text(), e);
      return UnaryOperator.identity();
    }
  }

  /** Reads all functions to see how large they are, unless that is under way. */
  void measure(Consumer<Throwable> failed) {
    if (measuring.get() != null) {
      return;
    }
    StoreStatus known = state.get().status();
    int expected = known == null ? 0 : known.functions();
    int attempt = ++attempts;
    Job<Sizes> job =
        work.start(
            T.get("sizes.job"),
            running -> measure(running, expected),
            measured -> ended(attempt, () -> sizes.set(measured)),
            failure -> ended(attempt, () -> failed.accept(failure)));
    measuring.set(job);
  }

  /** An attempt came to its end, which counts unless it was given up before. */
  private void ended(int attempt, Runnable then) {
    if (attempt == attempts) {
      measuring.set(null);
      then.run();
    }
  }

  private Sizes measure(Job<?> job, int expected) {
    var sum = new Sizes.Sum();
    try (Stream<Function> functions = workspace.store().stream(FunctionQuery.ALL)) {
      for (Iterator<Function> each = functions.iterator(); each.hasNext(); ) {
        job.check();
        sum.add(each.next());
        job.advance(sum.functions(), Math.max(expected, sum.functions()));
      }
    }
    return sum.sizes(clock.instant());
  }

  /** Ends measuring; what was measured before stays. */
  void cancel() {
    Job<Sizes> job = measuring.get();
    if (job != null) {
      attempts++;
      measuring.set(null);
      job.cancel(false); // Not in the middle of a file.
    }
  }
}
