package dev.impuls.transfer;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;

/** Cancels a transfer once so many functions were copied. */
final class Cancelling implements Progress {
  private final AtomicInteger left;
  private volatile boolean copies;

  Cancelling(int after) {
    left = new AtomicInteger(after);
  }

  @Override
  public void begins(Step step, long total) {
    copies = step == Step.COPYING;
  }

  @Override
  public void advances() {
    if (copies && left.decrementAndGet() < 0) {
      throw new CancellationException();
    }
  }
}
