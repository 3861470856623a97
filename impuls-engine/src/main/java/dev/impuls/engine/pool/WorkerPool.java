package dev.impuls.engine.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.impuls.engine.runtime.EngineFailures;
import dev.impuls.engine.wire.Message;
import dev.impuls.function.Function;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers: shared ones for most functions, and one of its own for each revision that needs it.
 * When there is no room for another, the one used longest ago that runs nothing goes.
 *
 * <p>The pool's lock is taken before that of a worker, never after it.
 */
final class WorkerPool implements WorkerListener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WorkerPool.class);

  private static final int WATCH_MILLIS = 250;
  private static final Duration MAX_CLOSE_WAIT = Duration.ofSeconds(10);

  /** One that was not called for so long goes for one that is to serve others better. */
  private static final Duration NEEDED_NO_MORE = Duration.ofMinutes(1);

  private final Duration idleKept;
  private final boolean compiles;
  private final WorkerStarter starter;
  private final Culprits culprits = new Culprits();
  private final SharedWorkers shared;
  private final FunctionWorkers own = new FunctionWorkers();

  @GuardedBy("this")
  private final Moves moves;

  @GuardedBy("this")
  private final Spares spares;

  @GuardedBy("this")
  private final Room room;

  @GuardedBy("this")
  private final Placer placer;

  @GuardedBy("this")
  private final WaitingCalls waiting = new WaitingCalls();

  @GuardedBy("this")
  private final BackOffs backOffs = new BackOffs();

  private final EngineFailures engineFailures = new EngineFailures();

  @GuardedBy("this")
  private Message.@Nullable Hello hello;

  /** Whether workers are kept ready before anybody calls. */
  @GuardedBy("this")
  private boolean prepared;

  @GuardedBy("this")
  private boolean closed;

  /** Whether classes are being kept for quicker starts, or were. */
  @GuardedBy("this")
  private boolean classesAreKept;

  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("impuls-worker-watch").factory());

  private final Rehearsal rehearsal;

  WorkerPool(
      WorkerSettings settings, Launcher launcher, StartLimits startLimits, int largestMessage) {
    this.idleKept = settings.idleKept();
    this.compiles = settings.runtime().compiles();
    this.starter = new WorkerStarter(launcher, largestMessage);
    this.shared =
        new SharedWorkers(settings.workers(), compiles, new ReserveMemory()::isThere, culprits);
    this.rehearsal = new Rehearsal(settings.runtime(), watch);
    this.moves = new Moves(compiles, culprits);
    this.spares = new Spares(settings.sparesWithin(), settings.mostMemoryMb());
    this.room = new Room(settings, shared, startLimits, this);
    this.placer = new Placer(compiles, room, shared, own, spares, moves, backOffs, starter);
    var _ =
        watch.scheduleWithFixedDelay(
            this::watch, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** From now on there are workers that are ready for calls. */
  synchronized void prepare() {
    prepared = true;
    startWanted();
  }

  /** What the first worker of the kind that stays said of itself; null before there was one. */
  synchronized Message.@Nullable Hello hello() {
    return hello;
  }

  // ---- Placing calls ----

  /** Gives the call to a worker, now or when there is one. */
  void place(WorkerCall call) {
    Worker there = own.serving(call.key());
    if (there == null && shared.mayServe(call) && !SharedWorkers.needsOwnWorker(call)) {
      there = shared.serving(call.group());
    }
    if (there == null || !there.take(call)) {
      placeAnew(call);
    }
  }

  private void placeAnew(WorkerCall call) {
    Refusal refusal;
    synchronized (this) {
      refusal = tryPlace(call);
      if (refusal != null && refusal.mayWait() && waiting.add(call)) {
        return;
      }
      if (refusal == null && own.serving(call.key()) != null) {
        startWanted(); // It may have been one kept ready.
      }
    }
    if (refusal != null) {
      refusal.tell(call);
    }
  }

  /** Gives the call to a worker; if that cannot be now, returns why. */
  @GuardedBy("this")
  private @Nullable Refusal tryPlace(WorkerCall call) {
    return closed ? Refusal.CLOSED : placer.place(call);
  }

  private void placeWaiting() {
    Map<WorkerCall, Refusal> refused;
    synchronized (this) {
      refused = tryWaiting();
    }
    tell(refused);
  }

  private static void tell(Map<WorkerCall, Refusal> refused) {
    refused.forEach((call, refusal) -> refusal.tell(call));
  }

  /** Places those that wait, if there is room, and returns those that wait in vain. */
  @GuardedBy("this")
  private Map<WorkerCall, Refusal> tryWaiting() {
    var refused = new HashMap<WorkerCall, Refusal>();
    for (int i = waiting.size(); i > 0; i--) {
      WaitingCalls.Waiting next = waiting.remove();
      if (next.call().result().isDone()) {
        continue;
      }
      Refusal refusal = tryPlace(next.call());
      if (refusal != null && (!refusal.mayWait() || !waiting.addAgain(next))) {
        refused.put(next.call(), refusal);
      }
    }
    return refused;
  }

  // ---- Starting what nobody waits for ----

  /** Starts one that nobody waits for, if one is wanting; one at a time. */
  private synchronized void startWanted() {
    if (closed || !prepared || !backOffs.mayStartUnasked() || !waiting.isEmpty()) {
      return;
    }
    shared.chooseAll(room.all());
    shared.outdone(room.all()).forEach(Worker::retire);
    if (room.all().stream().anyMatch(Worker::isStarting)) {
      return;
    }
    WorkerPlan plan =
        shared.wanted(room.all()).or(() -> spares.wanted(room.all(), compiles)).orElse(null);
    if (plan == null) {
      nothingIsWanting();
      return;
    }
    if (room.fits(plan)) {
      Worker next = room.add(plan);
      shared.added(next);
      starter.start(next);
    } else if (plan.shared() && shared.lacks()) {
      room.evictionCandidate(System.nanoTime() - NEEDED_NO_MORE.toNanos())
          .ifPresent(own::retireIfIdle);
    } else if (!plan.shared() && spares.leaveRoom(room.all())) {
      room.evictionCandidate(System.nanoTime()).ifPresent(own::retireIfIdle);
    }
  }

  /** What there is time for when all calls are served as they should be. */
  @GuardedBy("this")
  private void nothingIsWanting() {
    for (Function function : moves.wanted(room.all())) {
      if (placer.move(function)) {
        return; // One at a time.
      }
    }
    if (compiles && shared.areWanted() && !classesAreKept) {
      classesAreKept = true;
      starter.makeClassCache();
    }
  }

  // ---- What is heard of workers ----

  /** Keeps the order of locks, wherever tests have assertions checked. */
  private static void requireUnlocked(Worker which) {
    assert !Thread.holdsLock(which) : "the pool's lock is taken before that of a worker";
  }

  @Override
  public synchronized void connected(Worker which, Message.Hello said) {
    requireUnlocked(which);
    backOffs.connected();
    if (hello == null && which.plan().compiles() == compiles) {
      hello = said;
    }
  }

  @Override
  public void warm(Worker which) {
    requireUnlocked(which);
    synchronized (this) {
      if (prepared && which.plan().shared() && which.plan().compiles()) {
        rehearsal.begin(which);
      }
      backOffs.warm();
      Function function = which.function();
      if (function != null && moves.remove(which)) {
        own.replace(function, which);
      }
    }
    startWanted();
  }

  @Override
  public synchronized void answered(Worker which) {
    requireUnlocked(which);
    Function function = which.function();
    if (function != null) {
      backOffs.answered(Key.of(function));
    }
  }

  @Override
  public void broken(Worker which, Function function, String what) {
    requireUnlocked(which);
    engineFailures.failed(function, what);
  }

  @Override
  public void bloated(Worker which) {
    requireUnlocked(which);
    log.info("A worker keeps more memory than its functions account for; another takes over");
    which.retire();
    startWanted();
  }

  @Override
  public void blamed(Worker which, Key function) {
    requireUnlocked(which);
    if (culprits.add(function)) {
      log.warn(
          "Function {} ended a worker that others shared, and runs in one of its own now",
          function.name());
    }
  }

  @Override
  public void ended(Worker which) {
    requireUnlocked(which);
    starter.removeFiles(which);
    Map<WorkerCall, Refusal> refused;
    synchronized (this) {
      room.remove(which);
      own.remove(which);
      boolean moved = moves.remove(which);
      if (which.failure() != null) {
        backOffs.failed(which, moved);
      }
      shared.chooseAll(room.all());
      refused = tryWaiting(); // Before others come and take the room.
      notifyAll();
    }
    tell(refused);
    startWanted();
  }

  @Override
  public void placeAgain(WorkerCall call) {
    place(call);
  }

  private void watch() {
    try {
      long longAgo = System.nanoTime() - idleKept.toNanos();
      List<Worker> now;
      List<Worker> unused;
      synchronized (this) {
        now = List.copyOf(room.all());
        // Those kept ready for functions that come are needed yet.
        unused =
            room.unusedSince(longAgo)
                .filter(worker -> worker.plan().shared() || worker.function() != null)
                .toList();
        backOffs.forgetOld();
      }
      unused.forEach(own::retireIfIdle);
      for (Worker worker : now) {
        worker.watch();
        if (worker.plan().shared()) {
          worker.forgetUnused(idleKept);
        }
      }
      placeWaiting();
      startWanted();
    } catch (RuntimeException | Error e) { // Else there would be no watch any more.
      log.error("Watching workers failed", e);
    }
  }

  /** Ends all workers. Whoever waits for one was answered before. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      room.all().forEach(Worker::dismiss);
    }
    awaitEnd();
    watch.shutdownNow();
    starter.close();
  }

  private synchronized void awaitEnd() {
    boolean interrupted = false;
    long end = System.nanoTime() + MAX_CLOSE_WAIT.toNanos();
    while (!room.all().isEmpty() && System.nanoTime() - end < 0) {
      try {
        wait(WATCH_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      // One that was only being started when it was killed.
      room.all().forEach(Worker::dismiss);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
