package dev.impuls.invoke;

import dev.impuls.invoke.InvocationResult.LogRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets so many calls at once into another invoker, of each function and in all, and so many wait
 * for a while; more are answered 429 at once. Functions with calls that wait take turns, so one
 * with many does not hold up the others.
 */
public final class LimitedInvoker implements Invoker {
  /** Events of waiting calls are kept in memory. */
  private static final long MOST_WAITING_CHARS = 64L * 1024 * 1024;

  private static final int LONGEST_WAIT_SECONDS = 10;

  private final Invoker invoker;
  private final Limits limits;
  private final Map<String, Lane> lanes = new HashMap<>();

  /** The lanes in which calls wait, the one whose turn is next first. */
  private final Deque<Lane> turns = new ArrayDeque<>();

  private int running;
  private int waiting;
  private long waitingChars;
  private boolean closed;
  private boolean starting;

  /**
   * @param invoker runs the calls; closed with this
   */
  public LimitedInvoker(Invoker invoker, Limits limits) {
    this.invoker = invoker;
    this.limits = limits;
  }

  /** The calls of one function. */
  private static final class Lane {
    private final String name;
    private final Deque<Call> waiting = new ArrayDeque<>();
    private int running;

    Lane(String name) {
      this.name = name;
    }
  }

  /**
   * A call, and what its caller waits for. Whoever completes it first tells the listener, and only
   * then the caller.
   */
  private final class Call extends CompletableFuture<InvocationResult> {
    private final Invocation invocation;
    private final CallListener listener;
    private final Lane lane;
    private final AtomicBoolean hasEnded = new AtomicBoolean();

    /** What sends it away if its turn does not come; guarded by the invoker. */
    private @Nullable Future<?> deadline;

    Call(Invocation invocation, CallListener listener, Lane lane) {
      this.invocation = invocation;
      this.listener = listener;
      this.lane = lane;
    }

    void start() {
      if (hasEnded.get()) {
        leave(lane); // Its caller gave up when its turn came.
        return;
      }
      listener.started();
      CompletableFuture<InvocationResult> inner = run();
      var _ =
          inner.whenComplete(
              (ended, failure) -> {
                // Its place is free before anybody hears that it has ended.
                leave(lane);
                if (failure == null) {
                  complete(ended);
                } else {
                  completeExceptionally(failure);
                }
              });
      var _ =
          whenComplete(
              (ended, failure) -> {
                if (isCancelled()) {
                  inner.cancel(true);
                }
              });
    }

    /** A failure to begin ends the call as any other, so that its place is left. */
    private CompletableFuture<InvocationResult> run() {
      try {
        return invoker.invoke(invocation, listener::logged);
      } catch (RuntimeException | Error e) {
        return failedFuture(e);
      }
    }

    @Override
    public boolean complete(InvocationResult result) {
      return end(result) && super.complete(result);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
      return end(null) && super.completeExceptionally(failure);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      return end(null) ? super.cancel(mayInterruptIfRunning) : isCancelled();
    }

    private boolean end(@Nullable InvocationResult result) {
      boolean isFirst = hasEnded.compareAndSet(false, true);
      if (isFirst) {
        listener.ended(result);
      }
      return isFirst;
    }
  }

  /** For who is not observed. */
  private record Log(Consumer<LogRecord> log) implements CallListener {
    @Override
    public void started() {}

    @Override
    public void logged(LogRecord logged) {
      log.accept(logged);
    }

    @Override
    public void ended(@Nullable InvocationResult result) {}
  }

  @Override
  public CompletableFuture<InvocationResult> invoke(
      Invocation invocation, Consumer<LogRecord> log) {
    return admit(invocation, new Log(log));
  }

