package dev.impuls.desktop.run;

import dev.impuls.desktop.state.StateDirectory;
import dev.impuls.desktop.ui.Failures;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.work.Job;
import dev.impuls.desktop.work.Work;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.function.Function;
import dev.impuls.function.InvalidFunctionException;
import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.InvocationResult.LogRecord;
import dev.impuls.invoke.Invoker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** Runs one function, one call at a time, and keeps what came of it. For the UI thread. */
final class RunModel {
  private static final Texts T = Texts.of(RunModel.class);

  /** Which code is to run. */
  enum Code {
    SAVED,
    EDITED
  }

  private final Workspace workspace;
  private final Work work;
  private final RunTarget target;
  private final Clock clock;
  private final SavedEvents events;
  private final RunHistory history;
  private final JsonCheck check;

  private final ReadOnlyBooleanWrapper loaded = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper refusal = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<@Nullable Run> shown = new ReadOnlyObjectWrapper<>();
  private final ObservableList<LogRecord> logs = FXCollections.observableArrayList();
  private final ObservableList<LogRecord> logsView = FXCollections.unmodifiableObservableList(logs);
  private final RecentResults recent = new RecentResults();

  private @Nullable Current current;

  /** The run under way. */
  private record Current(
      Invocation invocation,
      Code code,
      boolean elsewhere,
      Instant begun,
      long begunNanos,
      LogQueue queue,
      Job<InvocationResult> job) {}

  RunModel(Workspace workspace, Work work, StateDirectory state, RunTarget target, Clock clock) {
    this.workspace = workspace;
    this.work = work;
    this.target = target;
    this.clock = clock;
    events = new SavedEvents(state, target.name());
    history = new RunHistory(state, target.name());
    check = new JsonCheck(work);
    load();
  }

  private record Kept(Optional<SavedEvents.Kept> events, Optional<RunHistory.Kept> runs) {}

  private void load() {
    var _ =
        work.<Kept>start(
            T.get("work.read", target.name()),
            _ -> new Kept(events.read(), history.read()),
            read -> {
              read.events().ifPresent(events::load);
              read.runs().ifPresent(history::load);
              loaded.set(true);
            },
            _ -> loaded.set(true));
  }

  /** Whether what was kept of the function's events and runs is here. */
  ReadOnlyBooleanProperty loadedProperty() {
    return loaded.getReadOnlyProperty();
  }

  SavedEvents events() {
    return events;
  }

  RunHistory history() {
    return history;
  }

  JsonCheck check() {
    return check;
  }

  ReadOnlyBooleanProperty runningProperty() {
    return running.getReadOnlyProperty();
  }

  /** Why nothing was run when somebody wanted to; empty if it was. */
  ReadOnlyStringProperty refusalProperty() {
    return refusal.getReadOnlyProperty();
  }

  /** The run whose result is to be seen: the last one, or the one that was asked for. */
  ReadOnlyObjectProperty<@Nullable Run> shownProperty() {
    return shown.getReadOnlyProperty();
  }

  /** What the run under way logged so far, or the one that is to be seen. */
  ObservableList<LogRecord> logs() {
    return logsView;
  }

  /** Which code runs if nothing else is said: that in the tab. */
  Code usual() {
    return target.unsavedProperty().get() ? Code.EDITED : Code.SAVED;
  }

  /** Whether code runs on a server. */
  boolean isElsewhere(Code code) {
    return code == Code.SAVED && workspace.isRemote();
  }

  /**
   * Runs the function, if the event is JSON, nothing runs yet and what is kept was read.
   *
   * @param event its text; blank is null
   */
  void run(String event, Code code) {
    check.check(
        event,
        problem -> {
          if (running.get() || !loaded.get()) {
            return;
          }
          if (problem.isPresent()) {
            refusal.set(T.get("run.event.problem", problem.get().line()));
          } else {
            begin(event, code);
          }
        });
  }

  private void begin(String event, Code code) {
    Function function;
    try {
      function = code == Code.EDITED ? target.edited() : target.saved();
    } catch (InvalidFunctionException e) {
      refusal.set(T.get("run.invalid", target.name(), Failures.words(e)));
      return;
    }
    refusal.set("");
    var invocation = new Invocation(UUID.randomUUID().toString(), function, Json.event(event));
    Invoker invoker = code == Code.EDITED ? workspace.local() : workspace.invoker();
    var queue = new LogQueue();
    logs.clear();
    Job<InvocationResult> job =
        work.start(
            T.get("work.run", target.name()),
            _ -> call(invoker, invocation, queue),
            this::ended,
            this::failed);
    current =
        new Current(
            invocation, code, isElsewhere(code), clock.instant(), System.nanoTime(), queue, job);
    running.set(true);
  }

  private static InvocationResult call(Invoker invoker, Invocation invocation, LogQueue queue)
      throws InterruptedException, ExecutionException {
    CompletableFuture<InvocationResult> call = invoker.invoke(invocation, queue);
    try {
      return call.get();
    } finally {
      call.cancel(true); // Of no effect if it has ended.
    }
  }

  /** Ends the run under way. */
  void cancel() {
    if (current != null) {
      current.job().cancel();
    }
  }

  /** How long the run under way takes by now. */
  Duration elapsed() {
    return current == null
        ? Duration.ZERO
        : Duration.ofNanos(System.nanoTime() - current.begunNanos());
  }

  /** Takes what was logged by now; to be called some times a second while something runs. */
  void update() {
    if (current != null) {
      logs.addAll(current.queue().take());
    }
  }

  private void ended(InvocationResult result) {
    update();
    if (result.logs().size() != logs.size()) {
      logs.setAll(result.logs());
    }
    end(result);
  }

  private void failed(Throwable why) {
    update();
    end(
        why instanceof CancellationException
            ? null
            : InvocationResult.refused(500, "Console.Failure", Failures.words(why)).withLogs(logs));
  }

  private void end(@Nullable InvocationResult result) {
    Current ended = current;
    if (ended == null) {
      return;
    }
    Duration duration = result == null ? elapsed() : result.duration();
    current = null;
    var about =
        PastRun.of(
            ended.invocation().requestId(),
            ended.begun(),
            result == null ? PastRun.CANCELLED : result.statusCode(),
            result != null && result.error() != null,
            duration.toNanos() / 1000,
            result != null && result.coldStart(),
            ended.code() == Code.EDITED,
            ended.invocation().event());
    var run =
        new Run(about, ended.invocation().function(), ended.elsewhere(), result, List.copyOf(logs));
    recent.add(run);
    history.add(about);
    running.set(false);
    shown.set(run);
  }

  /** A run with its result, if that is still known. */
  Optional<Run> find(PastRun past) {
    return recent.find(past);
  }

  /** Shows the result and the logs of a run once more; not while something runs. */
  void show(Run run) {
    if (!running.get()) {
      logs.setAll(run.logs());
      shown.set(run);
    }
  }

  /** Where the code failed that is now in the tab, if it did and if that is known. */
  Optional<StackPlaces.Place> failedAt(Run run) {
    InvocationResult result = run.result();
    if (result == null || result.error() == null) {
      return Optional.empty();
    }
    try {
      boolean same = target.edited().code().equals(run.function().code());
      return same ? StackPlaces.of(result.error()) : Optional.empty();
    } catch (InvalidFunctionException e) {
      return Optional.empty();
    }
  }
}
