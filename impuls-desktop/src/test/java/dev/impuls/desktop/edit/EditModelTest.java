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
        .update("hello", new FunctionPatch(null, null, null, text, null, null, null), null);
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
        .update("hello", new FunctionPatch(null, null, null, null, null, null, null), null);

    save();

    assertThat(failure.get()).isNull();
    assertThat(stored().memoryMb()).isEqualTo(256);
    assertThat(stored().code()).isEqualTo(CODE);
    Ui.await("nothing is unsaved", () -> !unsaved());
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
          model.fields().environment().add(new Variable("1X", ""));
        });

    Map<String, String> problems = Ui.call(() -> model.problemsProperty().get());
    assertThat(problems).containsOnlyKeys("handler", "timeout_sec", "environment", "memory_mb");
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

  @Test
  void aSaveThatIsCancelledEndsAllTheSame() throws Exception {
    var begun = new CountDownLatch(1);
    var goesOn = new CountDownLatch(1);
    var work = Ui.call(Work::new);
    TextDocument text = new TextDocument();
    EditModel slow =
        Ui.call(
            () ->
                new EditModel(
                    TestWorkspace.with(
                        workspace,
                        (method, real) -> {
                          if (method.equals("update")) {
                            begun.countDown();
                            goesOn.await();
                          }
                          return real.call();
                        }),
                    work,
                    stored(),
                    text));
    Ui.run(
        () -> {
          text.replaceText("mine");
          slow.save(() -> {}, failure::set);
        });
    begun.await();
    Ui.run(() -> work.running().getFirst().cancel());
    goesOn.countDown();

    Ui.await("it is saved", () -> !slow.savingProperty().get());
    assertThat(stored().code()).isEqualTo("mine");
    assertThat(Ui.call(() -> slow.unsavedProperty().get())).isFalse();
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
          model.fields().environment().add(new Variable("A", "1\n2"));
        });
    Draft draft = Ui.call(model::draft);

    var other = new TextDocument();
    EditModel again = Ui.call(() -> new EditModel(workspace, new Work(), stored(), other));
    Ui.run(() -> again.restore(draft));

    assertThat(other.text()).isEqualTo("mine");
    assertThat(Ui.call(() -> again.fields().timeoutSec().get())).isEqualTo("x");
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
  }
}
