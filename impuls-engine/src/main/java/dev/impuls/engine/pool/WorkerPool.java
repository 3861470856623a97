package dev.impuls.engine.pool;

import dev.impuls.engine.wire.IoLoop;
import dev.impuls.engine.wire.Message;
import dev.impuls.function.Function;
import dev.impuls.function.FunctionDraft;
import dev.impuls.function.Revision;
import dev.impuls.invoke.InvocationResult.InvocationError;
import dev.impuls.engine.js.EngineFailures;
import dev.impuls.engine.pool.Launcher.Started;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The function processes: one for each revision that is called, spare ones for those that were not
 * yet. When there is no room for another, the one used longest ago that runs nothing goes.
 */
final class WorkerPool implements Worker.Listener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WorkerPool.class);

  private static final int TOKEN_BYTES = 16;
  private static final int WATCH_MILLIS = 250;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final int MOST_WAITING = 1000;

  /** A spare process may take that part of the memory of all. */
  private static final int SPARE_SHARE = 8;

  /** So many processes in a row may not start before there is a pause. */
  private static final int FREE_START_FAILURES = 1;

  /** So often in a row a function may die of events before there is a pause. */
  private static final int FREE_DEATHS = 3;

  /**
   * A frame from a process is a result, a request or a log record, whose text may be three bytes a
   * char.
   */
  private static final int FRAME_SLACK_BYTES = 1024 * 1024;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final WorkerSettings settings;
  private final int mostFrameBytes;
  private final Launcher launcher;
  private final StartLimits startLimits;
  private final IoLoop[] loops;
  private final Map<Key, Worker> assigned = new ConcurrentHashMap<>();
  private final Set<Worker> all = new HashSet<>();
  private final Map<Worker, Started> started = new HashMap<>();
  private final Deque<WorkerCall> waiting = new ArrayDeque<>();
  private final Map<Key, BackOff> backOffs = new HashMap<>();
  private final BackOff startBackOff = new BackOff();

  /** Of spare ones that connected and then did not get warm; calls go on being placed. */
  private final BackOff spareBackOff = new BackOff();

  private final EngineFailures engineFailures = new EngineFailures();
  private String lastFailure = "";

  /** The memory that was wanted last when there was no spare process with it. */
  private int wantedMemoryMb = FunctionDraft.DEFAULT_MEMORY_MB;

  private Message.@Nullable Hello hello;
  private int launched;
  private boolean sparesWanted;
  private boolean closed;

  /** Starts processes, and has to live as long as they do. */
  private final ScheduledExecutorService starter =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("impuls-process-start").factory());

  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("impuls-process-watch").factory());

  WorkerPool(
      WorkerSettings settings, Launcher launcher, StartLimits startLimits, int largestMessage) {
    this.settings = settings;
    this.launcher = launcher;
    this.startLimits = startLimits;
    this.mostFrameBytes = largestMessage + FRAME_SLACK_BYTES;
    loops = new IoLoop[Math.max(1, Runtime.getRuntime().availableProcessors() / 4)];
    for (int i = 0; i < loops.length; i++) {
      loops[i] =
          new IoLoop("impuls-process-io-" + i, e -> log.error("A message of a process failed", e));
    }
    var _ =
        watch.scheduleWithFixedDelay(
            this::watch, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** From now on there are spare processes. */
  synchronized void startSpares() {
    sparesWanted = true;
    addSpares();
  }

  /** A function at one state; the revision alone would do, but nothing is to depend on a hash. */
  private record Key(String name, Revision revision) {
    static Key of(Function function) {
      return new Key(function.name(), function.revision());
    }
  }

  /** What the first process said of itself; null before there was one. */
  synchronized Message.@Nullable Hello hello() {
    return hello;
  }

  /** Gives the call to its function's process, now or when there is one. */
  void place(WorkerCall call) {
    Worker process = assigned.get(Key.of(call.function()));
    if (process == null || !process.take(call)) {
      placeAnew(call);
    }
  }

  private void placeAnew(WorkerCall call) {
    Placed placed;
    synchronized (this) {
      placed = tryPlace(call);
      if (placed == Placed.NO_ROOM) {
        if (waiting.size() < MOST_WAITING) {
          waiting.add(call);
          return;
        }
      }
    }
    answer(call, placed);
  }

  private enum Placed {
    TAKEN,
    NO_ROOM,
    BACKED_OFF,
    CANNOT_START
  }

  private void answer(WorkerCall call, Placed placed) {
    switch (placed) {
      case TAKEN -> {}
      case NO_ROOM ->
          call.fail(
              429,
              new InvocationError(
                  "TooManyRequests",
                  "There is no room for another function's process: those there are are all at"
                      + " work; try again later",
                  ""));
      case BACKED_OFF -> {
        BackOff backOff;
        synchronized (this) {
          backOff = backOffs.getOrDefault(Key.of(call.function()), new BackOff());
        }
        call.fail(
            500,
            new InvocationError(
                "Runtime.ExitError",
                "The function's process ended "
                    + backOff.failures()
                    + " times without answering; it is started again in "
                    + backOff.secondsLeft()
                    + " s",
                ""));
      }
      case CANNOT_START ->
          call.fail(500, new InvocationError("Runtime.StartFailed", lastFailure(), ""));
    }
  }

  private synchronized String lastFailure() {
    return lastFailure;
  }

  private Placed tryPlace(WorkerCall call) {
    Function function = call.function();
    Key key = Key.of(function);
    Worker there = assigned.get(key);
    if (there != null && there.take(call)) {
      return Placed.TAKEN;
    }
    BackOff backOff = backOffs.get(key);
    if (backOff != null && backOff.isOn()) {
      return Placed.BACKED_OFF;
    }
    Worker process = takeSpare(function.memoryMb());
    while (process != null && !give(process, call)) {
      process = takeSpare(function.memoryMb());
    }
    if (process == null) {
      if (startBackOff.isOn()) {
        return Placed.CANNOT_START;
      }
      if (!hasRoom(function.memoryMb())) {
        makeRoom();
        return Placed.NO_ROOM;
      }
      if (function.memoryMb() <= settings.mostMemoryMb() / SPARE_SHARE) {
        wantedMemoryMb = function.memoryMb();
      }
      process = add(function.memoryMb());
      give(process, call); // Before it is started: should that fail, it tells the calls it has.
      launch(process);
    }
    addSpares();
    return Placed.TAKEN;
  }

  /** Makes it the process of the call's function; false if it has ended just now. */
  private boolean give(Worker process, WorkerCall call) {
    Function function = call.function();
    Key key = Key.of(function);
    supersede(function);
    process.assign(function);
    assigned.put(key, process);
    boolean taken = process.take(call);
    if (!taken) {
      assigned.remove(key, process);
    }
    return taken;
  }

  /** What serves an older state of the function is done when its calls are. */
  private void supersede(Function function) {
    assigned.forEach(
        (key, process) -> {
          Function older = process.function();
          if (older != null
              && key.name().equals(function.name())
              && !older.updatedAt().isAfter(function.updatedAt())) {
            assigned.remove(key);
            process.retire();
          }
        });
  }

  private @Nullable Worker takeSpare(int memoryMb) {
    return spares()
        .filter(spare -> spare.memoryMb() == memoryMb)
        .min(Comparator.comparing(spare -> !spare.isWarm()))
        .orElse(null);
  }

  private Stream<Worker> spares() {
    return all.stream().filter(process -> process.function() == null && process.isIdle());
  }

  private boolean hasRoom(int memoryMb) {
    int used =
        all.stream().mapToInt(process -> process.memoryMb() + WorkerSettings.BASE_MEMORY_MB).sum();
    return all.isEmpty()
        || (all.size() < settings.mostProcesses()
            && used + memoryMb + WorkerSettings.BASE_MEMORY_MB <= settings.mostMemoryMb());
  }

  /**
   * Lets the one go that was used longest ago and runs nothing; the room is there when it ended.
   */
  private void makeRoom() {
    if (all.stream().anyMatch(Worker::isEnding)) {
      return; // There will be room.
    }
    Optional<Worker> eldest =
        all.stream()
            .filter(Worker::isIdle)
            .min(Comparator.comparingLong(Worker::usedNanos));
    eldest.ifPresent(this::retireIfIdle);
  }

  private void retireIfIdle(Worker process) {
    Function function = process.function();
    if (process.retireIfIdle() && function != null) {
      assigned.remove(Key.of(function), process);
    }
  }

  private Worker add(int memoryMb) {
    byte[] token = new byte[TOKEN_BYTES];
    RANDOM.nextBytes(token);
    var process = new Worker(memoryMb, HexFormat.of().formatHex(token), startLimits, this);
    all.add(process);
    return process;
  }

  private void launch(Worker process) {
    IoLoop loop = loops[Math.floorMod(launched++, loops.length)];
    starter.execute(() -> start(process, loop));
  }

  private void start(Worker process, IoLoop loop) {
    Started made;
    try {
      made = launcher.start(process.memoryMb(), process.token());
    } catch (IOException | RuntimeException e) {
      log.error("A function process cannot be started", e);
      process.failedToStart("The function's process cannot be started: " + e.getMessage());
      return;
    }
    synchronized (this) {
      started.put(process, made);
    }
    process.started(made, loop, mostFrameBytes);
  }

  /** Starts a spare one if one is wanting, one at a time, and none while others start. */
  private synchronized void addSpares() {
    if (closed
        || !sparesWanted
        || startBackOff.isOn()
        || spareBackOff.isOn()
        || !waiting.isEmpty()
        || all.stream().anyMatch(Worker::isStarting)) {
      return;
    }
    int memoryMb = spareToAdd();
    if (memoryMb == 0) {
      return;
    }
    if (hasRoom(memoryMb)) {
      launch(add(memoryMb));
    } else if (all.stream().filter(Worker::isIdle).count() > settings.sparesWithin()) {
      makeRoom();
    }
  }

  /**
   * The memory of the spare process that is wanting, or 0: one has as much as was wanted in vain,
   * the others what functions have if nobody says otherwise.
   */
  private int spareToAdd() {
    List<Integer> there = spares().map(Worker::memoryMb).toList();
    boolean wanted = !there.contains(wantedMemoryMb);
    if (there.size() < settings.sparesWithin()) {
      return wanted ? wantedMemoryMb : FunctionDraft.DEFAULT_MEMORY_MB;
    }
    if (wanted && !there.isEmpty()) {
      // It is replaced when it has ended.
      spares()
          .filter(spare -> !isUsual(spare) || there.size() > 1)
          .min(Comparator.comparing(WorkerPool::isUsual))
          .ifPresent(Worker::retireIfIdle);
    }
    return 0;
  }

  private static boolean isUsual(Worker process) {
    return process.memoryMb() == FunctionDraft.DEFAULT_MEMORY_MB;
  }

  @Override
  public synchronized void connected(Worker which, Message.Hello said) {
    startBackOff.reset();
    if (hello == null) {
      hello = said;
      notifyAll();
    }
  }

  @Override
  public void warm(Worker which) {
    synchronized (this) {
      spareBackOff.reset();
    }
    addSpares();
  }

  @Override
  public synchronized void answered(Worker which) {
    Function function = which.function();
    if (function != null) {
      backOffs.remove(Key.of(function));
    }
  }

  @Override
  public void broken(Worker which, String what) {
    Function function = which.function();
    if (function != null) { // Else it is one of its own making, and nobody called it.
      engineFailures.failed(function, what);
    }
  }

  @Override
  public void ended(Worker which) {
    Started gone;
    Function function = which.function();
    synchronized (this) {
      gone = started.remove(which);
    }
    if (gone != null) {
      launcher.remove(gone.work());
    }
    synchronized (this) {
      all.remove(which);
      if (function != null) {
        assigned.remove(Key.of(function), which);
      }
      if (which.failure() != null) {
        failed(which, function);
      }
      notifyAll();
    }
    placeWaiting();
    addSpares();
  }

  @Override
  public void placeAgain(WorkerCall call) {
    place(call);
  }

  private void failed(Worker which, @Nullable Function function) {
    if (!which.wasConnected()) {
      startBackOff.failed(FREE_START_FAILURES);
      lastFailure = String.valueOf(which.failure());
      log.warn("A function process did not start: {}", lastFailure);
    } else if (function == null && !which.isWarm()) {
      spareBackOff.failed(0);
      log.warn(
          "A spare function process did not get ready, {} in a row: {}",
          spareBackOff.failures(),
          which.failure());
    } else if (function != null && which.answeredNothing()) {
      // Dying of an event may be the event's fault; dying before any is the function's.
      backOffs
          .computeIfAbsent(Key.of(function), key -> new BackOff())
          .failed(which.wasLoaded() ? FREE_DEATHS : 0);
    }
  }

  private void placeWaiting() {
    var answers = new HashMap<WorkerCall, Placed>();
    synchronized (this) {
      for (int i = waiting.size(); i > 0; i--) {
        WorkerCall call = waiting.remove();
        if (call.result().isDone()) {
          continue;
        }
        Placed placed = tryPlace(call);
        if (placed == Placed.NO_ROOM && call.age().compareTo(LONGEST_WAIT) < 0) {
          waiting.add(call);
        } else {
          answers.put(call, placed);
        }
      }
    }
    answers.forEach(this::answer);
  }

  private void watch() {
    try {
      List<Worker> now;
      synchronized (this) {
        now = new ArrayList<>(all);
        backOffs.values().removeIf(BackOff::isForgotten);
      }
      long longAgo = System.nanoTime() - settings.idleKept().toNanos();
      for (Worker process : now) {
        process.watch();
        if (process.function() != null && process.usedNanos() - longAgo < 0) {
          retireIfIdle(process);
        }
      }
      placeWaiting();
      addSpares();
    } catch (RuntimeException e) {
      log.error("Watching function processes failed", e);
    }
  }

  /** Ends all processes. Whoever waits for one was answered before. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      all.forEach(process -> process.dismiss());
    }
    awaitEnd();
    watch.shutdownNow();
    starter.shutdownNow();
    for (IoLoop loop : loops) {
      loop.close();
    }
    launcher.close();
  }

  private synchronized void awaitEnd() {
    boolean interrupted = false;
    long end = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (!all.isEmpty() && System.nanoTime() - end < 0) {
      try {
        wait(WATCH_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      // One that was only being started when it was killed.
      all.forEach(process -> process.dismiss());
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
