package dev.impuls.desktop;

import dev.impuls.desktop.workspace.Address;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.engine.InvokerSettings;
import dev.impuls.engine.Invokers;
import dev.impuls.engine.js.JsRuntime;
import dev.impuls.engine.pool.WorkerSettings;
import dev.impuls.function.FunctionDraft;
import dev.impuls.function.Placement;
import dev.impuls.store.StoreCalls;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import java.nio.file.Path;
import java.util.Map;

/** Workspaces on real directories, and functions for them. */
public final class TestWorkspace {
  private TestWorkspace() {}

  /** One on a directory; its processes start when the first function runs. */
  public static Workspace open(Path directory) {
    var store = FileFunctionStore.open(new FileStoreSettings(directory, false));
    var invoker =
        Invokers.local(
            InvokerSettings.usual()
                .withWorkers(WorkerSettings.usual(JsRuntime.ofThisJava(null)).withWorkers(1)));
    return new Workspace(new Address.Directory(directory), store, invoker, invoker);
  }

  /** The same workspace, with a store that does something else, or something more. */
  public static Workspace with(Workspace workspace, StoreCalls calls) {
    return new Workspace(
        workspace.address(),
        StoreCalls.to(workspace.store(), calls),
        workspace.invoker(),
        workspace.local());
  }

  /** A function that answers. */
  public static FunctionDraft draft(String name) {
    return draft(name, "exports.handler = async () => 1;\n");
  }

  /** A function of that code. */
  public static FunctionDraft draft(String name, String code) {
    return new FunctionDraft(
        name,
        "about " + name,
        "nodejs22",
        "index.handler",
        code,
        128,
        5,
        Placement.DEFAULT,
        Map.of());
  }
}
