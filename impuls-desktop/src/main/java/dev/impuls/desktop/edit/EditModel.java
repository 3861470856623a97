package dev.impuls.desktop.edit;

import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.work.Work;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.function.FieldProblem;
import dev.impuls.function.Function;
import dev.impuls.function.FunctionPatch;
import dev.impuls.function.FunctionRules;
import dev.impuls.function.InvalidFunctionException;
import dev.impuls.store.FunctionNotFoundException;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.RevisionMismatchException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * An open function: what was saved, what was made of it here, and what became of it elsewhere.
 * Nothing that was changed elsewhere is overwritten, and no unsaved work is lost, unless somebody
 * chose so. For the UI thread.
 */
final class EditModel {
  private static final Texts T = Texts.of(EditModel.class);

  /** What became of the function elsewhere, as long as nobody has chosen what to do. */
  enum Elsewhere {
    NOTHING,
    CHANGED,
    DELETED
  }

  private final Workspace workspace;
  private final Work work;
  private final CodeDocument code;
  private final Fields fields = new Fields(this::edited);
  private final ReadOnlyObjectWrapper<Function> saved;
  private final ReadOnlyBooleanWrapper unsaved = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper saving = new ReadOnlyBooleanWrapper();
  private final ReadOnlyObjectWrapper<Elsewhere> elsewhere =
      new ReadOnlyObjectWrapper<>(Elsewhere.NOTHING);
  private final ReadOnlyObjectWrapper<Map<String, String>> problems =
      new ReadOnlyObjectWrapper<>(Map.of());
  private final ReadOnlyLongWrapper edits = new ReadOnlyLongWrapper();
  private @Nullable Function theirs;

  /** What unsaved work of before was begun from, while nobody has chosen between it and theirs. */
  private @Nullable String begunFrom;

  /** Saves that were asked for during one. */
  private final List<Runnable> afterSaving = new ArrayList<>();

  /** Whether somebody looked during a save. */
  private boolean lookAgain;

  /** Whether the code is another than saved, whatever the document takes it for. */
  private boolean rebased;

  EditModel(Workspace workspace, Work work, Function function, CodeDocument code) {
    this.workspace = workspace;
    this.work = work;
    this.code = code;
    saved = new ReadOnlyObjectWrapper<>(function);
    code.open(function.code());
    code.changedProperty().addListener((_, _, _) -> edited());
    code.editsProperty().addListener((_, _, _) -> edited());
    fields.show(function);
  }

  String name() {
    return saved().name();
  }

  /** As it was loaded or saved last. */
  Function saved() {
    return saved.get();
  }

  ReadOnlyObjectProperty<Function> savedProperty() {
    return saved.getReadOnlyProperty();
  }

  Fields fields() {
    return fields;
  }

  /** Whether there is work that is not saved. */
  ReadOnlyBooleanProperty unsavedProperty() {
    return unsaved.getReadOnlyProperty();
  }

  ReadOnlyBooleanProperty savingProperty() {
    return saving.getReadOnlyProperty();
  }

