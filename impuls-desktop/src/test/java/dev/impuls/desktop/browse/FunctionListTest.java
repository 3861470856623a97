package dev.impuls.desktop.browse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.desktop.TestWorkspace;
import dev.impuls.desktop.Ui;
import dev.impuls.desktop.work.Work;
import dev.impuls.desktop.workspace.ChangeWatch;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.function.FunctionPatch;
import dev.impuls.function.FunctionSummary;
import java.nio.file.Path;
import java.util.List;
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
    return new FunctionPatch(description, null, null, null, null, null, null);
  }

  @Test
  void manyChangesAtOnceAreSeen() throws Exception {
    for (int i = 0; i < 200; i++) {
      create("f" + i);
    }
    Ui.await("all are there", () -> names().size() == 200);
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
