package dev.impuls.engine.http;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes all requests under way hold in memory, of which there are not too many. */
final class Held {
  private final long most;
  private final AtomicLong bytes = new AtomicLong();

  Held(long most) {
    this.most = most;
  }

  /** False if that would be too many; then none are counted. */
  boolean take(int more) {
    if (bytes.addAndGet(more) > most) {
      bytes.addAndGet(-more);
      return false;
    }
    return true;
  }

  void giveBack(long fewer) {
    bytes.addAndGet(-fewer);
  }
}
