package dev.impuls.server.api;

import java.util.concurrent.TimeUnit;

/**
 * An amount of bytes that requests take shares of, and have no more than that together. Safe for
 * threads.
 */
final class Budget {
  private static final long MAX_WAIT_MILLIS = 5000;

  private final long total;
  private long used;

  Budget(long total) {
    this.total = total;
  }

  /** The answer to a request for which there is nothing left. */
  static ApiException exhausted() {
    return new ApiException(
        ApiError.later(
            "busy",
            "The server has no memory or disk space left for more requests of that size at once;"
                + " try again in a few seconds"));
  }

  /** A share of nothing yet. */
  Share share() {
    return new Share();
  }

  /** Whether more than all of it is taken, as only {@link Share#force} can. */
  synchronized boolean isOverdrawn() {
    return used > total;
  }

  /** What one request has of it; given back when closed. */
  final class Share implements AutoCloseable {
    private long held;

    private Share() {}

    /**
     * Takes more, if it is there. No share is larger than half of the budget, so that a request of
     * any size can be had sometime; large ones leave a quarter to the small.
     */
    boolean tryTake(long bytes) {
      synchronized (Budget.this) {
        long added = Math.min(held + bytes, total / 2) - held;
        long most = held + added > total / 16 ? total - total / 4 : total;
        if (added > 0) {
          if (used + added > most) {
            return false;
          }
          used += added;
          held += added;
        }
        return true;
      }
    }

    /**
     * The same; waits a few seconds for others to give back.
     *
     * @throws ApiException 503 if they do not
     */
    void take(long bytes) {
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MAX_WAIT_MILLIS);
      synchronized (Budget.this) {
        while (!tryTake(bytes)) {
          long leftMillis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
          if (leftMillis <= 0) {
            throw exhausted();
          }
          try {
            Budget.this.wait(leftMillis);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw exhausted();
          }
        }
      }
    }

    /** Takes more, even if it is not there: what is in memory already. */
    void force(long bytes) {
      synchronized (Budget.this) {
        used += bytes;
        held += bytes;
      }
    }

    /** Gives back all but that. */
    void shrinkTo(long bytes) {
      synchronized (Budget.this) {
        if (bytes < held) {
          used -= held - bytes;
          held = bytes;
          Budget.this.notifyAll();
        }
      }
    }

    @Override
    public void close() {
      shrinkTo(0);
    }
  }
}
