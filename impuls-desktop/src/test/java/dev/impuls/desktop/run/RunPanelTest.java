package dev.impuls.desktop.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.client.RemoteInvoker;
import dev.impuls.desktop.Ui;
import dev.impuls.desktop.code.CodeEditor;
import dev.impuls.desktop.state.StateDirectory;
import dev.impuls.desktop.ui.Notices;
import dev.impuls.desktop.work.Work;
import dev.impuls.desktop.workspace.Address;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.engine.InvokerSettings;
import dev.impuls.engine.Invokers;
import dev.impuls.engine.js.JsRuntime;
import dev.impuls.engine.pool.WorkerSettings;
import dev.impuls.store.Await;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/** Journeys through the run panel, with functions in processes of their own. */
@SuppressWarnings("NullAway.Init") // Each test begins with open().
class RunPanelTest {
  /** Processes start slowly on a busy machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

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
        Invokers.local(
            InvokerSettings.usual()
                .withWorkers(WorkerSettings.usual(JsRuntime.ofThisJava(null)).withWorkers(1)));
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

  /** Does what its event says; one function for all, as each takes a process of its own. */
  private static final String CODE =
      """
      function inner(order) {
        return order.items.length;
      }
      exports.handler = async (event) => {
        switch (event?.do) {
          case 'log':
            console.debug('cache is warm');
            console.log('looking at order', event.id);
            console.warn('two items are missing:\\n  a-1\\n  b-2');
            console.error('the warehouse is slow');
            return { statusCode: 200, headers: { 'x-order': '17' }, body: {
              id: event.id, customer: 'Ada Lovelace', paid: true, note: null,
              items: [{ sku: 'a-1', count: 2, price: 12.5 }, { sku: 'b-2', count: 1, price: 99 }] } };
          case 'fail': return inner(event);
          case 'spin': console.log('spinning'); for (;;) {}
          case 'big': return Array(100000).fill({ i: 1, t: 'x'.repeat(40) });
          case 'many': for (let i = 0; i < 500; i++) console.log('line', i); return 'done';
          default: return { event };
        }
      };
      """;

  private void open(String name) throws Exception {
    function = new OpenFunction(OpenFunction.function(name, "nodejs22", CODE, 30));
    reopen(workspace);
  }

  private void reopen(Workspace in) throws Exception {
    panel = Ui.call(() -> new RunPanel(in, work, notices, state, function));
    Ui.run(() -> root.getChildren().setAll(panel, notices));
    Ui.await("what was kept is read", () -> work.running().isEmpty());
  }

  private static String text(String query) throws Exception {
    Node node = Ui.node(query);
    return Ui.call(() -> ((Labeled) node).getText());
  }

  private static void awaitText(String query, String text) throws Exception {
    Await.until(query + " says " + text, () -> text(query).equals(text));
  }

  private void run(String event) throws Exception {
    type(event);
    Ui.click("#run");
    awaitEnd();
  }

  private void awaitEnd() throws Exception {
    Await.until("the run ends", PATIENCE, () -> !isRunning());
    Ui.awaitPulse(stage.getScene());
  }

  private boolean isRunning() {
    return Ui.call(() -> panel.runningProperty().get());
  }

  private static void type(String event) throws Exception {
    var editor = (CodeEditor) Ui.node("#event");
    Ui.run(() -> editor.replaceText(event));
  }

  private static String typed() throws Exception {
    var editor = (CodeEditor) Ui.node("#event");
    return Ui.call(editor::text);
  }

  private static void awaitLogs(int count) throws Exception {
    var list = (ListView<?>) Ui.node("#logs");
    Ui.await(count + " records are shown", () -> list.getItems().size() == count);
  }

  private static String text(TreeView<?> tree) {
    return IntStream.range(0, tree.getExpandedItemCount())
        .mapToObj(row -> String.valueOf(tree.getTreeItem(row).getValue()))
        .collect(Collectors.joining("\n"));
  }

  private static void choose(String item) throws Exception {
    Ui.click("#events");
    Ui.click(item);
  }

  private static void name(String name) throws Exception {
    var field = (TextField) Ui.node("#event-name");
    Ui.run(() -> field.setText(name));
  }

