package dev.impuls.transfer;

import dev.impuls.store.FunctionStore;
import dev.impuls.store.StoreStatus;
import dev.impuls.store.StoreUnavailableException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

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
    return (FunctionStore)
        Proxy.newProxyInstance(
            FailingStore.class.getClassLoader(),
            new Class<?>[] {FunctionStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("put") && left.getAndDecrement() <= 0) {
                throw new StoreUnavailableException(goesAway ? "It is gone" : "It is full", null);
              }
              if (method.getName().equals("status") && goesAway && left.get() < 0) {
                return new StoreStatus("test", "nowhere", 0, false, "It is gone", List.of());
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
