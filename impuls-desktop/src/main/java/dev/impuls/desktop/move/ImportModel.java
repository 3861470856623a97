package dev.impuls.desktop.move;

import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.work.Work;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.store.StoreException;
import dev.impuls.transfer.Comparison;
import dev.impuls.transfer.ImportReport;
import dev.impuls.transfer.ImportReport.Outcome;
import dev.impuls.transfer.ImportReport.Row;
import dev.impuls.transfer.Importer;
import dev.impuls.transfer.OnConflict;
import dev.impuls.transfer.Progress;
import dev.impuls.transfer.Source;
import dev.impuls.transfer.TransferException;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bringing functions into a workspace: a preview of what would become of each, then the import,
 * then what became of each. For the UI thread.
 */
final class ImportModel {
  private static final Logger log = LoggerFactory.getLogger(ImportModel.class);
  private static final Texts T = Texts.of(ImportModel.class);

  /** How far it is. */
  enum Phase {
    /** It is not known yet what to import. */
    CHOOSING,
    /** What would be done is being found out. */
    LOOKING,
    PREVIEW,
    RUNNING,
    DONE
  }

  /** Where functions are from. */
  interface From {
    Source open() throws Exception;
  }

  /** What came of an import. */
  private record Imported(ImportReport report, @Nullable Comparison comparison) {}

  private final Workspace target;
  private final Work work;
  private final boolean copies;
  private final Runnable changed;

  private final ReadOnlyObjectWrapper<Phase> phase = new ReadOnlyObjectWrapper<>(Phase.CHOOSING);
  private final ObjectProperty<OnConflict> onConflict = new SimpleObjectProperty<>(OnConflict.FAIL);
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Transfer<?>> running =
      new ReadOnlyObjectWrapper<>();
  private final Rows rows = new Rows();
  private final ReadOnlyStringWrapper what = new ReadOnlyStringWrapper("");
  private @Nullable Comparison comparison;
  private @Nullable Source source;
  private int transfers;
  private int newest;
  private boolean closed;

  /**
   * @param copies whether functions are from another workspace; they are compared in the end
   * @param changed called when something may have changed in the workspace
   */
  ImportModel(Workspace target, Work work, boolean copies, Runnable changed) {
    this.target = target;
    this.work = work;
    this.copies = copies;
    this.changed = changed;
    onConflict.subscribe(
        (_, _) -> {
          if (phase.get() == Phase.PREVIEW || phase.get() == Phase.LOOKING) {
            look();
          }
        });
  }

  ReadOnlyObjectProperty<Phase> phaseProperty() {
    return phase.getReadOnlyProperty();
  }

  /** What to do where another function has the name; another choice makes another preview. */
  ObjectProperty<OnConflict> onConflictProperty() {
    return onConflict;
  }

  /** What went wrong; null if nothing did. */
  ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /** What is under way. */
  ReadOnlyObjectProperty<@Nullable Transfer<?>> runningProperty() {
    return running.getReadOnlyProperty();
  }

  /** How both sides compare after copying; null if nobody looked. */
  @Nullable Comparison comparison() {
    return comparison;
  }

  Workspace target() {
    return target;
  }

  boolean copies() {
    return copies;
  }

  Rows rows() {
    return rows;
  }

  /** What is imported, for people. */
  ReadOnlyStringProperty whatProperty() {
    return what.getReadOnlyProperty();
  }

  // ---- Looking ----

  /**
   * Looks what would become of functions.
   *
   * @param name of where they are from, for people
   */
  void open(String name, From from) {
    what.set(name);
    phase.set(Phase.LOOKING);
    problem.set(null);
    OnConflict choice = onConflict.get();
    start(
        T.get("import.looking", name),
        progress -> {
          Source opened = from.open();
          try {
            return new Opened(opened, dryRun(opened, choice, progress));
          } catch (Exception e) {
            opened.close();
            throw e;
          }
        },
        opened -> {
          source = opened.source();
          preview(opened.report());
          if (choice != onConflict.get()) {
            look();
          }
        },
        this::notOpened);
  }

