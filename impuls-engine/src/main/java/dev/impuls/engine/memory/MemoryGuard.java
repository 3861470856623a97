package dev.impuls.engine.memory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ends calls that hold more memory than their function may, in a process that runs many.
 *
 * <p>A thread looks at the running calls every few milliseconds. Where one has allocated more than
 * its limit and the heap has grown by as much, a full collection tells how much is live. The call
 * is guilty for certain if the growth is more than its limit and all that others allocated in the
 * meantime. Where that is not conclusive, its environment is measured, if the engine can. If the
 * heap is nearly full after a full collection, the call that can explain most of it is ended
 * unmeasured: one at a time, with a full collection before another is blamed.
 */
public final class MemoryGuard implements AutoCloseable {
  private static final System.Logger log = System.getLogger(MemoryGuard.class.getName());

  private static final Duration TICK = Duration.ofMillis(10);

  /** Above this share of the heap a call has to go. */
  private static final double FULL = 0.75;

  /** Above this share idle environments have to go. */
  private static final double TIGHT = 0.6;

  /** Above this share the process can be lost soon. */
  private static final double SUSPECTED_ABOVE = 0.5;

  /** The share of the heap that nobody need account for. */
  private static final double BLOATED = 1 / 3.0;

  /**
   * Full collections take at most one part in so many of the time, and less if they are in vain.
   */
  private static final int PAUSE_FACTOR = 4;

  private static final int PAUSE_FACTOR_IN_VAIN = 8;

  /** A call that may hold such a share of its limit is looked at again, and closer. */
  private static final double DOUBTFUL = 0.75;

  private static final Duration MEASURED_WITHIN = Duration.ofMillis(500);

  /** The engine, its compiler above all, does not hold more than such a part of the heap. */
  private static final int ENGINES_PART = 16;

  /** Its code has a second to stop, and then its environment is closed. */
  private static final Duration GIVEN_BACK_WITHIN = Duration.ofSeconds(2);

  private static final Duration RENEWED_AGAIN_AFTER = Duration.ofSeconds(2);

  /** Environments that may hold more than such a part of the heap are worth renewing. */
  private static final int RENEWED_PART = 256;

  private final Heap heap = new Heap();
  private final Accounts accounts;
  private final GuardEvents events;
  private final EndlessCollections endless = new EndlessCollections(heap);
  private final Measurer measurer;
  private final Thread thread;
  private final Map<GuardedCall, Watched> running = new LinkedHashMap<>();
  private boolean closed;
  private volatile @Nullable Watched suspect;

  /** It may still hold its memory. */
  private volatile @Nullable Watched lastEnded;

  // The rest is the thread's alone.

  /** What was live after the last full collection, or less. */
  private long live = Long.MAX_VALUE;

  private long lookedAt = System.nanoTime();
  private long lookTook;
  private int looksInVain;
  private final Baselines baselines = new Baselines();
  private final List<Watched> ending = new ArrayList<>();

  /** The others were renewed so that more can be told of this one. */
  private @Nullable Watched renewedFor;

  /**
   * Starts watching.
   *
   * @param accounts those of all environments of the process
   */
  @SuppressWarnings("ThreadPriorityCheck") // Nothing relies on it; it is a help where it counts.
  public MemoryGuard(Accounts accounts, GuardEvents events) {
    this.accounts = accounts;
    this.events = events;
    measurer = new Measurer(MEASURED_WITHIN);
    thread = Thread.ofPlatform().daemon().name("impuls-memory").unstarted(this::watch);
    thread.setPriority(Thread.MAX_PRIORITY);
    thread.start();
  }

  /** Watches a call from now on. */
  public void begin(GuardedCall call) {
    var watched = new Watched(call);
    synchronized (this) {
      running.put(call, watched);
      if (running.size() == 1) {
        notifyAll();
      }
    }
  }

  /** The call is over. */
  public synchronized void end(GuardedCall call) {
    running.remove(call);
  }

