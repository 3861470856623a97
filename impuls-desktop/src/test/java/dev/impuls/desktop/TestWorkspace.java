package dev.impuls.desktop;

import dev.impuls.desktop.workspace.Address;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.function.FunctionDraft;
import dev.impuls.invoke.Limits;
import dev.impuls.invoke.process.ProcessInvoker;
import dev.impuls.invoke.process.ProcessSettings;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Workspaces on real directories, and functions for them. */
public final class TestWorkspace {
  private TestWorkspace() {}

  /** One on a directory; its processes start when the first function runs. */
  public static Workspace open(Path directory) {
    var store = FileFunctionStore.open(new FileStoreSettings(directory, false));
    var invoker =
        new ProcessInvoker(ProcessSettings.ofThisJava(null).withSpares(0), Limits.DEFAULT);
    return new Workspace(new Address.Directory(directory), store, invoker, invoker);
  }

  /** What a store does when it is called. */
  public interface Calls {
    /**
     * Does it.
     *
     * @param method the name of what was called
     * @param real does what the store does
     */
    @Nullable Object answer(String method, Callable<@Nullable Object> real) throws Exception;
  }

  /** The same workspace, with a store that does something else, or something more. */
  public static Workspace with(Workspace workspace, Calls calls) {
    var store =
        (FunctionStore)
            Proxy.newProxyInstance(
                TestWorkspace.class.getClassLoader(),
                new Class<?>[] {FunctionStore.class},
                (_, method, arguments) ->
                    calls.answer(
                        method.getName(), () -> call(workspace.store(), method, arguments)));
    return new Workspace(workspace.address(), store, workspace.invoker(), workspace.local());
  }

  private static @Nullable Object call(
      FunctionStore store, Method method, @Nullable Object[] arguments) throws Exception {
    try {
      return method.invoke(store, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  /** A function that answers. */
  public static FunctionDraft draft(String name) {
    return draft(name, "exports.handler = async () => 1;\n");
  }

  /** A function of that code. */
  public static FunctionDraft draft(String name, String code) {
    return new FunctionDraft(
        name, "about " + name, "nodejs22", "index.handler", code, 128, 5, Map.of());
  }
}
