package dev.impuls.engine.js;

import com.sun.management.ThreadMXBean;
import dev.impuls.engine.memory.Account;
import dev.impuls.engine.memory.GuardedCall;
import dev.impuls.engine.memory.MemoryGuard;
import dev.impuls.engine.runtime.EngineEvents;
import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.InvocationResult.InvocationError;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The turns of one call, from its first to its end. */
final class Turns implements GuardedCall {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Cancelling takes effect at the next loop or call, so a thread not back by then is stuck. */
  private static final Duration STUCK_AFTER = Duration.ofSeconds(1);

  /** On a machine that gives it no time, it cannot come back; it is given so much of it first. */
  private static final Duration STUCK_THOUGH_IT_HAD = Duration.ofMillis(200);

  private static final Duration STUCK_IN_ANY_CASE = Duration.ofSeconds(5);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private static final long MIB = 1024 * 1024;

  private final JsCall call;
  private final JsFetches fetches;
  private final Host host;
  private @Nullable JsEnvironment environment;
  private boolean inTurn;

  /** Takes the turn. */
  private @Nullable Thread taker;

  /** A turn waits for a thread; there is never more than one. */
  private boolean queued;

  /** What queues a turn when the next timer is due. */
  private @Nullable Future<?> timer;

  private boolean ended;
  private boolean cancelled;

  /** What turns are taken with; the same for all calls. */
  record Host(
      Environments environments,
      JsThreads threads,
      EngineEvents events,
      @Nullable MemoryGuard guard) {}

  Turns(JsCall call, Fetcher fetcher, Host host) {
    this.call = call;
    this.host = host;
    this.fetches = new JsFetches(fetcher, this::arrived);
  }

  void first() {
    turn(
        () -> {
          JsEnvironment own =
              host.environments.take(call.function(), () -> host.events.loaded(call.function()));
          own.account().received((long) Character.BYTES * call.invocation().event().length());
          if (use(own)) {
            run(own, () -> own.start(call, fetches));
          }
          return own;
        });
  }

  private static void run(JsEnvironment own, Runnable code) {
    own.account().beginTurn();
    try {
      code.run();
    } finally {
      own.account().endTurn();
    }
  }

  private synchronized boolean use(JsEnvironment own) {
    environment = own;
    if (cancelled) {
      host.environments.closeInBackground(List.of(own));
    } else if (host.guard != null) {
      host.guard.begin(this); // Here, as nobody can have cancelled it before.
    }
    return !cancelled;
  }

