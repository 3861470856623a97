package dev.impuls.engine.memory;

import java.util.HashMap;
import java.util.Map;

/** The accounts of all environments that are open, and how much all ever had allocated. */
public final class Accounts {
  private final Map<Account, Boolean> open = new HashMap<>();
  private long allocatedByClosed;

  /** There is a new environment. */
  public synchronized void opened(Account account) {
    open.put(account, true);
  }

  /** The environment is closed, and holds nothing any more. */
  public synchronized void closed(Account account) {
    if (open.remove(account) != null) {
      allocatedByClosed += account.allocated();
    }
  }

  /**
   * What was allocated up to a moment, in bytes.
   *
   * @param byAll by every thread of the process
   * @param byAccounts by all environments, those that are closed included
   * @param byOpen by each open one
   */
  record Moment(long byAll, long byAccounts, Map<Account, Long> byOpen) {

    /**
     * How much all but one environment can hold of what was allocated since an earlier moment.
     * Closed environments hold nothing.
     *
     * @param most how much is taken to be held by the engine itself
     */
    long mostHeldByOthers(Account one, Moment earlier, long most) {
      long byEngine = byAll - byAccounts - (earlier.byAll - earlier.byAccounts);
      long held = Math.clamp(byEngine, 0, most);
      for (Map.Entry<Account, Long> other : byOpen.entrySet()) {
        Account account = other.getKey();
        if (account != one) {
          held += Math.min(since(account, earlier), account.bound());
        }
      }
      return held;
    }

    /** What an open environment has allocated since. */
    long since(Account account, Moment earlier) {
      return byOpen.getOrDefault(account, 0L) - earlier.byOpen.getOrDefault(account, 0L);
    }
  }

  synchronized Moment now(Heap heap) {
    long byAll = heap.allocated();
    long byAccounts = allocatedByClosed;
    var byOpen = new HashMap<Account, Long>();
    for (Account account : open.keySet()) {
      long allocated = account.allocated();
      byOpen.put(account, allocated);
      byAccounts += allocated;
    }
    return new Moment(byAll, byAccounts, byOpen);
  }
}