  private record Opened(Source source, ImportReport report) {}

  private void notOpened(Throwable failure) {
    phase.set(Phase.CHOOSING);
    problem.set(Problem.of(what.get(), failure));
  }

  private void look() {
    Source from = source;
    if (from == null) {
      return; // Once it is open, this is looked at again.
    }
    phase.set(Phase.LOOKING);
    problem.set(null);
    OnConflict choice = onConflict.get();
    start(
        T.get("import.looking", what.get()),
        progress -> dryRun(from, choice, progress),
        this::preview,
        failure -> {
          phase.set(Phase.PREVIEW);
          rows.show(Rows.NOTHING.report(), Rows.Tense.PREVIEW);
          problem.set(Problem.of(what.get(), failure));
        });
  }

  private ImportReport dryRun(Source from, OnConflict choice, Progress progress) throws Exception {
    return new Importer(target.store(), choice, progress).run(from, _ -> true, true);
  }

  private void preview(ImportReport report) {
    rows.show(report, Rows.Tense.PREVIEW);
    phase.set(Phase.PREVIEW);
  }

  // ---- Importing ----

  /** Does what the preview says. */
  void run() {
    Source from = Objects.requireNonNull(source, "what to import is open");
    OnConflict choice = onConflict.get();
    ImportReport preview = rows.shownProperty().get().report();
    phase.set(Phase.RUNNING);
    problem.set(null);
    start(
        T.get(copies ? "copy.working" : "import.working", what.get(), target.address().title()),
        progress -> imported(from, choice, progress),
        result -> {
          comparison = result.comparison();
          boolean refused = choice == OnConflict.FAIL && result.report().count(Outcome.FAILED) > 0;
          rows.show(result.report(), refused ? Rows.Tense.REFUSED : Rows.Tense.DONE);
          phase.set(Phase.DONE);
          changed.run();
        },
        failure -> {
          rows.show(preview, Rows.Tense.PREVIEW);
          phase.set(Phase.PREVIEW);
          problem.set(Problem.of(what.get(), failure));
          changed.run();
        });
  }

  private Imported imported(Source from, OnConflict choice, Progress progress) throws Exception {
    ImportReport report =
        Importer.cancellable(target.store(), choice, progress).run(from, _ -> true, false);
    if (!copies || !report.applied()) {
      return new Imported(report, null);
    }
    Set<String> left =
        report.rows().stream()
            .filter(row -> row.outcome() == Outcome.SKIPPED || row.outcome() == Outcome.FAILED)
            .map(Row::name)
            .collect(Collectors.toSet());
    try {
      return new Imported(
          report, Comparison.of(from, target.store(), name -> !left.contains(name), progress));
    } catch (CancellationException | IOException | TransferException | StoreException e) {
      log.debug("What was copied cannot be compared", e);
      return new Imported(report, null); // All is there; only nobody looked.
    }
  }

  /** Ends what is under way; an import takes back what it wrote first. */
  void cancel() {
    Transfer<?> transfer = running.get();
    if (transfer != null) {
      transfer.cancel();
    }
  }

  /** Ends all of it. */
  void close() {
    closed = true;
    cancel();
    closeSource();
  }

  private <T> void start(
      String title, Transfer.Body<T> body, Consumer<T> done, Consumer<Throwable> failed) {
    cancel(); // A preview that nobody waits for any more.
    transfers++;
    int mine = ++newest;
    running.set(
        new Transfer<>(
            target,
            work,
            title,
            body,
            result -> ended(mine, () -> done.accept(result)),
            failure -> ended(mine, () -> failed.accept(failure))));
  }

  private void ended(int which, Runnable then) {
    transfers--;
    if (which == newest) {
      running.set(null);
      then.run();
    }
    if (closed) {
      closeSource();
    }
  }

  private void closeSource() {
    Source open = source;
    if (open != null && transfers == 0) {
      source = null;
      work.runInSteps(
          T.get("import.closing", what.get()),
          _ -> {
            open.close();
            return true;
          },
          _ -> {},
          _ -> {});
    }
  }
}