  /** What is wrong with the fields, by their names in the API. */
  ReadOnlyObjectProperty<Map<String, String>> problemsProperty() {
    return problems.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<Elsewhere> elsewhereProperty() {
    return elsewhere.getReadOnlyProperty();
  }

  /** As it is elsewhere, if it was changed there. */
  Optional<Function> theirs() {
    return Optional.ofNullable(theirs);
  }

  /** Grows with each edit of anything. */
  ReadOnlyLongProperty editsProperty() {
    return edits.getReadOnlyProperty();
  }

  private void edited() {
    edits.set(edits.get() + 1);
    unsaved.set(isCodeChanged() || fields.differ(saved()));
    Map<String, String> found = fields.problems(saved());
    if (!found.equals(problems.get())) {
      problems.set(found);
    }
  }

  private boolean isCodeChanged() {
    return rebased || code.changedProperty().get();
  }

  private FunctionPatch patch() {
    FunctionPatch settings = fields.patch(saved());
    return new FunctionPatch(
        settings.description(),
        settings.runtime(),
        settings.handler(),
        isCodeChanged() ? code.text() : null,
        settings.memoryMb(),
        settings.timeoutSec(),
        settings.group(),
        settings.isolation(),
        settings.environment());
  }

  /** As it is being edited; its id and times are those of what was saved. */
  Function current() {
    requireValid();
    return patch().applyTo(saved());
  }

  private void requireValid() {
    var found = new ArrayList<FieldProblem>();
    problems.get().forEach((field, message) -> found.add(new FieldProblem(field, message)));
    if (found.isEmpty() && isCodeChanged()) {
      found.addAll(FunctionRules.check(patch()));
    }
    if (!found.isEmpty()) {
      throw new InvalidFunctionException(found);
    }
  }

  // ---- Saving ----

  /**
   * Saves what was edited; after a save that is under way, what was edited since.
   *
   * @param done told when it is saved
   * @param failed told why it could not be; not if it was changed elsewhere, which shows by itself
   */
  void save(Runnable done, Consumer<Throwable> failed) {
    if (saving.get()) {
      afterSaving.add(
          () -> {
            if (unsaved.get()) {
              save(done, failed);
            } else {
              done.run();
            }
          });
      return;
    }
    if (elsewhere.get() == Elsewhere.CHANGED) {
      tellChanged();
      return;
    }
    try {
      requireValid();
    } catch (InvalidFunctionException e) {
      failed.accept(e);
      return;
    }
    FunctionPatch patch = patch();
    Function before = saved();
    boolean again = elsewhere.get() == Elsewhere.DELETED;
    long codeEdits = code.editsProperty().get();
    saving.set(true);
    work.runInSteps(
        T.get("saving", name()),
        workspace.whole(_ -> keep(workspace.store(), before, patch, again)),
        kept -> {
          saving.set(false);
          if (again) {
            elsewhere.set(Elsewhere.NOTHING);
          }
          isSaved(kept, codeEdits);
          done.run();
          List<Runnable> next = List.copyOf(afterSaving);
          afterSaving.clear();
          next.forEach(Runnable::run);
          lookIfAsked(failed);
        },
        failure -> {
          saving.set(false);
          afterSaving.clear();
          lookIfAsked(failed);
          switch (failure) {
            case RevisionMismatchException _, FunctionNotFoundException _ -> look(failed);
            default -> failed.accept(failure);
          }
        });
  }

  private static Function keep(
      FunctionStore store, Function before, FunctionPatch patch, boolean again) {
    if (again) {
      Function whole = patch.applyTo(before);
      return store.put(whole.updatedAt(whole.nextUpdate(Instant.now()), ""), null);
    }
    return store.update(before.name(), patch, before.revision());
  }

  private void lookIfAsked(Consumer<Throwable> failed) {
    if (lookAgain) {
      lookAgain = false;
      look(failed);
    }
  }

  private void isSaved(Function kept, long codeEdits) {
    saved.set(kept);
    begunFrom = null;
    rebase(code.editsProperty().get() != codeEdits);
  }

  private void rebase(boolean mayDiffer) {
    rebased = mayDiffer && !code.text().equals(saved().code());
    if (!rebased) {
      code.markSaved();
    }
    edited();
  }

  /** Forgets what was edited, for what is known to be saved now. */
  void revert() {
    adopt(theirs == null ? saved() : theirs);
    if (elsewhere.get() == Elsewhere.CHANGED) {
      elsewhere.set(Elsewhere.NOTHING);
    }
  }

  // ---- Elsewhere ----

  /** Looks what the function is now. */
  void look(Consumer<Throwable> failed) {
    String name = name();
    Function before = saved();
    work.run(
        T.get("looking", name),
        _ -> {
          try {
            return Optional.of(workspace.store().get(name));
          } catch (FunctionNotFoundException e) {
            return Optional.<Function>empty();
          }
        },
        now -> {
          if (saving.get()) {
            lookAgain = true; // Most likely it is what is being saved.
          } else if (!saved().equals(before)) {
            look(failed); // It may be older than what was saved meanwhile.
          } else {
            seen(now);
          }
        },
        failed);
  }

  private void seen(Optional<Function> now) {
    if (now.isEmpty()) {
      theirs = null;
      elsewhere.set(Elsewhere.DELETED);
      return;
    }
    Function found = now.get();
    if (!unsaved.get() || isSame(found)) {
      adopt(found);
      elsewhere.set(Elsewhere.NOTHING);
    } else if (begunFrom == null && found.revision().equals(saved().revision())) {
      theirs = null;
      elsewhere.set(Elsewhere.NOTHING);
    } else {
      theirs = found;
      tellChanged();
    }
  }

  /** Whether it is what is edited here: made of it elsewhere too, or saved and never answered. */
  private boolean isSame(Function found) {
    return !fields.differ(found) && code.text().equals(found.code());
  }

  /** Also to who was told before. */
  private void tellChanged() {
    elsewhere.set(Elsewhere.NOTHING);
    elsewhere.set(Elsewhere.CHANGED);
  }

  private void adopt(Function function) {
    boolean isKnown = function.equals(saved()) && !unsaved.get();
    theirs = null;
    begunFrom = null;
    if (isKnown) {
      return;
    }
    saved.set(function);
    rebased = false;
    if (!code.text().equals(function.code())) {
      code.replaceText(function.code());
    }
    code.markSaved();
    fields.show(function);
  }

  /** Goes on with what was edited here: what is saved next takes the place of theirs. */
  void keepMine() {
    Function other = theirs;
    if (other == null) {
      return;
    }
    theirs = null;
    begunFrom = null;
    saved.set(other);
    elsewhere.set(Elsewhere.NOTHING);
    rebase(true);
  }

  /** Drops what was edited here. */
  void takeTheirs() {
    if (theirs != null) {
      revert();
    }
  }

  // ---- Drafts ----

  /** The unsaved work; of what was deleted elsewhere with all of its code. */
  Draft draft() {
    boolean needsCode = isCodeChanged() || elsewhere.get() == Elsewhere.DELETED;
    return fields.draft(
        begunFrom == null ? saved().revision().value() : begunFrom, needsCode ? code.text() : null);
  }

  /** Goes on with unsaved work of before; if the function was changed since, that is told. */
  void restore(Draft draft) {
    if (draft.code() != null) {
      code.replaceText(draft.code());
    }
    fields.show(draft);
    if (unsaved.get() && !draft.revision().equals(saved().revision().value())) {
      theirs = saved();
      begunFrom = draft.revision();
      tellChanged();
    }
  }

  /** What differs between this and theirs beside the code, for people. */
  List<String> otherDifferences() {
    Function other = theirs;
    var different = new ArrayList<String>();
    if (other != null) {
      FunctionPatch patch = fields.patch(other);
      add(different, "settings.description", patch.description());
      add(different, "settings.runtime", patch.runtime());
      add(different, "settings.handler", patch.handler());
      add(different, "settings.memory", patch.memoryMb());
      add(different, "settings.timeout", patch.timeoutSec());
      add(different, "settings.group", patch.group());
      add(different, "settings.isolation", patch.isolation());
      add(different, "settings.environment", patch.environment());
    }
    return different;
  }

  private static void add(List<String> to, String text, @Nullable Object changed) {
    if (changed != null) {
      to.add(T.get(text));
    }
  }
}
