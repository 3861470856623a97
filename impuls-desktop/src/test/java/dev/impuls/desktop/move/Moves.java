package dev.impuls.desktop.move;

import dev.impuls.desktop.Ui;
import dev.impuls.desktop.ui.Notices;
import dev.impuls.desktop.work.Work;
import dev.impuls.desktop.workspace.Address;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.engine.InvokerSettings;
import dev.impuls.engine.Invokers;
import dev.impuls.engine.js.JsRuntime;
import dev.impuls.engine.pool.WorkerSettings;
import dev.impuls.function.Function;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.Samples;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/** A window to move functions from, and workspaces to move them between. */
final class Moves {
  final Work work = Ui.call(Work::new);
  final Notices notices = Ui.call(Notices::new);
  final Stage stage = Ui.show(() -> new Scene(new StackPane(notices), 600, 300));
  private final Deque<Workspace> open = new ArrayDeque<>();

  Workspace workspace(Path directory) {
    FunctionStore store = FileFunctionStore.open(new FileStoreSettings(directory, false));
    return workspace(new Address.Directory(directory), store);
  }

  Workspace workspace(Address address, FunctionStore store) {
    try {
      var invoker =
          Invokers.local(
              InvokerSettings.usual()
                  .withWorkers(WorkerSettings.usual(JsRuntime.ofThisJava(null)).withWorkers(1)));
      var workspace = new Workspace(address, store, invoker, invoker);
      open.push(workspace);
      return workspace;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  static void create(Workspace workspace, String... names) {
    for (String name : names) {
      workspace.store().create(Samples.draft(name));
    }
  }

  static List<Function> all(FunctionStore store) {
    try (Stream<Function> functions = store.stream(FunctionQuery.ALL)) {
      return functions.map(function -> function.keptAt("")).toList();
    }
  }

  static List<String> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  /** Waits until a button or a label says something with that in it. */
  static void awaitText(String query, String text) throws Exception {
    var labeled = (Labeled) Ui.node(query);
    Ui.await(query + " says " + text, () -> labeled.getText().contains(text));
  }

  static double top(String query) throws Exception {
    Node node = Ui.node(query);
    return Ui.call(() -> node.localToScene(0, 0).getY());
  }

  static Scene scene(String query) throws Exception {
    return Ui.node(query).getScene();
  }

  void close() throws Exception {
    Ui.await("nothing is under way", () -> work.running().isEmpty());
    Ui.run(stage::close);
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
