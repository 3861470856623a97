package dev.impuls.desktop.workspace;

import dev.impuls.store.Change;
import dev.impuls.store.FunctionStore.Subscription;
import dev.impuls.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of the changes of a workspace's functions, and hands them on to the UI thread, those that
 * come quickly one after the other together. As long as the store cannot be listened to it tries
 * again.
 */
public final class ChangeWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ChangeWatch.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Workspace workspace;
  private final Consumer<List<Change>> heard;
  private final Runnable listening;
  private final List<Change> waiting = new ArrayList<>();
  private final Thread thread;
  private @Nullable Subscription subscription;
  private boolean closed;

  /**
   * Begins to listen.
   *
   * @param listening called on the UI thread once nothing is missed any more
   * @param heard called on the UI thread
   */
  public ChangeWatch(Workspace workspace, Runnable listening, Consumer<List<Change>> heard) {
    this.workspace = workspace;
    this.heard = heard;
    this.listening = listening;
    thread = Thread.ofVirtual().name("impuls-subscribe").start(this::subscribe);
  }

  private void subscribe() {
    while (true) {
      try {
        Subscription made = workspace.store().subscribe(this::hear);
        if (!keep(made)) {
          made.close();
          return;
        }
        Platform.runLater(listening);
        return;
      } catch (StoreException e) {
        log.debug("{} cannot be listened to yet", workspace.address().text(), e);
      }
      try {
        Thread.sleep(RETRY_AFTER);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private synchronized boolean keep(Subscription made) {
    if (!closed) {
      subscription = made;
    }
    return !closed;
  }

  private synchronized void hear(Change change) {
    waiting.add(change);
    if (waiting.size() == 1) {
      Platform.runLater(this::hand);
    }
  }

  private void hand() {
    List<Change> changes;
    synchronized (this) {
      if (closed) {
        return;
      }
      changes = List.copyOf(waiting);
      waiting.clear();
    }
    heard.accept(changes);
  }

  @Override
  public void close() {
    Subscription made;
    synchronized (this) {
      closed = true;
      made = subscription;
    }
    thread.interrupt();
    if (made != null) {
      made.close();
    }
  }
}
