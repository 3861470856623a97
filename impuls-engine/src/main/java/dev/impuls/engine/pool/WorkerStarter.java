package dev.impuls.engine.pool;

import dev.impuls.engine.pool.Launcher.Started;
import dev.impuls.engine.wire.IoLoop;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the processes of workers, one after the other, and has what they say read. Safe for use by
 * any number of threads.
 */
final class WorkerStarter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WorkerStarter.class);

  private static final int TOKEN_BYTES = 16;

  /**
   * A frame from a worker is a result, a request or a log record, whose text may be three bytes a
   * char.
   */
  private static final int FRAME_SLACK_BYTES = 1024 * 1024;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Launcher launcher;
  private final int mostFrameBytes;
  private final IoLoop[] loops;

  /** Of the thread that starts. */
  private int nextLoop;

  /** Its thread has to live as long as the workers do, so this is one whose tasks may fail. */
  private final ScheduledExecutorService starter =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("impuls-worker-start").factory());

  /**
   * @param launcher closed with this
   * @param largestMessage the bytes of what a worker may say at once
   */
  WorkerStarter(Launcher launcher, int largestMessage) {
    this.launcher = launcher;
    this.mostFrameBytes = largestMessage + FRAME_SLACK_BYTES;
    loops = new IoLoop[Math.max(1, Runtime.getRuntime().availableProcessors() / 4)];
    for (int i = 0; i < loops.length; i++) {
      loops[i] =
          new IoLoop("impuls-worker-io-" + i, e -> log.error("A message of a worker failed", e));
    }
  }

  /** Has the worker's process started; returns at once. */
  void start(Worker worker) {
    starter.execute(() -> startNow(worker));
  }

  private void startNow(Worker worker) {
    IoLoop loop = loops[nextLoop];
    nextLoop = (nextLoop + 1) % loops.length;
    byte[] token = new byte[TOKEN_BYTES];
    RANDOM.nextBytes(token);
    Started made;
    try {
      made = launcher.start(worker.plan(), HexFormat.of().formatHex(token));
    } catch (IOException | RuntimeException | Error e) {
      log.error("A worker cannot be started", e);
      worker.failedToStart("The function's process cannot be started: " + e.getMessage());
      return;
    }
    worker.process().begin(made, loop, mostFrameBytes);
  }

  /** Removes what the worker's process had on the disk. */
  void removeFiles(Worker ended) {
    Started gone = ended.process().started();
    if (gone != null) {
      launcher.remove(gone.work());
    }
  }

  /** Has workers without the compiler start faster later; see {@link Launcher#makeClassCache}. */
  void makeClassCache() {
    launcher.makeClassCache(Launcher.LOWEST_PRIORITY);
  }

  /** To be called when all workers have ended. */
  @Override
  public void close() {
    starter.shutdownNow();
    for (IoLoop loop : loops) {
      loop.close();
    }
    launcher.close();
  }
}
