package dev.impuls.store;

import dev.impuls.store.FunctionStore.Subscription;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a store tells its subscribers with: hands changes to them, one at a time, in order, on a
 * thread of its own. Safe for use by any number of threads.
 */
public final class ChangeFeed implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ChangeFeed.class);

  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("impuls-changes").factory());

  /** Adds a listener; closing the subscription, once or more often, removes it. */
  public Subscription subscribe(Consumer<Change> listener) {
    var subscribed = new Listener(listener);
    listeners.add(subscribed);
    return subscribed;
  }

  /** Hands a change to the listeners there are now, and returns at once. */
  public void announce(Change change) {
    if (listeners.isEmpty()) {
      return;
    }
    try {
      executor.execute(() -> tell(change));
    } catch (RejectedExecutionException e) {
      log.debug("{} comes after the store was closed", change);
    }
  }

  private void tell(Change change) {
    for (Listener listener : listeners) {
      try {
        listener.consumer.accept(change);
      } catch (RuntimeException e) {
        log.error("A listener failed on {}", change, e);
      }
    }
  }

  @Override
  public void close() {
    executor.shutdown();
  }

  private final class Listener implements Subscription {
    private final Consumer<Change> consumer;

    Listener(Consumer<Change> consumer) {
      this.consumer = consumer;
    }

    @Override
    public void close() {
      listeners.remove(this);
    }
  }
}
