package dev.impuls.engine.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.impuls.engine.pool.Launcher.Started;
import dev.impuls.engine.pool.WorkerLife.Reason;
import dev.impuls.engine.pool.WorkerLife.Stage;
import dev.impuls.engine.wire.Connection;
import dev.impuls.engine.wire.IoLoop;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process of a worker and its connection, until both are at their end: then the worker ends.
 * Has no lock but the worker's.
 */
final class WorkerProcess {
  private static final Logger log = LoggerFactory.getLogger(WorkerProcess.class);

  /** How long a process may take to end that has closed its connection. */
  private static final Duration LONGEST_END = Duration.ofSeconds(2);

  private final Worker worker;
  private final WorkerListener listener;

  @GuardedBy("worker")
  private @Nullable Started started;

  /** There is a connection that may hold answers yet. */
  @GuardedBy("worker")
  private boolean open;

  @GuardedBy("worker")
  private @Nullable Integer exitCode;

  WorkerProcess(Worker worker, WorkerListener listener) {
    this.worker = worker;
    this.listener = listener;
  }

  /** The process and what it is reached by; null before it was started. */
  @Nullable Started started() {
    synchronized (worker) {
      return started;
    }
  }

  boolean hasExited() {
    synchronized (worker) {
      return exitCode != null;
    }
  }

  /**
   * It was started: waits for it to connect, and to end.
   *
   * @param loop reads what the worker says
   */
  void begin(Started made, IoLoop loop, int mostFrameBytes) {
    boolean unwanted;
    synchronized (worker) {
      started = made;
      unwanted = worker.isUnwanted();
    }
    var _ =
        made.process()
            .onExit()
            .thenAccept(
                ended -> {
                  closeQuietly(made);
                  exited(ended.exitValue());
                });
    if (unwanted) {
      made.process().destroyForcibly();
      return;
    }
    Thread.ofVirtual().name("impuls-worker-accept").start(() -> accept(made, loop, mostFrameBytes));
  }

  private static void closeQuietly(Started ended) {
    try {
      ended.door().close();
    } catch (IOException e) {
      log.debug("The socket of a worker that ended cannot be closed", e);
    }
  }

  private void accept(Started made, IoLoop loop, int mostFrameBytes) {
    try {
      SocketChannel channel = made.accept();
      var receiver = new WorkerReceiver(worker, made.token(), listener);
      var connection = new Connection(channel, loop, mostFrameBytes, receiver);
      synchronized (worker) {
        worker.connect(connection);
        open = exitCode == null;
      }
      connection.start();
    } catch (IOException e) {
      log.debug("Worker {} did not connect", made.process().pid(), e);
      if (made.process().isAlive()) { // Mostly it has ended, which is told elsewhere.
        worker.end(Reason.KILLED, "did not connect: " + e.getMessage());
      }
    }
  }

  /**
   * The connection is closed.
   *
   * @param why null if this side closed it
   */
  void closed(@Nullable IOException why) {
    Integer code;
    synchronized (worker) {
      open = false;
      code = exitCode;
    }
    if (code != null) {
      worker.ended(code);
    } else if (why instanceof ProtocolException) {
      log.warn("{} is ended: {}", worker, why.getMessage());
      worker.end(Reason.KILLED, "broke the protocol");
    } else {
      destroyLater();
    }
  }

  private void exited(int code) {
    synchronized (worker) {
      worker.advanceTo(Stage.ENDING);
      exitCode = code;
      if (open) {
        return; // What it said last has to be read before.
      }
    }
    worker.ended(code);
  }

  /** Kills it, if it was started. */
  void destroy() {
    Started killed = started();
    if (killed != null) {
      killed.process().destroyForcibly();
    }
  }

  /** It ends by itself; how, its exit code is to say, which is not there yet. */
  private void destroyLater() {
    worker.advanceTo(Stage.ENDING);
    var _ =
        CompletableFuture.runAsync(
            this::destroy,
            CompletableFuture.delayedExecutor(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS));
  }
}
