package dev.impuls.transfer;

import dev.impuls.function.Function;
import dev.impuls.function.Revision;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.StoreStatus;
import dev.impuls.store.StoreUnavailableException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A store that is full, or goes away, after some writes. */
final class FailingStore {
  private FailingStore() {}

  /**
   * The same store, in which only so many functions can be put.
   *
   * @param goesAway whether it cannot be reached any more afterwards
   */
  static FunctionStore after(FunctionStore store, int puts, boolean goesAway) {
    var left = new AtomicInteger(puts);
    return failing(
        store,
        (method, arguments) -> {
          boolean isWrite = method.equals("put") || method.equals("delete");
          if (isWrite
              && (method.equals("put") ? left.getAndDecrement() : left.get()) <= 0
              && (goesAway || method.equals("put"))) {
            throw new StoreUnavailableException(goesAway ? "It is gone" : "It is full", null);
          }
          return method.equals("status") && goesAway && left.get() < 0
              ? new StoreStatus("test", "nowhere", 0, false, "It is gone", List.of())
              : null;
        });
  }

  /** The same store, which once after so many functions puts one and does not say so. */
  static FunctionStore afterWriting(FunctionStore store, int puts) {
    var left = new AtomicInteger(puts);
    return failing(
        store,
        (method, arguments) -> {
          if (method.equals("put") && left.getAndDecrement() == 0) {
            store.put((Function) arguments[0], (Revision) arguments[1]);
            throw new StoreUnavailableException("whether it was made is not known", null);
          }
          return null;
        });
  }

  private interface Instead {
    @Nullable Object of(String method, @Nullable Object[] arguments);
  }

  private static FunctionStore failing(FunctionStore store, Instead instead) {
    return (FunctionStore)
        Proxy.newProxyInstance(
            FailingStore.class.getClassLoader(),
            new Class<?>[] {FunctionStore.class},
            (proxy, method, arguments) -> {
              Object other = instead.of(method.getName(), arguments);
              if (other != null) {
                return other;
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
