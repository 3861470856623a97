package dev.impuls.engine.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** One thread that waits for what many connections have to read or room to write. */
public final class IoLoop implements AutoCloseable {
  private final Selector selector;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private volatile boolean closed;

  /**
   * @param name of the thread
   * @param failed hears what a task threw, which is a bug; the loop goes on
   */
  public IoLoop(String name, Consumer<Throwable> failed) {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread = Thread.ofPlatform().daemon().name(name).start(() -> run(failed));
  }

  /** Runs it on the loop's thread, soon. */
  public void execute(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  /**
   * Watches a channel; called on the loop's thread.
   *
   * @param ready runs whenever the channel is ready for what its key is interested in
   * @throws IOException if it was closed already
   */
  public SelectionKey register(SocketChannel channel, int operations, Runnable ready)
      throws IOException {
    return channel.register(selector, operations, ready);
  }

  private void run(Consumer<Throwable> failed) {
    while (!closed) {
      try {
        selector.select(key -> run((Runnable) key.attachment(), failed));
      } catch (IOException e) {
        failed.accept(e);
      }
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        run(task, failed);
      }
    }
    try {
      selector.close();
    } catch (IOException e) {
      failed.accept(e);
    }
  }

  private static void run(Runnable task, Consumer<Throwable> failed) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      failed.accept(e);
    }
  }

  /** Ends the thread, after what it does. Connections have to be closed before. */
  @Override
  public void close() {
    closed = true;
    selector.wakeup();
  }

  /** Waits for the loop's end. */
  public void join() throws InterruptedException {
    thread.join();
  }

  /** True on the loop's own thread. */
  public boolean isCurrent() {
    return Thread.currentThread() == thread;
  }
}