  private void turn(Supplier<JsEnvironment> code) {
    synchronized (this) {
      if (cancelled) {
        return;
      }
      inTurn = true;
      taker = Thread.currentThread();
      queued = false;
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    try {
      JsEnvironment own = code.get();
      call.allocated(THREADS.getCurrentThreadAllocatedBytes() - allocated);
      if (own.isExhausted()) {
        tellOutOfMemory();
      }
      if (isOver(own)) {
        finish();
      }
    } catch (OutOfMemoryError e) {
      tellOutOfMemory();
      call.fail(507, JsCall.OUT_OF_MEMORY);
      failed();
    } catch (RuntimeException | Error e) {
      if (!isCancelled()) { // Else its context was closed under it.
        host.events.engineFailed(call.function(), e);
      }
      call.fail(
          500,
          new InvocationError(
              "Runtime.EngineError", "The engine failed; the server's log says more", ""));
      failed();
    }
  }

  private synchronized boolean isCancelled() {
    return cancelled;
  }

  private void failed() {
    if (giveUp()) {
      finish();
    }
  }

  /** Memory may have run out in this call for what another holds. */
  private void tellOutOfMemory() {
    boolean begun;
    synchronized (this) {
      begun = environment != null;
    }
    if (host.guard != null && begun) {
      host.guard.metOutOfMemory(this);
    }
  }

  private void finish() {
    fetches.close(); // Before the answer is out.
    call.finish();
  }

  /** True if the call is at its end; else it goes on when a timer is due or an answer came. */
  private synchronized boolean isOver(JsEnvironment own) {
    inTurn = false;
    notifyAll();
    if (cancelled) {
      return false;
    }
    if ((!own.hasTimers() && fetches.isEmpty()) || call.isSettled(false)) {
      own.end();
      unguard();
      // Back before the answer is out, for whoever asks next.
      host.environments.giveBack(own);
      environment = null;
      ended = true;
      return true;
    }
    long wait = own.nanosToNextTimer();
    if (wait <= 0 || fetches.hasArrived()) {
      queue(own);
    } else if (own.hasTimers()) {
      timer = host.threads.at(wait, this::wake);
    }
    return false;
  }

  private void unguard() {
    if (host.guard != null) {
      host.guard.end(this);
    }
  }

  /** What came by another thread is the call's all the same. */
  private void arrived(long bytes, long allBytes) {
    JsEnvironment own;
    synchronized (this) {
      own = environment;
    }
    if (own != null) {
      own.account().received(bytes);
    }
    if (host.guard != null && allBytes > call.function().memoryMb() * MIB) {
      endOutOfMemory(); // Before it is given to the function, which takes as much again.
    } else {
      wake();
    }
  }

  /**
   * A timer is due or an answer came, which the next turn will see: the one that is queued, or the
   * one that is run after this one has looked at what is left.
   */
  private synchronized void wake() {
    JsEnvironment own = environment;
    if (!inTurn && !queued && !ended && !cancelled && own != null) {
      queue(own);
    }
  }

  private void queue(JsEnvironment own) {
    queued = true;
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
    host.threads.execute(
        call.function().name(),
        () ->
            turn(
                () -> {
                  run(own, own::resume);
                  return own;
                }));
  }

  /** True if that ends the call. */
  private synchronized boolean giveUp() {
    inTurn = false;
    notifyAll();
    if (cancelled) {
      return false;
    }
    closeEnvironment();
    ended = true;
    return true;
  }

  private void closeEnvironment() {
    if (environment != null) {
      // Until then it may hold its memory.
      host.environments.closeInBackground(List.of(environment), this::unguard);
    }
  }

  /** Called when the function's time is up. */
  void timeOut() {
    if (stop(false)) {
      call.timeOut();
    }
  }

  @Override
  public void endOutOfMemory() {
    if (stop(true)) {
      call.outOfMemory();
    }
  }

  /** Called when nobody waits for the call's answer any more. */
  void abandon() {
    stop(false);
  }

  /** Stops the code; false if the call was at its end already. */
  private boolean stop(boolean forMemory) {
    boolean first = cancel(forMemory);
    if (first) {
      fetches.close();
    }
    return first;
  }

  private synchronized boolean cancel(boolean forMemory) {
    if (ended || cancelled) {
      return false;
    }
    cancelled = true;
    closeEnvironment();
    Thread running = taker;
    if (inTurn && running != null) {
      long used = THREADS.getThreadCpuTime(running.threadId());
      Thread.ofPlatform()
          .daemon()
          .name("impuls-js-stuck")
          .start(() -> replaceIfStuck(running.threadId(), used, forMemory));
    }
    return true;
  }

  /**
   * @param usedNanos the thread's processor time when it was told to stop
   */
  private void replaceIfStuck(long thread, long usedNanos, boolean forMemory) {
    try {
      long end = System.nanoTime() + STUCK_IN_ANY_CASE.toNanos();
      if (turnEndsWithin(STUCK_AFTER.toMillis())) {
        return;
      }
      while (System.nanoTime() - end < 0
          && THREADS.getThreadCpuTime(thread) - usedNanos < STUCK_THOUGH_IT_HAD.toNanos()) {
        if (turnEndsWithin(LOOK_EVERY.toMillis())) {
          return;
        }
      }
      if (forMemory) {
        host.events.memoryLost(call.invocation());
      } else {
        host.events.doesNotStop(call.invocation());
      }
      host.threads.lostOne();
      turnEndsWithin(0);
      host.threads.lostOneReturned();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the end of the turn that runs; 0 waits as long as it takes. */
  private synchronized boolean turnEndsWithin(long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (inTurn) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (millis > 0 && left <= 0) {
        return false;
      }
      wait(millis > 0 ? left : 0);
    }
    return true;
  }

  @Override
  public Invocation invocation() {
    return call.invocation();
  }

  @Override
  public synchronized Account account() {
    return Objects.requireNonNull(environment).account();
  }

  @Override
  public synchronized boolean hasStopped() {
    JsEnvironment own = environment;
    return ended || own == null || (!inTurn && own.isClosed());
  }

  @Override
  public long measure(long stopAt, AtomicBoolean interrupted) {
    JsEnvironment own;
    synchronized (this) {
      own = environment;
    }
    return own == null ? -1 : own.measure(stopAt, interrupted);
  }
}
