package dev.impuls.engine.memory;

import java.time.Duration;

/** A running call as the guard's thread sees it. */
final class Watched {
  /** What a call has to allocate to be worth a closer look, as a part of its limit. */
  private static final int REMARKABLE = 8;

  private static final int MAX_BASELINES = 3;

  final GuardedCall call;
  final Account account;
  private final long allocatedBefore;
  private int baselines;
  private long collectionsAtBaseline = -1;

  /** The least that was in use at any moment of the call, garbage included. */
  private long leastUsed = Long.MAX_VALUE;

  /** It was told to end, and may still hold its memory. */
  boolean ending;

  long endedNanos;

  /** When the others were last asked to renew their environments for it. */
  private long renewedNanos;

  Watched(GuardedCall call) {
    this.call = call;
    account = call.account();
    allocatedBefore = account.allocated();
  }

  /** Whether a baseline would be of use: it allocates much, and the last is old. */
  boolean needsBaseline(long collections) {
    return baselines < MAX_BASELINES
        && collections != collectionsAtBaseline
        && allocated() > account.limitBytes() / REMARKABLE;
  }

  void hasBaseline(long collections) {
    baselines++;
    collectionsAtBaseline = collections;
  }

  void sample(long used) {
    leastUsed = Math.min(leastUsed, used);
  }

  long allocated() {
    return account.allocated() - allocatedBefore;
  }

  /**
   * How much of the live heap the call can have brought about: no more than it allocated, and no
   * more than there is in addition since it began.
   */
  long explains(long live) {
    return leastUsed == Long.MAX_VALUE ? 0 : Math.max(0, Math.min(allocated(), live - leastUsed));
  }

  /**
   * How much its environment can hold at most, for all that is known.
   *
   * @param usedBefore the least that was in use at an earlier moment
   */
  long mayHold(long live, long usedBefore) {
    long least = Math.min(leastUsed, usedBefore);
    return least > live ? 0 : Math.min(account.bound(), live - least);
  }

  /** Whether it can hold more than it may, for all that is known without a full collection. */
  boolean isSuspicious(long estimate, long liveBefore) {
    long room = Math.max(account.limitBytes() - account.heldAtLook, account.limitBytes() / 8);
    return account.allocated() - account.allocatedAtLook > room && estimate - liveBefore > room;
  }

  /** Whether the others are to renew their environments for it, as they have not for so long. */
  boolean renewsOthers(Duration again) {
    long now = System.nanoTime();
    boolean due = renewedNanos == 0 || now - renewedNanos > again.toNanos();
    renewedNanos = due ? now : renewedNanos;
    return due;
  }

  /** Notes what is known of what its environment holds. */
  void looked(long held) {
    account.heldAtLook = held;
    account.allocatedAtLook = account.allocated();
  }
}