  /**
   * A call met an {@link OutOfMemoryError}. Tells that memory is lost if another call is to blame
   * for certain: the heap is full, and this call's environment never allocated what it may hold.
   */
  public void metOutOfMemory(GuardedCall call) {
    Watched culprit = lastEnded;
    if (culprit == null || culprit.call.hasStopped()) {
      culprit = suspect;
    }
    if (culprit != null
        && !culprit.call.equals(call)
        && heap.estimate() > FULL * heap.max()
        && call.account().allocated() < call.account().limitBytes()) {
      events.memoryLost(culprit.call.invocation());
    }
  }

  private void lost() {
    Watched most = suspect;
    events.memoryLost(most == null ? null : most.call.invocation());
  }

  private void watch() {
    try {
      while (awaitCalls()) {
        try {
          tick();
        } catch (OutOfMemoryError e) {
          lost();
        } catch (RuntimeException e) {
          log.log(System.Logger.Level.ERROR, "Watching the memory of calls failed", e);
        }
        Thread.sleep(TICK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until there is something to watch; false if closed. */
  private synchronized boolean awaitCalls() throws InterruptedException {
    while (running.isEmpty() && ending.isEmpty() && !closed) {
      suspect(null);
      endless.reset();
      wait();
    }
    return !closed;
  }

  private void tick() {
    List<Watched> calls = calls();
    sample(calls);
    long estimate = heap.estimate();
    live = Math.min(live, estimate);
    boolean full = estimate > FULL * heap.max();
    suspect(estimate > SUSPECTED_ABOVE * heap.max() ? mostToBlame(calls, estimate) : null);
    if (endless.goOn(full)) {
      lost();
    }
    takeMeasured();
    if (awaitEnding()) {
      return;
    }
    boolean again = renewedFor != null && isRunning(renewedFor);
    if (isLookDue(full || again)
        && (again || isPressing(estimate) || anySuspicious(calls, estimate))) {
      renewedFor = null;
      look(calls);
    }
  }

  private synchronized List<Watched> calls() {
    return running.values().stream().filter(call -> !call.ending).toList();
  }

  private void sample(List<Watched> calls) {
    long collections = heap.collections();
    long used = heap.used();
    long least = Math.min(used, live); // Garbage that was in use says nothing.
    calls.forEach(call -> call.sample(least));
    var growing = calls.stream().filter(call -> call.needsBaseline(collections)).toList();
    if (growing.isEmpty()) {
      return;
    }
    Accounts.Moment now = accounts.now(heap);
    long usedNow = heap.used();
    if (heap.collections() == collections) { // Else the figures are not of one moment.
      baselines.add(usedNow, now);
      growing.forEach(call -> call.hasBaseline(collections));
    }
  }

  /** True while calls that were told to end may still hold their memory. */
  private boolean awaitEnding() {
    if (ending.isEmpty()) {
      return false;
    }
    ending.removeIf(one -> one.call.hasStopped() || isLost(one));
    if (ending.isEmpty()) {
      lastEnded = null;
      collect(); // Or what they held would be counted as the others'.
    }
    return true;
  }

  /** True, and told, if a call does not give its memory back in time. */
  private boolean isLost(Watched call) {
    boolean lost = System.nanoTime() - call.endedNanos > GIVEN_BACK_WITHIN.toNanos();
    if (lost) {
      events.memoryLost(call.call.invocation());
    }
    return lost;
  }

  private boolean isLookDue(boolean soon) {
    int factor = soon ? 1 : looksInVain > 1 ? PAUSE_FACTOR_IN_VAIN : PAUSE_FACTOR;
    return System.nanoTime() - lookedAt > factor * lookTook;
  }

  private boolean isPressing(long estimate) {
    return estimate > TIGHT * heap.max() && estimate > live + heap.max() / 32;
  }

  private boolean anySuspicious(List<Watched> calls, long estimate) {
    return calls.stream().anyMatch(call -> call.isSuspicious(estimate, live));
  }

  private void collect() {
    long begun = System.nanoTime();
    live = heap.collect();
    lookedAt = System.nanoTime();
    lookTook = lookedAt - begun;
  }

  /** Finds out how much is live, and who holds too much of it. */
  private void look(List<Watched> calls) {
    collect();
    Accounts.Moment now = accounts.now(heap);
    long leastUsed = baselines.leastUsed();
    var doubtful = new ArrayList<Watched>();
    for (Watched call : calls) {
      long held = baselines.atLeastHeld(call.account, live, now, heap.max() / ENGINES_PART);
      call.looked(held);
      if (held > call.account.limitBytes()) {
        end(call);
      } else if (call.mayHold(live, leastUsed) > DOUBTFUL * call.account.limitBytes()) {
        doubtful.add(call);
      }
    }
    looksInVain = ending.isEmpty() && doubtful.isEmpty() ? looksInVain + 1 : 0;
    if (!ending.isEmpty()) {
      return;
    }
    if (live > FULL * heap.max()) {
      makeRoom(calls);
    } else if (live > TIGHT * heap.max()) {
      events.evict(1 + events.idle() / 4);
    }
    Watched first = mostToBlame(doubtful, live);
    if (ending.isEmpty() && first != null) {
      measurer.measure(first);
      renewOthers(first); // Measuring may take long, or fail.
    }
    if (doubtful.isEmpty() && live > BLOATED * heap.max()) {
      lookForBloat(calls);
    }
  }

  /** Ends a call that can hold too much; without one, closes idle environments. */
  private void makeRoom(List<Watched> calls) {
    Watched most = mostToBlame(calls, live);
    boolean likely =
        most != null && most.explains(live) > Math.min(most.account.limitBytes(), heap.max() / 8);
    if (!likely && events.idle() > 0) {
      events.evict(Math.max(16, events.idle() / 2));
    } else if (most != null && most.explains(live) > heap.max() / ENGINES_PART) {
      end(most);
    } else {
      events.bloated();
    }
  }

  private void lookForBloat(List<Watched> calls) {
    long running = calls.stream().mapToLong(call -> call.account.mostHeld()).sum();
    long unexplained = live - running;
    long most = (long) (BLOATED * heap.max());
    if (unexplained - events.idleBytes(false) > most) {
      events.bloated();
    } else if (unexplained > most) {
      measurer.run(
          () -> {
            if (unexplained - events.idleBytes(true) > most) {
              events.bloated();
            }
          });
    }
  }

  private void takeMeasured() {
    Measurer.Measured measured = measurer.take();
    if (measured == null || measured.bytes() < 0 || !isRunning(measured.call())) {
      return;
    }
    if (measured.bytes() > measured.call().account.limitBytes()) {
      end(measured.call());
    }
  }

  /**
   * Has other functions go on in new environments, once in a while: what they held is collected,
   * and the next look tells more.
   */
  private void renewOthers(Watched call) {
    if (!call.renewsOthers(RENEWED_AGAIN_AFTER)) {
      return;
    }
    renewedFor = call;
    baselines
        .othersThatMayHold(call.account, heap.max() / RENEWED_PART, accounts.now(heap))
        .forEach(Account::setOutdated);
    events.evictOutdated();
  }

  private synchronized boolean isRunning(Watched call) {
    return running.get(call.call) == call && !call.ending;
  }

  private void end(Watched call) {
    call.ending = true;
    call.endedNanos = System.nanoTime();
    ending.add(call);
    lastEnded = call;
    call.account.setOutdated();
    call.call.endOutOfMemory();
    events.evictOutdated(); // The call may have ended by itself, and another begun.
    for (Watched next : calls()) {
      if (next.account == call.account) {
        end(next);
      }
    }
  }

  private static @Nullable Watched mostToBlame(List<Watched> calls, long live) {
    return calls.stream().max(byBlame(live)).orElse(null);
  }

  /**
   * Of calls that explain about as much, the one that needed to allocate less for it comes last: it
   * is the less likely to have made garbage only.
   */
  private static Comparator<Watched> byBlame(long live) {
    long unit = 16L * 1024 * 1024;
    return Comparator.<Watched>comparingLong(call -> call.explains(live) / unit)
        .thenComparing(Comparator.comparingLong(Watched::allocated).reversed());
  }

  private void suspect(@Nullable Watched now) {
    if (suspect != now) {
      suspect = now;
      events.suspected(now == null ? null : now.call.invocation());
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    measurer.close();
  }
}
