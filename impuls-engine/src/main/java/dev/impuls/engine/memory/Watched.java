package dev.impuls.engine.memory;

import dev.impuls.engine.memory.Accounts.Moment;
import java.util.ArrayList;
import java.util.List;

/** A running call as the guard's thread sees it. */
final class Watched {
  /** What a call has to allocate to be worth a closer look, as a part of its limit. */
  private static final int REMARKABLE = 8;

  private static final int MAX_BASELINES = 3;

  final GuardedCall call;
  final Account account;
  private final long allocatedBefore;
  private final List<Baseline> baselines = new ArrayList<>();

  /** The least that was in use at any moment of the call, garbage included. */
  private long leastUsed = Long.MAX_VALUE;

  /** A lower bound of what it held when that was last looked at. */
  private long heldAtLook;

  /** What its environment had allocated by then. */
  private long allocatedAtLook;

  /** It was told to end, and may still hold its memory. */
  boolean ending;

  /** Whether the others were asked to renew their environments for it. */
  boolean othersRenewed;

  Watched(GuardedCall call) {
    this.call = call;
    account = call.account();
    allocatedBefore = account.allocated();
    allocatedAtLook = allocatedBefore;
  }

  /**
   * @param used was in use, garbage included
   * @param collections there had been so many
   */
  private record Baseline(long used, long collections, Moment moment) {}

  /** Whether a baseline would be of use: it allocates much, and the last is old. */
  boolean needsBaseline(long collections) {
    return baselines.size() < MAX_BASELINES
        && allocated() > account.limitBytes() / REMARKABLE
        && (baselines.isEmpty() || baselines.getLast().collections() != collections);
  }

  void addBaseline(long used, long collections, Moment moment) {
    baselines.add(new Baseline(used, collections, moment));
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
   * A lower bound of what its environment holds. What is live now and was not at an earlier moment
   * was allocated since, and others can hold only so much of it.
   *
   * @param live exactly, from the collection that has just ended
   * @param most how much is taken to be held by the engine itself
   */
  long atLeastHeld(long live, Moment now, long most) {
    long held = 0;
    for (Baseline baseline : baselines) {
      long others = now.mostHeldByOthers(account, baseline.moment(), most);
      held = Math.max(held, live - baseline.used() - others);
    }
    return held;
  }

  /** The others that can hold more than so much of what was allocated since it began. */
  List<Account> othersThatMayHold(long bytes, Moment now) {
    if (baselines.isEmpty()) {
      return List.of();
    }
    Moment earlier = baselines.getFirst().moment();
    return now.byOpen().keySet().stream()
        .filter(other -> other != account && now.since(other, earlier) > bytes)
        .toList();
  }

  /** Whether it can hold more than it may, for all that is known without a full collection. */
  boolean isSuspicious(long estimate, long liveBefore) {
    long room = Math.max(account.limitBytes() - heldAtLook, account.limitBytes() / 8);
    return account.allocated() - allocatedAtLook > room && estimate - liveBefore > room;
  }

  /** Notes what is known of what it holds. */
  void looked(long held) {
    heldAtLook = held;
    allocatedAtLook = account.allocated();
  }
}