  @Test
  void aRunShowsItsResultAndItsLogs() throws Exception {
    open("orders");
    Ui.picture(stage.getScene(), "run-empty");
    type("{\n  \"do\": \"log\",\n  \"id\": 17\n}");

    Ui.click("#run");
    awaitEnd();

    assertThat(text("#status")).isEqualTo("200 OK");
    assertThat(text("#request-id")).startsWith("Request ");
    var tree = (TreeView<?>) Ui.node("#result-tree");
    assertThat(Ui.call(tree::getExpandedItemCount)).isGreaterThan(5);
    Ui.picture(stage.getScene(), "run-result");
    pictureOfWidth(1200, "run-result-wide");
    pictureOfWidth(320, "run-result-narrow");
    Ui.run(() -> stage.setWidth(720));

    Ui.click("#body-text");
    var text = (CodeEditor) Ui.node("#result-text");
    assertThat(Ui.<String>call(text::text)).contains("\"customer\": \"Ada Lovelace\"");
    Ui.click("Runs");
    Ui.picture(stage.getScene(), "run-runs");
    Ui.click("Logs (4)");
    var filter = (TextField) Ui.node("#log-text");
    Ui.run(() -> filter.setText("MISSING"));
    awaitLogs(1);
  }

  private static void pictureOfWidth(double width, String name) {
    Ui.run(() -> stage.setWidth(width));
    Ui.awaitPulse(stage.getScene());
    Ui.picture(stage.getScene(), name);
  }

  @Test
  void anErrorsLineIsShown() throws Exception {
    open("orders");
    run("{\"do\": \"fail\"}");

    assertThat(text("#status")).isEqualTo("500 Failed");
    assertThat(text("#error-type")).isEqualTo("TypeError");
    assertThat(function.shownLines()).hasSize(1).first().asString().startsWith("2:");
    Ui.picture(stage.getScene(), "run-error");

    Ui.click(".error-place");
    assertThat(function.shownLines()).hasSize(2);
  }

  @Test
  void aRunawayFunctionLogsAndIsCancelled() throws Exception {
    open("orders");
    type("{\"do\": \"spin\"}");
    Ui.click("#run");
    awaitLogs(1);
    assertThat(isRunning()).isTrue();
    Ui.picture(stage.getScene(), "run-running");

    Ui.click("#cancel");
    awaitEnd();

    assertThat(text("#status")).isEqualTo("Cancelled");
    assertThat(Ui.call(() -> work.running().isEmpty())).isTrue();
    run("1");
    assertThat(text("#status")).isEqualTo("200 OK");
  }

  @Test
  void aRunawayFunctionIsEndedByItsTimeout() throws Exception {
    function = new OpenFunction(OpenFunction.function("short", "nodejs22", CODE, 1));
    reopen(workspace);
    run("{\"do\": \"spin\"}");

    assertThat(text("#status")).isEqualTo("504 Timed out");
    assertThat(text("#error-message")).contains("1.00 seconds");
  }

  @Test
  void unsavedCodeRunsAndSaysSo() throws Exception {
    open("orders");
    Ui.run(() -> function.edit("exports.handler = async () => 'edited';"));
    assertThat(text("#run")).isEqualTo("Run unsaved code");
    assertThat(text("#run-note")).contains("not saved");

    run("");

    assertThat(text("#result-unsaved")).isEqualTo("Unsaved code");
    var tree = (TreeView<?>) Ui.node("#result-tree");
    assertThat(Ui.<String>call(() -> text(tree))).contains("edited");
  }

  @Test
  void anEventThatIsNoJsonIsMarkedAndNothingRuns() throws Exception {
    open("orders");
    type("{\n  \"id\": 17,\n}");

    assertThat(text("#event-problem")).startsWith("Line 3, column ");
    Ui.click("#run");
    assertThat(isRunning()).isFalse();
    assertThat(text("#run-note")).contains("line 3");
    Ui.picture(stage.getScene(), "run-event-problem");

    type("{\"id\":17}");
    Node format = Ui.node("#event-format");
    Ui.await("the event can be formatted", () -> !format.isDisabled());
    Ui.click("#event-format");
    Await.until("it is formatted", () -> typed().equals("{\n  \"id\": 17\n}"));
  }

