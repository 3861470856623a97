package dev.impuls.invoke;

import dev.impuls.invoke.InvocationResult.LogRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

  private final class Call {
    private final Invocation invocation;
    private final Consumer<LogRecord> log;
    private final Lane lane;
    private final CompletableFuture<InvocationResult> result = new CompletableFuture<>();

    Call(Invocation invocation, Consumer<LogRecord> log, Lane lane) {
      this.invocation = invocation;
      this.log = log;
      this.lane = lane;
    }

    void start() {
      var inner = invoker.invoke(invocation, log);
      var _ =
          inner.whenComplete(
              (ended, failure) -> {
                // Its place is free before anybody hears that it has ended.
                leave(lane);
                if (failure == null) {
                  result.complete(ended);
                } else {
                  result.completeExceptionally(failure);
                }
              });
      var _ =
          result.whenComplete(
              (ended, failure) -> {
                if (result.isCancelled()) {
                  inner.cancel(true);
                }
              });
    }
  }

  @Override
  public CompletableFuture<InvocationResult> invoke(
      Invocation invocation, Consumer<LogRecord> log) {
    Call call;
    synchronized (this) {
      if (closed) {
        return CompletableFuture.completedFuture(InvocationResult.closed());
      }
      Lane lane = lanes.computeIfAbsent(invocation.function().name(), Lane::new);
      call = new Call(invocation, log, lane);
      if (hasPlace(lane) && lane.waiting.isEmpty()) {
        enter(lane);
      } else if (mayWait(lane, invocation)) {
        return await(call);
      } else {
        return CompletableFuture.completedFuture(tooMany());
      }
    }
    call.start();
    return call.result;
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

  private CompletableFuture<InvocationResult> await(Call call) {
    Lane lane = call.lane;
    if (lane.waiting.isEmpty()) {
      turns.add(lane);
    }
    lane.waiting.add(call);
    waiting++;
    waitingChars += call.invocation.event().length();
    var _ = call.result.completeOnTimeout(tooMany(), LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    var _ = call.result.whenComplete((ended, failure) -> giveUp(call));
    return call.result;
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

  /** A call was answered; if it still waits, it need not any more. */
  private synchronized void giveUp(Call call) {
    if (call.lane.waiting.remove(call)) {
      waitingIsOver(call);
      if (call.lane.waiting.isEmpty()) {
        turns.remove(call.lane);
        forgetIfEmpty(call.lane);
      }
    }
  }

  private void waitingIsOver(Call call) {
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
