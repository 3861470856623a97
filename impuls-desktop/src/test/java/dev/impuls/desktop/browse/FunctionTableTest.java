package dev.impuls.desktop.browse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.desktop.TestWorkspace;
import dev.impuls.desktop.Ui;
import dev.impuls.desktop.work.Work;
import dev.impuls.desktop.workspace.ChangeWatch;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.function.FunctionPatch;
import dev.impuls.function.FunctionSummary;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.scene.Scene;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.TableColumn.SortType;
import javafx.scene.control.skin.VirtualFlow;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionTableTest {
  @TempDir private Path directory;
  private Workspace workspace;
  private FunctionList functions;
  private FunctionTable table;
  private ChangeWatch changes;
  private Stage window;

  @BeforeEach
  void open() throws Exception {
    workspace = TestWorkspace.open(directory);
    create(Stream.of("a", "b", "c", "d", "e"));
    functions = Ui.call(() -> new FunctionList(workspace, new Work()));
    table = Ui.call(() -> new FunctionTable(functions, workspace, actions(), _ -> {}));
    window = Ui.show(() -> new Scene(table, 400, 300));
    changes = new ChangeWatch(workspace, functions::reload, functions::heard);
    Ui.run(functions::reload);
    await("a", "b", "c", "d", "e");
  }

  @AfterEach
  void close() {
    Ui.run(window::close);
    changes.close();
    workspace.close();
  }

  private static BrowseView.Actions actions() {
    return (BrowseView.Actions)
        Proxy.newProxyInstance(
            BrowseView.Actions.class.getClassLoader(),
            new Class<?>[] {BrowseView.Actions.class},
            (_, _, _) -> null);
  }

  private void create(Stream<String> names) {
    names.forEach(name -> workspace.store().create(TestWorkspace.draft(name)));
  }

  private void update(String name, String description) {
    var patch = new FunctionPatch(description, null, null, null, null, null, null, null, null);
    workspace.store().update(name, patch, null);
  }

  private void await(String... names) throws Exception {
    Ui.await("they are listed so", () -> names().equals(List.of(names)));
  }

  private List<String> names() {
    return table.getItems().stream().map(FunctionSummary::name).toList();
  }

  private void select(String... names) {
    Ui.run(
        () -> {
          table.getSelectionModel().clearSelection();
          for (String name : names) {
            table.getSelectionModel().select(names().indexOf(name));
          }
        });
  }

  private List<String> selected() {
    return Ui.call(table::selected);
  }

  private String focused() {
    return Ui.call(() -> table.getFocusModel().getFocusedItem().name());
  }

  private void sortByUpdated() {
    Ui.run(
        () -> {
          var updated = table.getColumns().getLast();
          updated.setSortType(SortType.DESCENDING);
          table.getSortOrder().setAll(List.of(updated));
        });
  }

  @Test
  void whatIsChangedElsewhereLeavesTheSelectionWhereItWas() throws Exception {
    select("b", "d");

    update("b", "new");
    Ui.await("it is seen", () -> functions.all().get(1).description().equals("new"));

    assertThat(selected()).containsExactly("b", "d");
    assertThat(focused()).isEqualTo("d");
  }

  @Test
  void soItDoesWhenTheOrderChanges() throws Exception {
    sortByUpdated();
    await("e", "d", "c", "b", "a");
    select("b", "d");

    update("a", "new");
    await("a", "e", "d", "c", "b");

    assertThat(selected()).containsExactly("d", "b");
    assertThat(focused()).isEqualTo("d");
  }

  @Test
  void soItDoesWhenAnotherComesOrGoes() throws Exception {
    select("b", "d");

    create(Stream.of("B", "c1"));
    workspace.store().delete("a", null);
    await("B", "b", "c", "c1", "d", "e");

    assertThat(selected()).containsExactly("b", "d");
    assertThat(focused()).isEqualTo("d");
  }

  @Test
  void soItDoesWhenAllAreListedAgain() throws Exception {
    select("b", "d");

    create(IntStream.range(0, 200).mapToObj(i -> "A" + i));
    Ui.await("all are there", () -> table.getItems().size() == 205);

    assertThat(selected()).containsExactly("b", "d");
  }

  @Test
  void whatGoesIsSelectedNoMore() throws Exception {
    select("b", "d");

    workspace.store().delete("d", null);
    await("a", "b", "c", "e");

    assertThat(selected()).containsExactly("b");
  }

  @Test
  void ofWhatIsSelectedStaysWhatIsFound() throws Exception {
    update("d", "sought");
    Ui.await("it is seen", () -> functions.all().get(3).description().equals("sought"));
    select("b", "d");

    Ui.run(() -> functions.filterProperty().set("sought"));
    await("d");
    assertThat(selected()).containsExactly("d");

    Ui.run(() -> functions.filterProperty().set("nothing"));
    await();
    assertThat(selected()).isEmpty();
    Ui.run(() -> functions.filterProperty().set(""));
    await("a", "b", "c", "d", "e");
    assertThat(selected()).isEmpty();
  }

  @Test
  void whoHasScrolledStaysThere() throws Exception {
    create(IntStream.range(0, 200).mapToObj(i -> "f%03d".formatted(i)));
    Ui.await("all are there", () -> table.getItems().size() == 205);
    Ui.run(() -> table.scrollTo(100));
    Ui.await("it is there", () -> first() == 100);

    update("f150", "new");
    Ui.await("it is seen", () -> functions.all().get(155).description().equals("new"));
    Ui.run(
        () -> {
          table.applyCss();
          table.layout();
        });

    assertThat(Ui.call(this::first)).isEqualTo(100);
  }

  private int first() {
    var flow = (VirtualFlow<?>) table.lookup(".virtual-flow");
    IndexedCell<?> cell = flow.getFirstVisibleCell();
    return cell == null ? -1 : cell.getIndex();
  }
}
