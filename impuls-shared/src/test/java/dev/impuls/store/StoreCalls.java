package dev.impuls.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** What a store does when it is called; for tests of stores that fail, wait or lose answers. */
public interface StoreCalls {
  /**
   * Does it.
   *
   * @param method the name of what was called
   * @param real does what the real store does
   */
  @Nullable Object answer(String method, Callable<@Nullable Object> real) throws Exception;

  /** The same store, which does something else, or something more. */
  static FunctionStore to(FunctionStore store, StoreCalls calls) {
    return (FunctionStore)
        Proxy.newProxyInstance(
            StoreCalls.class.getClassLoader(),
            new Class<?>[] {FunctionStore.class},
            (_, method, arguments) ->
                calls.answer(method.getName(), () -> call(store, method, arguments)));
  }

  private static @Nullable Object call(
      FunctionStore store, Method method, @Nullable Object[] arguments) throws Exception {
    try {
      return method.invoke(store, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
