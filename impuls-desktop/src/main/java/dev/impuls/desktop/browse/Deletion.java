package dev.impuls.desktop.browse;

import dev.impuls.desktop.ui.Failures;
import dev.impuls.desktop.ui.Notices;
import dev.impuls.desktop.ui.Questions;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.work.Job;
import dev.impuls.desktop.work.Work;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.function.Function;
import dev.impuls.store.FunctionExistsException;
import dev.impuls.store.FunctionNotFoundException;
import dev.impuls.store.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes functions after asking once, and brings them back as they were if that is wanted. */
public final class Deletion {
  private static final Logger log = LoggerFactory.getLogger(Deletion.class);
  private static final Texts T = Texts.of(Deletion.class);
  private static final int MOST_NAMES = 10;

  private final Workspace workspace;
  private final Work work;
  private final Notices notices;

  /** One for the functions of a workspace. */
  public Deletion(Workspace workspace, Work work, Notices notices) {
    this.workspace = workspace;
    this.work = work;
    this.notices = notices;
  }

  /**
   * What was deleted, which is less than all if it was cancelled or something failed.
   *
   * @param functions those that were, as they were
   * @param unknown the one of which it is not known whether it was deleted
   * @param failed what failed of it first, and why; null if nothing did
   */
  private record Deleted(
      List<Function> functions, @Nullable Function unknown, @Nullable String failed) {}

  /**
   * What was brought back, which is less than all if it was cancelled or something failed.
   *
   * @param left those that are still to be brought back
   * @param failed what failed of it first, and why; null if nothing did
   */
  private record Restored(List<Function> functions, List<Function> left, @Nullable String failed) {}

  /** Asks, and deletes. */
  public void ask(@Nullable Window owner, List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    String listed = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())));
    int more = names.size() - MOST_NAMES;
    Questions.ask(
        owner,
        T.get("delete.title", names.size(), names.getFirst()),
        T.get("delete.text", more > 0 ? T.get("delete.more", listed, more) : listed),
        List.of(new Questions.Answer(T.get("delete.delete"), () -> delete(names))));
  }

  private void delete(List<String> names) {
    work.runInSteps(
        T.get("delete.working", names.size(), names.getFirst()),
        workspace.whole(job -> delete(names, job)),
        this::deleted,
        failure -> notices.failed(T.get("delete.failed", names.getFirst()), failure));
  }

  private Deleted delete(List<String> names, Job<?> job) {
    var deleted = new ArrayList<Function>();
    String failed = null;
    for (String name : names) {
      if (job.isCancelled()) {
        break;
      }
      Function function = null;
      try {
        function = workspace.store().get(name);
        workspace.store().delete(name, function.revision());
        deleted.add(function);
      } catch (FunctionNotFoundException e) {
        // Somebody else was quicker.
      } catch (StoreUnavailableException e) {
        return function == null || isThere(name)
            ? new Deleted(deleted, null, why(name, e))
            : new Deleted(deleted, function, T.get("delete.unknown", name, Failures.words(e)));
      } catch (RuntimeException e) {
        failed = failed == null ? why(name, e) : failed;
      }
      job.advance(deleted.size(), names.size());
    }
    return new Deleted(deleted, null, failed);
  }

  private static String why(String name, RuntimeException e) {
    return T.get("failed", name, Failures.words(e));
  }

  /** Whether that is known: what was lost may have been the answer of a deletion alone. */
  private boolean isThere(String name) {
    try {
      workspace.store().get(name);
      return true;
    } catch (RuntimeException e) {
      log.debug("{} may have been deleted", name, e);
      return false;
    }
  }

  private void deleted(Deleted done) {
    List<Function> functions = done.functions();
    String text =
        functions.isEmpty()
            ? ""
            : T.get("delete.done", functions.size(), functions.getFirst().name());
    Function unknown = done.unknown();
    if (!workspace.isOpen()) {
      String told = (text + "\n" + (done.failed() == null ? "" : done.failed())).strip();
      if (!told.isEmpty()) {
        notices.done(told); // Nothing can be brought back any more.
      }
      return;
    }
    if (unknown != null) {
      var all = new ArrayList<>(functions);
      all.add(unknown);
      notices.left((text + "\n" + done.failed()).strip(), T.get("delete.undo"), () -> restore(all));
      return;
    }
    if (!functions.isEmpty()) {
      notices.done(text, T.get("delete.undo"), () -> restore(functions));
    }
    if (done.failed() != null) {
      notices.failed(T.get("delete.stopped"), done.failed(), "");
    }
  }

  private void restore(List<Function> functions) {
    work.runInSteps(
        T.get("restore.working", functions.size(), functions.getFirst().name()),
        workspace.whole(job -> restore(functions, job)),
        this::restored,
        failure -> notices.failed(T.get("restore.failed", functions.getFirst().name()), failure));
  }

  /** Where the workspace is being closed, to its end: what is left then is lost. */
  private Restored restore(List<Function> functions, Job<?> job) {
    var restored = new ArrayList<Function>();
    var left = new ArrayList<Function>();
    String failed = null;
    boolean isAway = false;
    for (Function function : functions) {
      if (isAway || (job.isCancelled() && workspace.isOpen())) {
        left.add(function);
        continue;
      }
      try {
        put(function);
        restored.add(function);
      } catch (RuntimeException e) {
        left.add(function);
        failed = failed == null ? why(function.name(), e) : failed;
        isAway = e instanceof StoreUnavailableException;
      }
      job.advance(restored.size(), functions.size());
    }
    return new Restored(restored, left, failed);
  }

  private void put(Function function) {
    try {
      workspace.store().put(function, null);
    } catch (FunctionExistsException e) {
      if (!workspace.store().get(function.name()).equals(function)) {
        throw e;
      }
      // It was not deleted, or is back already: an answer had been lost.
    }
  }

  private void restored(Restored done) {
    List<Function> functions = done.functions();
    if (!functions.isEmpty()) {
      notices.done(T.get("restore.done", functions.size(), functions.getFirst().name()));
    }
    if (done.left().isEmpty()) {
      return;
    }
    String left = T.get("restore.left", done.left().size(), done.left().getFirst().name());
    String why = done.failed() == null ? "" : done.failed();
    if (workspace.isOpen()) {
      notices.left((left + "\n" + why).strip(), T.get("restore.again"), () -> restore(done.left()));
    } else {
      notices.failed(left, why, "");
    }
  }
}
