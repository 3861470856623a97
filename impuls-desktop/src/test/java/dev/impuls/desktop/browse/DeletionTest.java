package dev.impuls.desktop.browse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.desktop.TestWorkspace;
import dev.impuls.desktop.Ui;
import dev.impuls.desktop.ui.Notices;
import dev.impuls.desktop.work.Job;
import dev.impuls.desktop.work.Work;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.function.Function;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.StoreUnavailableException;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeletionTest {
  private static final int MANY = 400;

  @TempDir private Path directory;
  private Workspace workspace;
  private Work work;
  private Notices notices;
  private Deletion deletion;
  private Stage stage;
  private List<Function> before = List.of();
  private @Nullable ListChangeListener<Job<?>> listener;

  @BeforeEach
  void open() {
    workspace = TestWorkspace.open(directory);
    work = Ui.call(Work::new);
    notices = Ui.call(Notices::new);
    deletion = Ui.call(() -> new Deletion(workspace, work, notices));
    stage = Ui.show(() -> new Scene(notices, 500, 400));
  }

  @AfterEach
  void close() {
    Ui.run(stage::close);
    workspace.close();
  }

  private List<String> create(int number) {
    before =
        IntStream.range(0, number)
            .mapToObj(i -> workspace.store().create(TestWorkspace.draft("f" + i)))
            .toList();
    return before.stream().map(Function::name).toList();
  }

  private int count() {
    return workspace.store().list(FunctionQuery.ALL).functions().size();
  }

  /** Does that to what is begun from now on. */
  private void whenBegun(Consumer<Job<?>> action) {
    if (listener != null) {
      work.running().removeListener(listener);
    }
    listener =
        change -> {
          while (change.next()) {
            change.getAddedSubList().forEach(action);
          }
        };
    work.running().addListener(listener);
  }

  private List<String> texts() {
    return Ui.call(() -> notices.getChildren().stream().map(Node::getAccessibleText).toList());
  }

  private void delete(List<String> names) throws Exception {
    Ui.run(() -> deletion.ask(stage, names));
    Ui.click("Delete");
  }

  @Test
  void whatWasDeletedUntilItWasCancelledCanBeBroughtBack() throws Exception {
    List<String> names = create(MANY);
    Ui.run(
        () ->
            whenBegun(job -> job.progressProperty().addListener((_, _, progress) -> job.cancel())));
    delete(names);
    Ui.await("it is told", () -> !notices.getChildren().isEmpty());
    int left = count();
    assertThat(left).isBetween(1, MANY - 1);
    String gone = MANY - left == 1 ? "f0 was deleted" : MANY - left + " functions were deleted";
    assertThat(notices.getChildren().getFirst().getAccessibleText()).isEqualTo(gone);

    // The way back is cancelled, too, before it begins.
    Ui.run(() -> whenBegun(Job::cancel));
    Ui.click("Undo");
    Ui.node("Restore");
    assertThat(count()).isEqualTo(left);
    Ui.run(() -> whenBegun(_ -> {}));
    Ui.click("Restore");
    Ui.await("all are there again", () -> count() == MANY);
    assertThat(before).allSatisfy(f -> assertThat(workspace.store().get(f.name())).isEqualTo(f));
  }

  @Test
  void whatIsOnItsWayBackComesThoughTheWorkspaceIsClosed() throws Exception {
    delete(create(MANY));
    Ui.await("they are gone", () -> count() == 0);
    var closed = new CountDownLatch(1);
    Ui.run(
        () ->
            whenBegun(
                _ ->
                    Thread.ofPlatform()
                        .start(
                            () -> {
                              workspace.close();
                              closed.countDown();
                            })));
    Ui.click("Undo");
    closed.await();

    try (var store = FileFunctionStore.open(new FileStoreSettings(directory, false))) {
      assertThat(before).allSatisfy(f -> assertThat(store.get(f.name())).isEqualTo(f));
    }
  }

  @Test
  void whatCannotBeBroughtBackIsToldAndKept() throws Exception {
    delete(create(3));
    Ui.await("they are gone", () -> count() == 0);
    workspace.store().create(TestWorkspace.draft("f1"));

    Ui.click("Undo");

    Ui.node("Restore");
    assertThat(notices.getChildren().getLast().getAccessibleText())
        .startsWith("f1 is still deleted\nf1: ");
    Ui.picture(stage.getScene(), "restore-left");
    workspace.store().delete("f1", null);
    Ui.click("Restore");
    Ui.await("all are there again", () -> count() == 3);
    assertThat(before).allSatisfy(f -> assertThat(workspace.store().get(f.name())).isEqualTo(f));
  }

  @Test
  void oneThatCanNeverBeBroughtBackIsInNobodysWay() throws Exception {
    List<String> names = create(3);
    Path metadata = directory.resolve("functions/metadata/f1.json");
    Files.writeString(
        metadata,
        Files.readString(metadata).replaceFirst("\"memory_mb\" *: *128", "\"memory_mb\": 8"));
    assertThat(workspace.store().get("f1").memoryMb()).isEqualTo(8);
    delete(names);
    Ui.await("they are gone", () -> count() == 0);

    Ui.click("Undo");

    Ui.node("Restore");
    assertThat(count()).isEqualTo(2);
    assertThat(texts()).anyMatch(text -> text.startsWith("f1 is still deleted\nf1: memory_mb "));
  }

  @Test
  void whatCannotBeDeletedIsInNobodysWay() throws Exception {
    List<String> names = create(3);
    Files.writeString(directory.resolve("functions/metadata/f1.json"), "{");
    delete(names);

    Ui.node("Undo");
    assertThat(texts())
        .anyMatch("2 functions were deleted"::equals)
        .anyMatch(text -> text.startsWith("Not all functions were deleted\nf1: "));
    Ui.click("Undo");
    Ui.await(
        "they are there again",
        () -> texts().stream().anyMatch("2 functions are there again"::equals));
  }

  @Test
  void whatMayHaveBeenDeletedCanBeBroughtBack() throws Exception {
    List<String> names = create(3);
    var deletions = new AtomicInteger();
    var isAway = new AtomicBoolean();
    Workspace breaking =
        TestWorkspace.with(
            workspace,
            (method, real) -> {
              Object answer = isAway.get() ? null : real.call();
              isAway.compareAndSet(
                  false, method.equals("delete") && deletions.incrementAndGet() == 2);
              if (isAway.get()) {
                throw new StoreUnavailableException("The connection was lost", null);
              }
              return answer;
            });
    deletion = Ui.call(() -> new Deletion(breaking, work, notices));
    delete(names);

    Ui.node("Undo");
    assertThat(count()).isEqualTo(1);
    assertThat(texts())
        .containsExactly(
            "f0 was deleted\nWhether f1 was deleted is not known: The connection was lost");
    Ui.picture(stage.getScene(), "deletion-unknown");
    isAway.set(false);
    Ui.click("Undo");
    Ui.await("all are there again", () -> count() == 3);
    assertThat(before).allSatisfy(f -> assertThat(workspace.store().get(f.name())).isEqualTo(f));
  }

  @Test
  void whatWasNotDeletedAfterAllIsNotMissed() throws Exception {
    List<String> names = create(2);
    var isAway = new AtomicBoolean();
    Workspace breaking =
        TestWorkspace.with(
            workspace,
            (method, real) -> {
              isAway.compareAndSet(false, method.equals("delete"));
              if (isAway.get()) {
                throw new StoreUnavailableException("The connection was lost", null);
              }
              return real.call();
            });
    deletion = Ui.call(() -> new Deletion(breaking, work, notices));
    delete(names);

    Ui.node("Undo");
    isAway.set(false);
    Ui.click("Undo");
    Ui.await("it is told", () -> texts().equals(List.of("f0 is there again")));
    assertThat(count()).isEqualTo(2);
  }
}
