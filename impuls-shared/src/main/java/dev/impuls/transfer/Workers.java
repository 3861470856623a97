package dev.impuls.transfer;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Does one thing with each of many, some at a time, as stores wait for disks and networks. What
 * fails first ends it.
 */
final class Workers implements AutoCloseable {
  /** With more of them, neither disks nor databases get faster, and functions may be 4 MiB each. */
  private static final int AT_ONCE = 8;

  private final Semaphore free = new Semaphore(AT_ONCE);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /** Begins with another one, once there is room; throws what failed before. */
  <T> void add(T one, Consumer<T> step) {
    free.acquireUninterruptibly();
    if (failure.get() != null) {
      free.release();
      throwFailure();
    }
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                step.accept(one);
              } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
              } finally {
                free.release();
              }
            });
  }

  /** Waits for all that was begun; throws what failed. */
  void finish() {
    close();
    throwFailure();
  }

  private void throwFailure() {
    switch (failure.get()) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  /** Waits for all that was begun. */
  @Override
  public void close() {
    free.acquireUninterruptibly(AT_ONCE);
    free.release(AT_ONCE);
  }
}
