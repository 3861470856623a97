package dev.impuls.desktop.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.desktop.Ui;
import dev.impuls.desktop.state.StateDirectory;
import dev.impuls.desktop.ui.Notices;
import dev.impuls.desktop.work.Work;
import dev.impuls.desktop.workspace.Address;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.invoke.Limits;
import dev.impuls.invoke.process.ProcessInvoker;
import dev.impuls.invoke.process.ProcessSettings;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import java.nio.file.Path;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TreeView;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journeys through the run panel, with functions in processes of their own. */
@SuppressWarnings("NullAway.Init") // Each test begins with open().
class RunPanelTest {
  @TempDir private static Path directory;

  private static Workspace workspace;
  private static StateDirectory state;
  private static Work work;
  private static Stage stage;
  private static StackPane root;
  private static Notices notices;

  private RunPanel panel;
  private OpenFunction function;

  @BeforeAll
  static void open() {
    var store = FileFunctionStore.open(new FileStoreSettings(directory.resolve("store"), true));
    var invoker =
        new ProcessInvoker(ProcessSettings.ofThisJava(null).withSpares(1), Limits.DEFAULT);
    invoker.prepare();
    workspace =
        new Workspace(new Address.Directory(directory.resolve("store")), store, invoker, invoker);
    state = new StateDirectory(directory.resolve("state"));
    work = Ui.call(Work::new);
    notices = Ui.call(Notices::new);
    root = Ui.call(StackPane::new);
    stage = Ui.show(() -> new Scene(root, 720, 520));
  }

  @AfterAll
  static void close() {
    Ui.run(stage::close);
    Ui.run(work::close);
    workspace.close();
    state.close();
  }

  @AfterEach
  void closePanel() {
    Ui.run(panel::close);
  }

  private void open(String name, String code, int timeoutSec) throws Exception {
    function = new OpenFunction(OpenFunction.function(name, "nodejs22", code, timeoutSec));
    reopen();
  }

  private void reopen() throws Exception {
    panel = Ui.call(() -> new RunPanel(workspace, work, notices, state, function));
    Ui.run(() -> root.getChildren().setAll(panel, notices));
    Ui.await("what was kept is read", () -> work.running().isEmpty());
  }

  private static String text(String query) throws Exception {
    Node node = Ui.node(query);
    return Ui.call(() -> ((Labeled) node).getText());
  }

  private void run() throws Exception {
    Ui.click("#run");
    awaitEnd();
  }

  private void awaitEnd() throws Exception {
    Ui.await("the run ends", () -> !panel.runningProperty().get());
  }

  private void type(String event) throws Exception {
    var editor = (TextArea) Ui.node("#event");
    Ui.run(() -> editor.setText(event));
  }

  private static int logs() throws Exception {
    Node list = Ui.node("#logs");
    return Ui.call(() -> ((ListView<?>) list).getItems().size());
  }

  @Test
  void aRunShowsItsLogsAndThenItsResult() throws Exception {
    open(
        "orders",
        """
        exports.handler = async (event) => {
          console.log('looking at order', event.id);
          console.warn('two lines\\nof text');
          console.error('slow');
          await new Promise((resolve) => setTimeout(resolve, 1500));
          return { statusCode: 200, headers: { 'x-order': '17' },
            body: { id: event.id, total: 12345678901234567890n.toString(), items: [{ sku: 'a-1', count: 2, open: true }, null] } };
        };
        """,
        30);
    Ui.picture(stage.getScene(), "run-empty");
    type("{\"id\": 17}");

    Ui.click("#run");
    Ui.await("it logs", () -> logs() == 3);
    assertThat(Ui.call(() -> panel.runningProperty().get())).isTrue();
    Ui.picture(stage.getScene(), "run-running");
    awaitEnd();

    assertThat(text("#status")).startsWith("200");
    assertThat(text("#result-cold")).isEqualTo("Cold start");
    assertThat(Ui.node("#result-tree")).isInstanceOf(TreeView.class);
    Ui.picture(stage.getScene(), "run-result");
    Ui.run(() -> stage.setWidth(1200));
    Ui.awaitPulse(stage.getScene());
    Ui.picture(stage.getScene(), "run-result-wide");
    Ui.run(() -> stage.setWidth(320));
    Ui.awaitPulse(stage.getScene());
    Ui.picture(stage.getScene(), "run-result-narrow");
    Ui.run(() -> stage.setWidth(720));
  }

  @Test
  void anErrorsLineIsShown() throws Exception {
    open(
        "failing",
        """
        function inner(order) {
          return order.items.length;
        }
        exports.handler = async (event) => inner(event);
        """,
        30);

    run();

    assertThat(text("#status")).startsWith("500");
    assertThat(text("#error-type")).isEqualTo("TypeError");
    assertThat(function.shownLines()).hasSize(1).first().asString().startsWith("2:");
    Ui.picture(stage.getScene(), "run-error");

    Ui.click(".error-place");
    assertThat(function.shownLines()).hasSize(2);
  }
}
