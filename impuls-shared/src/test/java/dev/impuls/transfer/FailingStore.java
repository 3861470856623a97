package dev.impuls.transfer;

import dev.impuls.store.FunctionStore;
import dev.impuls.store.StoreCalls;
import dev.impuls.store.StoreStatus;
import dev.impuls.store.StoreUnavailableException;
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
    return StoreCalls.to(
        store,
        (method, real) -> {
          boolean isWrite = method.equals("put") || method.equals("delete");
          if (isWrite
              && (method.equals("put") ? left.getAndDecrement() : left.get()) <= 0
              && (goesAway || method.equals("put"))) {
            throw new StoreUnavailableException(goesAway ? "It is gone" : "It is full", null);
          }
          return method.equals("status") && goesAway && left.get() < 0
              ? new StoreStatus("test", "nowhere", 0, false, "It is gone", List.of())
              : real.call();
        });
  }

  /** The same store, which once after so many functions puts one and does not say so. */
  static FunctionStore afterWriting(FunctionStore store, int puts) {
    var left = new AtomicInteger(puts);
    return StoreCalls.to(
        store,
        (method, real) -> {
          boolean isLost = method.equals("put") && left.getAndDecrement() == 0;
          Object answer = real.call();
          if (isLost) {
            throw new StoreUnavailableException("whether it was made is not known", null);
          }
          return answer;
        });
  }
}