  /** The same, with the listener told of all of it before the future is completed. */
  CompletableFuture<InvocationResult> admit(Invocation invocation, CallListener listener) {
    Call call;
    InvocationResult refused = null;
    boolean waits = false;
    synchronized (this) {
      Lane lane = lanes.computeIfAbsent(invocation.function().name(), Lane::new);
      call = new Call(invocation, listener, lane);
      if (closed) {
        refused = InvocationResult.closed();
      } else if (hasPlace(lane) && lane.waiting.isEmpty()) {
        enter(lane);
      } else if (mayWait(lane, invocation)) {
        await(call);
        waits = true;
      } else {
        refused = tooMany();
      }
      forgetIfEmpty(lane);
    }
    if (refused != null) {
      call.complete(refused);
    } else if (!waits) {
      call.start();
    }
    return call;
  }

  private boolean hasPlace(Lane lane) {
    return running < limits.concurrentCalls() && lane.running < limits.concurrentCallsPerFunction();
  }

  private void enter(Lane lane) {
    running++;
    lane.running++;
  }

  private boolean mayWait(Lane lane, Invocation invocation) {
    return waiting < limits.waitingCalls()
        && lane.waiting.size() < (limits.waitingCalls() + 1) / 2
        && waitingChars + invocation.event().length() <= MOST_WAITING_CHARS;
  }

  private void await(Call call) {
    Lane lane = call.lane;
    if (lane.waiting.isEmpty()) {
      turns.add(lane);
    }
    lane.waiting.add(call);
    waiting++;
    waitingChars += call.invocation.event().length();
    call.deadline =
        ForkJoinPool.commonPool()
            .schedule(() -> sendAway(call), LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    var _ = call.whenComplete((ended, failure) -> giveUp(call));
  }

  private InvocationResult tooMany() {
    return InvocationResult.refused(
        429,
        "TooManyRequests",
        "Not more than "
            + limits.concurrentCalls()
            + " calls run here at once, and "
            + limits.concurrentCallsPerFunction()
            + " of one function; try again later");
  }

  /** A call has waited too long, unless its turn has just come. */
  private void sendAway(Call call) {
    if (giveUp(call)) {
      call.complete(tooMany());
    }
  }

  /** Takes a call from those that wait; false if it is not among them any more. */
  private synchronized boolean giveUp(Call call) {
    if (!call.lane.waiting.remove(call)) {
      return false;
    }
    waitingIsOver(call);
    if (call.lane.waiting.isEmpty()) {
      turns.remove(call.lane);
      forgetIfEmpty(call.lane);
    }
    return true;
  }

  private void waitingIsOver(Call call) {
    if (call.deadline != null) {
      call.deadline.cancel(false);
    }
    waiting--;
    waitingChars -= call.invocation.event().length();
    if (waiting == 0) {
      notifyAll();
    }
  }

  private void forgetIfEmpty(Lane lane) {
    if (lane.running == 0 && lane.waiting.isEmpty()) {
      lanes.remove(lane.name, lane);
    }
  }

  private void leave(Lane lane) {
    synchronized (this) {
      running--;
      lane.running--;
      forgetIfEmpty(lane);
      if (starting || turns.isEmpty()) {
        return;
      }
      starting = true;
    }
    // A loop, as calls that end at once would come here again from within, deeper and deeper.
    for (Call next = next(); next != null; next = next()) {
      next.start();
    }
  }

  /** The call that may start now, or null; then the next to leave looks again. */
  private synchronized @Nullable Call next() {
    for (int i = turns.size(); i > 0; i--) {
      Lane lane = turns.remove();
      Call call = hasPlace(lane) ? lane.waiting.poll() : null;
      if (!lane.waiting.isEmpty()) {
        turns.add(lane);
      }
      if (call != null) {
        waitingIsOver(call);
        enter(lane);
        return call;
      }
    }
    starting = false;
    return null;
  }

  @Override
  public void prepare() {
    invoker.prepare();
  }

  @Override
  public List<RuntimeInfo> runtimes() {
    return invoker.runtimes();
  }

  @Override
  public Optional<InvocationStatistics> statistics() {
    return invoker.statistics();
  }

  @Override
  public void close() {
    boolean interrupted = false;
    synchronized (this) {
      closed = true;
      while (waiting > 0) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    invoker.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
