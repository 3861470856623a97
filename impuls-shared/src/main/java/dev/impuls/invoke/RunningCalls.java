package dev.impuls.invoke;

/** Counts the calls that run, so that closing an invoker can wait for their end. */
public final class RunningCalls {
  private int running;
  private boolean closed;

  /** Counts one more; false if closed, and the call must not run. */
  public synchronized boolean begin() {
    if (!closed) {
      running++;
    }
    return !closed;
  }

  /** One has ended. */
  public synchronized void end() {
    running--;
    if (running == 0) {
      notifyAll();
    }
  }

  /** Lets no more begin, and waits until all have ended, even if the thread is interrupted. */
  public synchronized void close() {
    closed = true;
    boolean interrupted = false;
    while (running > 0) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