  @Test
  void namedEventsAreThereAgain() throws Exception {
    open("Events");
    type("{\"id\": 1}");
    choose("Save as…");
    name("first");
    Ui.click("Save");
    awaitText("#events", "first");
    type("{\"id\": 2}");
    choose("Save as…");
    name("second");
    Ui.click("Save");
    awaitText("#events", "second");
    choose("first");
    assertThat(typed()).isEqualTo("{\"id\": 1}");
    choose("Rename…");
    name("second");
    assertThat(text("There is an event “second” already")).isNotEmpty();
    name("one");
    Ui.click("Rename");
    Ui.run(panel::close);

    reopen(workspace);
    assertThat(text("#events")).isEqualTo("one");
    assertThat(typed()).isEqualTo("{\"id\": 1}");
    choose("Delete");
    Ui.click("Undo");
    assertThat(text("#events")).isEqualTo("one");
    Ui.click("#events");
    Ui.picture(stage.getScene(), "run-events");
    Ui.click("second");
    assertThat(typed()).isEqualTo("{\"id\": 2}");
  }

  @Test
  void aPastRunIsRunAgainAndItsResultShownAgain() throws Exception {
    open("orders");
    run("\"second\"");
    Ui.run(panel::close);
    reopen(workspace);
    Ui.click("Runs");
    var runs = (ListView<?>) Ui.node("#runs");
    int before = Ui.call(() -> runs.getItems().size());
    assertThat(before).isPositive();
    // What is the list's own goes before what all code looks like.
    var past = (Label) Ui.node(".run-event-text");
    assertThat(Ui.call(() -> past.getFont().getSize())).isEqualTo(12);

    Ui.click(".run-again"); // That of the latest, which is the first one shown.
    Ui.await("it runs", () -> runs.getItems().size() == before + 1);
    awaitEnd();
    assertThat(Ui.call(() -> ((PastRun) runs.getItems().getFirst()).event()))
        .isEqualTo("\"second\"");

    run("\"third\"");
    Ui.click("Runs");
    Ui.run(() -> runs.getSelectionModel().select(1));
    Ui.run(runs::requestFocus);
    new FxRobot().type(KeyCode.ENTER);
    var tree = (TreeView<?>) Ui.node("#result-tree");
    Ui.await("the second is shown", () -> text(tree).contains("second"));
  }

  @Test
  void bigResultsAndManyLogsAreShown() throws Exception {
    open("orders");
    run("{\"do\": \"big\"}");

    var tree = (TreeView<?>) Ui.node("#result-tree");
    assertThat(Ui.call(tree::getExpandedItemCount)).isEqualTo(101);
    Ui.click("#body-text");
    Ui.click("#body-more");
    Await.until(
        "more is shown", () -> ((CodeEditor) Ui.node("#result-text")).text().length() > 1_000_000);

    run("{\"do\": \"many\"}");
    Ui.click("Logs (500)");
    awaitLogs(500);
    assertThat(Ui.node("line 499").isVisible()).isTrue();
  }

  @Test
  void aRuntimeThatIsNotHereIsToldInItsWords() throws Exception {
    function = new OpenFunction(OpenFunction.function("snake", "python3.12", "x", 3));
    reopen(workspace);
    run("");

    assertThat(text("#status")).isEqualTo("501 Runtime not available");
    assertThat(text("#error-message")).contains("python3.12");
  }

  @Test
  void aServerThatIsAwayIsShownAndNothingIsLost() throws Exception {
    var nowhere = URI.create("http://127.0.0.1:1");
    function = new OpenFunction(OpenFunction.function("remote", "nodejs22", CODE, 3));
    try (var invoker = RemoteInvoker.open(nowhere)) {
      var remote =
          new Workspace(new Address.Server(nowhere), workspace.store(), invoker, workspace.local());
      reopen(remote);
      run("[1]");

      assertThat(text("#status")).isEqualTo("503 Not reached");
      assertThat(text("#error-type")).isEqualTo("Server.Unreachable");
      assertThat(typed()).isEqualTo("[1]");
      Ui.run(() -> function.edit("other"));
      assertThat(text("#run-note")).contains("not on the server");
      Ui.picture(stage.getScene(), "run-unreachable");
    }
  }
}
