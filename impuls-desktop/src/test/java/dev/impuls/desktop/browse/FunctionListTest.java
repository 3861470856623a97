package dev.impuls.desktop.browse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.desktop.TestWorkspace;
import dev.impuls.desktop.Ui;
import dev.impuls.desktop.work.Work;
import dev.impuls.desktop.workspace.ChangeWatch;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.function.FunctionPatch;
import dev.impuls.function.FunctionSummary;
import dev.impuls.store.Change;
import dev.impuls.store.StoreUnavailableException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionListTest {
  @TempDir private Path directory;
  private Workspace workspace;
  private FunctionList functions;
  private ChangeWatch changes;

  @BeforeEach
  void open() {
    workspace = TestWorkspace.open(directory);
    functions = Ui.call(() -> new FunctionList(workspace, new Work()));
    changes = new ChangeWatch(workspace, functions::reload, functions::heard);
  }

  @AfterEach
  void close() {
    changes.close();
    workspace.close();
  }

  private List<String> names() {
    return Ui.call(() -> functions.all().stream().map(FunctionSummary::name).toList());
  }

  private void create(String... names) {
    for (String name : names) {
      workspace.store().create(TestWorkspace.draft(name));
    }
  }

  @Test
  void itFollowsWhatIsChanged() throws Exception {
    Ui.await("it is empty", () -> functions.loadedProperty().get());
    create("b", "a", "C");
    Ui.await("all are there", () -> names().equals(List.of("C", "a", "b")));

    workspace.store().delete("a", null);
    workspace.store().update("b", patch("other"), null);

    Ui.await(
        "one is gone, one changed",
        () ->
            names().equals(List.of("C", "b"))
                && functions.all().getLast().description().equals("other"));
  }

  private static FunctionPatch patch(@Nullable String description) {
    return new FunctionPatch(description, null, null, null, null, null, null, null, null);
  }

  @Test
  void manyChangesAtOnceAreSeen() throws Exception {
    for (int i = 0; i < 200; i++) {
      create("f" + i);
    }
    Ui.await("all are there", () -> names().size() == 200);
  }

  @Test
  void whatCouldNotBeSeenIsSeenWithWhatIsHeardNext() throws Exception {
    var fails = new AtomicBoolean();
    var failing =
        TestWorkspace.with(
            workspace,
            (method, real) -> {
              if (method.equals("get") && fails.get()) {
                throw new StoreUnavailableException("The connection was lost", null);
              }
              return real.call();
            });
    var other = Ui.call(() -> new FunctionList(failing, new Work()));
    Ui.run(other::reload);
    Ui.await("it is empty", () -> other.loadedProperty().get());
    create("a", "b");
    fails.set(true);
    Ui.run(() -> other.heard(List.of(new Change(Change.Kind.CREATED, "a"))));
    Ui.await("it is told", () -> other.failureProperty().get().contains("lost"));
    assertThat(Ui.call(() -> List.copyOf(other.all()))).isEmpty();

    fails.set(false);
    Ui.run(() -> other.heard(List.of(new Change(Change.Kind.CREATED, "b"))));

    Ui.await("both are there", () -> other.all().size() == 2);
    assertThat(Ui.call(() -> other.failureProperty().get())).isEmpty();
  }

  @Test
  void whatIsAskedForWhileItFailsIsDone() throws Exception {
    var listed = new AtomicInteger();
    var goesOn = new CountDownLatch(1);
    var failing =
        TestWorkspace.with(
            workspace,
            (method, real) -> {
              if (method.equals("list") && listed.getAndIncrement() == 0) {
                goesOn.await();
                throw new StoreUnavailableException("The connection was lost", null);
              }
              return real.call();
            });
    create("a");
    var other = Ui.call(() -> new FunctionList(failing, new Work()));
    Ui.run(
        () -> {
          other.reload();
          other.reload();
        });
    goesOn.countDown();
    Ui.await("it is there", () -> other.all().size() == 1);
  }

  @Test
  void whoCancelsAListingGetsItWithWhatIsHeardNext() throws Exception {
    var waits = new AtomicBoolean(true);
    var begun = new CountDownLatch(1);
    var waiting =
        TestWorkspace.with(
            workspace,
            (method, real) -> {
              if (method.equals("list") && waits.get()) {
                begun.countDown();
                new CountDownLatch(1).await();
              }
              return real.call();
            });
    create("a", "b");
    var work = Ui.call(Work::new);
    var other = Ui.call(() -> new FunctionList(waiting, work));
    Ui.run(other::reload);
    begun.await();
    Ui.run(() -> work.running().getFirst().cancel());
    assertThat(Ui.call(() -> other.failureProperty().get())).isEqualTo("It was cancelled");

    waits.set(false);
    Ui.run(() -> other.heard(List.of(new Change(Change.Kind.UPDATED, "b"))));

    Ui.await("all are there", () -> other.all().size() == 2);
  }

  @Test
  void itFindsWordsInNamesAndDescriptions() throws Exception {
    create("order-total", "order-list", "invoice");
    Ui.await("all are there", () -> names().size() == 3);

    Ui.run(() -> functions.filterProperty().set("ORDER tot"));
    assertThat(Ui.call(() -> functions.found().size())).isEqualTo(1);
    Ui.run(() -> functions.filterProperty().set("about"));
    assertThat(Ui.call(() -> functions.found().size())).isEqualTo(3);
    Ui.run(() -> functions.filterProperty().set("nothing"));
    assertThat(Ui.call(() -> functions.found().size())).isZero();
    assertThat(Ui.call(() -> functions.match("l", 10)))
        .containsExactly("order-list", "order-total");
  }
}
