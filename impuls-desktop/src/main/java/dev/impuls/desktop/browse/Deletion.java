package dev.impuls.desktop.browse;

import dev.impuls.desktop.ui.Failures;
import dev.impuls.desktop.ui.Notices;
import dev.impuls.desktop.ui.Questions;
import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.work.Job;
import dev.impuls.desktop.work.Work;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.function.Function;
import dev.impuls.store.FunctionNotFoundException;
import dev.impuls.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/** Deletes functions after asking once, and brings them back as they were if that is wanted. */
public final class Deletion {
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
   * What was done of it, which is less than all if it was cancelled or something failed.
   *
   * @param functions those that were deleted, as they were, or brought back
   * @param left those that are still to be brought back
   * @param failed the first of which it failed, and why
   */
  private record Done(List<Function> functions, List<Function> left, @Nullable String failed) {}

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
        job -> delete(names, job),
        this::deleted,
        failure -> notices.failed(T.get("delete.failed", names.getFirst()), failure));
  }

  private Done delete(List<String> names, Job<?> job) {
    var deleted = new ArrayList<Function>();
    for (String name : names) {
      if (job.isCancelled()) {
        break;
      }
      try {
        Function function = workspace.store().get(name);
        workspace.store().delete(name, function.revision());
        deleted.add(function);
      } catch (FunctionNotFoundException e) {
        // Somebody else was quicker.
        continue;
      } catch (StoreException e) {
        return new Done(deleted, List.of(), T.get("delete.one-failed", name, Failures.words(e)));
      }
      job.advance(deleted.size(), names.size());
    }
    return new Done(deleted, List.of(), null);
  }

  private void deleted(Done done) {
    List<Function> functions = done.functions();
    if (!functions.isEmpty()) {
      notices.done(
          T.get("delete.done", functions.size(), functions.getFirst().name()),
          T.get("delete.undo"),
          () -> restore(functions));
    }
    if (done.failed() != null) {
      notices.failed(T.get("delete.stopped"), done.failed(), "");
    }
  }

  private void restore(List<Function> functions) {
    work.runInSteps(
        T.get("restore.working", functions.size(), functions.getFirst().name()),
        job -> restore(functions, job),
        this::restored,
        failure -> notices.failed(T.get("restore.failed", functions.getFirst().name()), failure));
  }

  private Done restore(List<Function> functions, Job<?> job) {
    var restored = new ArrayList<Function>();
    var left = new ArrayList<Function>();
    String failed = null;
    for (Function function : functions) {
      if (job.isCancelled() || failed != null) {
        left.add(function);
        continue;
      }
      try {
        workspace.store().put(function, null);
        restored.add(function);
      } catch (StoreException e) {
        left.add(function);
        failed = T.get("delete.one-failed", function.name(), Failures.words(e));
      }
      job.advance(restored.size(), functions.size());
    }
    return new Done(restored, left, failed);
  }

  private void restored(Done done) {
    List<Function> functions = done.functions();
    if (!functions.isEmpty()) {
      notices.done(T.get("restore.done", functions.size(), functions.getFirst().name()));
    }
    if (!done.left().isEmpty()) {
      notices.left(
          T.get("restore.left", done.left().size(), done.left().getFirst().name())
              + (done.failed() == null ? "" : "\n" + done.failed()),
          T.get("restore.again"),
          () -> restore(done.left()));
    }
  }
}
