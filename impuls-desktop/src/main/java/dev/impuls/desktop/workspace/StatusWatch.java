package dev.impuls.desktop.workspace;

import dev.impuls.store.StoreStatus;
import java.time.Duration;
import javafx.application.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a workspace's store again and again how it is, and tells the workspace. */
public final class StatusWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StatusWatch.class);

  private final Workspace workspace;
  private final Duration pause;
  private final Thread thread;
  private volatile boolean closed;

  /** Begins to ask, with a pause after each answer. */
  public StatusWatch(Workspace workspace, Duration pause) {
    this.workspace = workspace;
    this.pause = pause;
    thread = Thread.ofVirtual().name("impuls-status").start(this::run);
  }

  private void run() {
    while (!closed) {
      try {
        StoreStatus status = workspace.store().status();
        Platform.runLater(
            () -> {
              if (!closed) {
                workspace.tell(status);
              }
            });
      } catch (RuntimeException e) {
        log.debug("{} did not say how it is", workspace.address().text(), e);
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
