package dev.impuls.desktop.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impuls.desktop.TestWorkspace;
import dev.impuls.desktop.Ui;
import dev.impuls.desktop.edit.EditModel.Elsewhere;
import dev.impuls.desktop.work.Work;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.function.Function;
import dev.impuls.function.FunctionPatch;
import dev.impuls.function.InvalidFunctionException;
import dev.impuls.function.Placement;
import dev.impuls.store.StoreUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditModelTest {
  private static final String CODE = "exports.handler = async () => 1;\n";

  @TempDir private Path directory;
  private Workspace workspace;
  private TextDocument code;
  private EditModel model;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  @BeforeEach
  void open() {
    workspace = TestWorkspace.open(directory);
    Function function = workspace.store().create(TestWorkspace.draft("hello", CODE));
    code = new TextDocument();
    model = Ui.call(() -> new EditModel(workspace, new Work(), function, code));
  }

  @AfterEach
  void close() {
    workspace.close();
  }

  private Function stored() {
    return workspace.store().get("hello");
  }

  private void save() throws Exception {
    var done = new AtomicBoolean();
    failure.set(null);
    Ui.run(() -> model.save(() -> done.set(true), failure::set));
    Ui.await(
        "it is saved, or was not",
        () ->
            done.get()
                || failure.get() != null
                || model.elsewhereProperty().get() != Elsewhere.NOTHING);
  }

  private void look() throws Exception {
    Ui.run(() -> model.look(failure::set));
  }

  private void elsewhere(String text) {
    workspace
        .store()
        .update(
            "hello", new FunctionPatch(null, null, null, text, null, null, null, null, null), null);
  }

  private void elsewhereToldAgain(EditModel of) throws Exception {
    var looked = new AtomicBoolean();
    Ui.run(
        () -> {
          of.elsewhereProperty().addListener((_, _, _) -> looked.set(true));
          of.look(failure::set);
        });
    Ui.await("it looked", looked::get);
  }

  private void edit(String text) {
    Ui.run(() -> code.replaceText(text));
  }

  private boolean unsaved() {
    return Ui.call(() -> model.unsavedProperty().get());
  }

  @Test
  void onlyWhatWasChangedIsSaved() throws Exception {
    assertThat(unsaved()).isFalse();
    Ui.run(() -> model.fields().memoryMb().set(" 256 "));
    assertThat(unsaved()).isTrue();
    workspace
        .store()
        .update(
            "hello", new FunctionPatch(null, null, null, null, null, null, null, null, null), null);

    save();

    assertThat(failure.get()).isNull();
    assertThat(stored().memoryMb()).isEqualTo(256);
    assertThat(stored().code()).isEqualTo(CODE);
    Ui.await("nothing is unsaved", () -> !unsaved());
  }

  @Test
  void groupAndIsolationAreSavedLikeTheOthers() throws Exception {
    Ui.run(() -> model.fields().group().set(" team-1 "));
    assertThat(unsaved()).isTrue();
    Ui.run(() -> model.fields().group().set(""));
    assertThat(unsaved()).isFalse();
    Ui.run(
        () -> {
          model.fields().group().set(" team-1 ");
          model.fields().isolation().set(Placement.DEDICATED);
        });
    assertThat(Ui.call(model::current).placement())
        .isEqualTo(new Placement("team-1", Placement.DEDICATED));

    save();

    assertThat(failure.get()).isNull();
    assertThat(stored().placement()).isEqualTo(new Placement("team-1", Placement.DEDICATED));
    Ui.await("nothing is unsaved", () -> !unsaved());
  }

  @Test
  void anotherGroupElsewhereIsADifference() throws Exception {
    edit("mine");
    workspace
        .store()
        .update(
            "hello",
            new FunctionPatch(
                null, null, null, null, null, null, "team-1", Placement.DEDICATED, null),
            null);
    look();
    Ui.await("it is told", () -> model.elsewhereProperty().get() == Elsewhere.CHANGED);

    assertThat(Ui.call(model::otherDifferences)).containsExactly("group", "isolation");
    Ui.run(() -> model.takeTheirs());
    assertThat(Ui.call(() -> model.fields().group().get())).isEqualTo("team-1");
    assertThat(unsaved()).isFalse();
  }

  @Test
  void whatIsTakenBackIsNotUnsaved() {
    Ui.run(() -> model.fields().handler().set("index.other"));
    assertThat(unsaved()).isTrue();
    Ui.run(() -> model.fields().handler().set("index.handler"));
    assertThat(unsaved()).isFalse();
    Ui.run(() -> model.fields().environment().add(new Variable("A", "1")));
    assertThat(unsaved()).isTrue();
    Ui.run(() -> model.fields().environment().removeFirst());
    assertThat(unsaved()).isFalse();
  }

  @Test
  void problemsAreToldByField() {
    Ui.run(
        () -> {
          model.fields().memoryMb().set("much");
          model.fields().timeoutSec().set("0");
          model.fields().handler().set("");
          model.fields().group().set("a b");
          model.fields().isolation().set("");
          model.fields().environment().add(new Variable("1X", ""));
        });

    Map<String, String> problems = Ui.call(() -> model.problemsProperty().get());
    assertThat(problems)
        .containsOnlyKeys(
            "handler", "timeout_sec", "group", "isolation", "environment", "memory_mb");
    assertThatThrownBy(() -> Ui.call(model::current)).isInstanceOf(InvalidFunctionException.class);

    Ui.run(() -> model.revert());
    assertThat(Ui.call(() -> model.problemsProperty().get())).isEmpty();
    assertThat(unsaved()).isFalse();
  }

  @Test
  void aVariableThatIsThereTwiceIsAProblem() {
    Ui.run(
        () -> {
          model.fields().environment().add(new Variable("A", "1"));
          model.fields().environment().add(new Variable("A", "2"));
        });
    assertThat(Ui.call(() -> model.problemsProperty().get())).containsKey("environment");
  }

  @Test
  void unsavedWorkCanBeRun() {
    edit("exports.handler = async () => 2;\n");
    Function current = Ui.call(model::current);
    assertThat(current.code()).contains("=> 2");
    assertThat(current.id()).isEqualTo(stored().id());
    assertThat(stored().code()).isEqualTo(CODE);
  }

  // ---- Elsewhere ----

  @Test
  void whatIsNotEditedFollows() throws Exception {
    elsewhere("changed");
    look();
    Ui.await("it shows", () -> code.text().equals("changed"));
    assertThat(unsaved()).isFalse();
    assertThat(Ui.call(() -> model.elsewhereProperty().get())).isEqualTo(Elsewhere.NOTHING);
  }

  @Test
  void whatIsEditedIsLeftUntilSomebodyChooses() throws Exception {
    edit("mine");
    elsewhere("theirs");
    look();
    Ui.await("it is told", () -> model.elsewhereProperty().get() == Elsewhere.CHANGED);
    assertThat(code.text()).isEqualTo("mine");

    save();
    assertThat(stored().code()).isEqualTo("theirs");

    Ui.run(() -> model.keepMine());
    save();
    assertThat(failure.get()).isNull();
    assertThat(stored().code()).isEqualTo("mine");
    Ui.await("nothing is unsaved", () -> !unsaved());
  }

  @Test
  void savingFindsOutTooAndOverwritesNothing() throws Exception {
    edit("mine");
    elsewhere("theirs");

    save();

    Ui.await("it is told", () -> model.elsewhereProperty().get() == Elsewhere.CHANGED);
    assertThat(stored().code()).isEqualTo("theirs");
    Ui.run(() -> model.takeTheirs());
    assertThat(code.text()).isEqualTo("theirs");
    assertThat(unsaved()).isFalse();
  }

  @Test
  void theSameMadeElsewhereIsSaved() throws Exception {
    edit("mine");
    elsewhere("theirs");
    look();
    Ui.await("it is told", () -> model.elsewhereProperty().get() == Elsewhere.CHANGED);

    elsewhere("mine");
    look();

    Ui.await("it is saved", () -> !unsaved());
    assertThat(Ui.call(() -> model.elsewhereProperty().get())).isEqualTo(Elsewhere.NOTHING);
    assertThat(Ui.call(model::saved)).isEqualTo(stored());
  }

  @Test
  void keepingMineThatIsTheSameByNowIsSaved() throws Exception {
    edit("mine");
    elsewhere("theirs");
    look();
    Ui.await("it is told", () -> model.elsewhereProperty().get() == Elsewhere.CHANGED);

    edit("theirs");
    Ui.run(() -> model.keepMine());

    assertThat(unsaved()).isFalse();
  }

  @Test
  void droppingMineShowsTheirs() throws Exception {
    edit("mine");
    elsewhere("theirs");
    look();
    Ui.await("it is told", () -> model.elsewhereProperty().get() == Elsewhere.CHANGED);

    Ui.run(() -> model.revert());

    assertThat(code.text()).isEqualTo("theirs");
    assertThat(unsaved()).isFalse();
    assertThat(Ui.call(() -> model.elsewhereProperty().get())).isEqualTo(Elsewhere.NOTHING);
  }

  @Test
  void keepingMineKeepsCodeThatWasNotEditedHere() throws Exception {
    Ui.run(() -> model.fields().memoryMb().set("64"));
    elsewhere("theirs");
    look();
    Ui.await("it is told", () -> model.elsewhereProperty().get() == Elsewhere.CHANGED);
    Ui.run(() -> model.keepMine());

    save();

    assertThat(stored().code()).isEqualTo(CODE);
    assertThat(stored().memoryMb()).isEqualTo(64);
  }

  @Test
  void whatWasDeletedElsewhereIsCreatedAgainBySaving() throws Exception {
    String id = stored().id();
    edit("mine");
    workspace.store().delete("hello", null);
    look();
    Ui.await("it is told", () -> model.elsewhereProperty().get() == Elsewhere.DELETED);

    Ui.run(() -> model.save(() -> {}, failure::set));
    Ui.await("it is there again", () -> !unsaved());

    assertThat(stored().code()).isEqualTo("mine");
    assertThat(stored().id()).isEqualTo(id);
    assertThat(Ui.call(() -> model.elsewhereProperty().get())).isEqualTo(Elsewhere.NOTHING);
  }

  @Test
  void whatIsTakenBackWhileItIsSavedIsUnsaved() throws Exception {
    Ui.run(
        () -> {
          code.replaceText("mine");
          model.save(() -> {}, failure::set);
          code.replaceText(CODE);
        });
    Ui.await("it is saved", () -> !model.savingProperty().get());
    assertThat(stored().code()).isEqualTo("mine");
    assertThat(unsaved()).isTrue();

    save();
    assertThat(failure.get()).isNull();
    assertThat(stored().code()).isEqualTo(CODE);
    assertThat(unsaved()).isFalse();
  }

  /** A model whose store waits in one method, the first time. */
  private final class Slow {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch goesOn = new CountDownLatch(1);
    final Work work = Ui.call(Work::new);
    final TextDocument text = new TextDocument();
    final EditModel model;

    /**
     * @param waits the method
     * @param before whether it waits before it is done, or with its answer
     */
    Slow(String waits, boolean before) {
      Workspace slow =
          TestWorkspace.with(
              workspace,
              (method, real) -> {
                if (!method.equals(waits) || begun.getCount() == 0) {
                  return real.call();
                }
                Object answer = before ? null : real.call();
                begun.countDown();
                goesOn.await();
                return before ? real.call() : answer;
              });
      model = Ui.call(() -> new EditModel(slow, work, stored(), text));
    }

    boolean isUnsaved() {
      return Ui.call(() -> model.unsavedProperty().get());
    }
  }

  @Test
  void aSaveThatIsCancelledEndsAllTheSame() throws Exception {
    var slow = new Slow("update", true);
    Ui.run(
        () -> {
          slow.text.replaceText("mine");
          slow.model.save(() -> {}, failure::set);
        });
    slow.begun.await();
    Ui.run(() -> slow.work.running().getFirst().cancel());
    slow.goesOn.countDown();

    Ui.await("it is saved", () -> !slow.model.savingProperty().get());
    assertThat(stored().code()).isEqualTo("mine");
    assertThat(slow.isUnsaved()).isFalse();
  }

  @Test
  void whoSavesDuringASaveIsToldWhenThatIsSavedToo() throws Exception {
    var slow = new Slow("update", true);
    var second = new AtomicBoolean();
    Ui.run(
        () -> {
          slow.text.replaceText("mine");
          slow.model.save(() -> {}, failure::set);
        });
    slow.begun.await();
    Ui.run(
        () -> {
          slow.text.replaceText("more of mine");
          slow.model.save(() -> second.set(true), failure::set);
        });
    slow.goesOn.countDown();

    Ui.await("it is told", second::get);
    assertThat(stored().code()).isEqualTo("more of mine");
    assertThat(slow.isUnsaved()).isFalse();
  }

  @Test
  void anAnswerThatComesLateShowsNothingOlder() throws Exception {
    var slow = new Slow("get", false);
    Ui.run(() -> slow.model.look(failure::set));
    slow.begun.await();
    Ui.run(
        () -> {
          slow.text.replaceText("mine");
          slow.model.save(() -> {}, failure::set);
        });
    Ui.await("it is saved", () -> !slow.isUnsaved());
    slow.goesOn.countDown();

    Ui.await("nothing is under way", () -> slow.work.running().isEmpty());
    assertThat(slow.text.text()).isEqualTo("mine");
    assertThat(Ui.call(() -> slow.model.saved())).isEqualTo(stored());
  }

  @Test
  void whatIsChangedElsewhereWhileItIsSavedIsSeenAfterwards() throws Exception {
    var slow = new Slow("update", false);
    Ui.run(
        () -> {
          slow.text.replaceText("mine");
          slow.model.save(() -> {}, failure::set);
        });
    slow.begun.await();
    elsewhere("theirs");
    Ui.run(() -> slow.model.look(failure::set));
    Ui.await("it was looked at", () -> slow.work.running().size() == 1);
    slow.goesOn.countDown();

    Ui.await("it shows", () -> slow.text.text().equals("theirs"));
  }

  @Test
  void whatIsWhatIsSavedByNowIsNotUnsaved() throws Exception {
    Ui.run(
        () -> {
          code.replaceText("mine");
          model.save(() -> {}, failure::set);
          code.replaceText("more of mine");
          code.replaceText("mine");
        });
    Ui.await("it is saved", () -> !model.savingProperty().get());
    assertThat(stored().code()).isEqualTo("mine");
    assertThat(unsaved()).isFalse();
  }

  @Test
  void whatCannotBeSavedIsKept() throws Exception {
    edit("mine");
    Path away = directory.resolveSibling("away");
    Files.move(directory, away);
    try {
      save();
      assertThat(failure.get()).isInstanceOf(StoreUnavailableException.class);
      assertThat(code.text()).isEqualTo("mine");
      assertThat(unsaved()).isTrue();
    } finally {
      Files.deleteIfExists(directory);
      Files.move(away, directory);
    }
  }

  // ---- Drafts ----

  @Test
  void unsavedWorkComesBack() throws Exception {
    edit("mine");
    Ui.run(
        () -> {
          model.fields().timeoutSec().set("x");
          model.fields().group().set("a b");
          model.fields().isolation().set(Placement.DEDICATED);
          model.fields().environment().add(new Variable("A", "1\n2"));
        });
    Draft draft = Ui.call(model::draft);

    var other = new TextDocument();
    EditModel again = Ui.call(() -> new EditModel(workspace, new Work(), stored(), other));
    Ui.run(() -> again.restore(draft));

    assertThat(other.text()).isEqualTo("mine");
    assertThat(Ui.call(() -> again.fields().timeoutSec().get())).isEqualTo("x");
    assertThat(Ui.call(() -> again.fields().group().get())).isEqualTo("a b");
    assertThat(Ui.call(() -> again.fields().isolation().get())).isEqualTo(Placement.DEDICATED);
    assertThat(Ui.call(again::draft)).isEqualTo(draft);
    assertThat(Ui.call(() -> again.elsewhereProperty().get())).isEqualTo(Elsewhere.NOTHING);
  }

  @Test
  void unsavedWorkOnWhatWasChangedMeanwhileOverwritesNothing() throws Exception {
    edit("mine");
    Draft draft = Ui.call(model::draft);
    elsewhere("theirs");

    var other = new TextDocument();
    EditModel again = Ui.call(() -> new EditModel(workspace, new Work(), stored(), other));
    Ui.run(() -> again.restore(draft));

    assertThat(Ui.call(() -> again.elsewhereProperty().get())).isEqualTo(Elsewhere.CHANGED);
    assertThat(Ui.call(() -> again.theirs().orElseThrow().code())).isEqualTo("theirs");
    Ui.run(() -> again.save(() -> {}, failure::set));
    assertThat(stored().code()).isEqualTo("theirs");

    // Whoever only looks has not chosen.
    elsewhereToldAgain(again);
    Ui.run(() -> again.save(() -> {}, failure::set));
    assertThat(Ui.call(() -> again.savingProperty().get())).isFalse();
    assertThat(Ui.call(() -> again.draft().revision())).isEqualTo(draft.revision());

    Ui.run(() -> again.keepMine());
    assertThat(Ui.call(() -> again.draft().revision())).isEqualTo(stored().revision().value());
  }

  @Test
  void everyEditCounts() {
    long before = Ui.call(() -> model.editsProperty().get());
    Ui.run(() -> model.fields().description().set("a"));
    long first = Ui.call(() -> model.editsProperty().get());
    Ui.run(() -> model.fields().description().set("ab"));

    assertThat(first).isGreaterThan(before);
    assertThat(Ui.call(() -> model.editsProperty().get())).isGreaterThan(first);
  }
}
