package dev.impuls.engine.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.impuls.engine.pool.Launcher.Started;
import dev.impuls.engine.pool.WorkerLife.Reason;
import dev.impuls.engine.pool.WorkerLife.Stage;
import dev.impuls.engine.wire.Connection;
import dev.impuls.engine.wire.Message;
import dev.impuls.function.Function;
import dev.impuls.invoke.InvocationResult.InvocationError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A worker as the pool sees it: from before its process is there, when what it is to be sent waits,
 * to its end, when every call that it has not answered is told why, or has another worker.
 *
 * <p>The pool's lock may be held when one of a worker's is taken, and never the other way round:
 * whoever listens is called without a worker's lock.
 */
final class Worker {
  private static final InvocationError TOO_FAST =
      new InvocationError(
          "TooManyRequests",
          "The function's worker takes in events more slowly than they come; try again later",
          "");

  private final WorkerPlan plan;
  private final WorkerListener listener;
  private final WorkerProcess process;
  private final WorkerWatch watch;

  @GuardedBy("this")
  private final WorkerLife life = new WorkerLife();

  @GuardedBy("this")
  private final Outbox outbox = new Outbox();

  @GuardedBy("this")
  private final WorkerCalls calls = new WorkerCalls(outbox);

  @GuardedBy("this")
  private @Nullable Function function;

  /** Written under the pool's lock. */
  private volatile @Nullable Group group;

  @GuardedBy("this")
  private @Nullable String failure;

  private final long madeNanos = System.nanoTime();

  Worker(WorkerPlan plan, StartLimits startLimits, WorkerListener listener) {
    this.plan = plan;
    this.listener = listener;
    this.process = new WorkerProcess(this, listener);
    this.watch = new WorkerWatch(this, startLimits, listener);
  }

  WorkerPlan plan() {
    return plan;
  }

  /** The function whose own it is; null if it is shared, or spare. */
  synchronized @Nullable Function function() {
    return function;
  }

  /** The group whose functions share it; null if it has had none yet, or is no shared one. */
  @Nullable Group group() {
    return group;
  }

  /** What it runs in. */
  WorkerProcess process() {
    return process;
  }

  synchronized Stage stage() {
    return life.stage();
  }

  synchronized boolean isWarm() {
    return life.wasReady();
  }

  /** Whether it is busy with its own start. */
  synchronized boolean isStarting() {
    return !life.isOver() && (!outbox.isOpen() || (!life.wasReady() && function == null));
  }

  /** Whether it has nothing to do any more but to end. */
  synchronized boolean isEnding() {
    return !takesCalls() && calls.isEmpty();
  }

  /** Whether there is no need for its process, which was just started. */
  synchronized boolean isUnwanted() {
    return isEnding() || life.wasEnded();
  }

  synchronized boolean wasConnected() {
    return outbox.isOpen();
  }

  /** What it ended of, for people; null while it runs, and if it was not needed any more. */
  synchronized @Nullable String failure() {
    return failure;
  }

  /** False if it ended before the code of any function was loaded. */
  synchronized boolean wasLoaded() {
    return calls.wasCodeLoaded();
  }

  /** Whether it was given a call at all, and none was answered. */
  synchronized boolean answeredNothing() {
    return calls.answeredNothing();
  }

  /** When it was last called or answered; to be compared. */
  synchronized long usedNanos() {
    return calls.usedNanos();
  }

  /** From when it was made to when it was last called or answered. */
  Duration inUseFor() {
    return Duration.ofNanos(usedNanos() - madeNanos);
  }

  synchronized boolean isIdle() {
    return takesCalls() && calls.isEmpty();
  }

  /** Whether it may be given calls. */
  synchronized boolean takesCalls() {
    return life.takesCalls();
  }

  /** Makes it that function's own. */
  synchronized void assign(Function assigned) {
    function = assigned;
  }

  /** Makes it the group's, for good. */
  void join(Group joined) {
    group = joined;
  }

  /** Gives it a call; false if it takes none any more. */
  boolean take(WorkerCall call) {
    WorkerCalls.Added added;
    synchronized (this) {
      if (!takesCalls()) {
        return false;
      }
      added = calls.add(call);
    }
    int id = added.id();
    var _ =
        call.result()
            .whenComplete(
                (result, failure) -> {
                  if (call.result().isCancelled() && forget(id) != null) {
                    sendOrKeep(new Message.Cancel(id));
                  }
                });
    Message.Call message = added.message();
    if ((message == null || !sendOrKeep(message)) && forget(id) != null) {
      // What depends on the result must not run here, in the middle of the pool's work.
      Thread.ofVirtual().start(() -> call.fail(429, TOO_FAST));
    }
    return true;
  }

  /** Has a function forgotten that runs no call. */
  synchronized void forgetFunction(Key key) {
    calls.forgetFunction(key);
  }

  /** Has the functions forgotten that nobody called for so long. */
  synchronized void forgetUnused(Duration kept) {
    calls.forgetUnused(kept);
  }

  /** Without the lock, as many send at once. */
  private boolean sendOrKeep(Message message) {
    Connection to;
    synchronized (this) {
      to = outbox.connection();
      if (to == null) {
        return outbox.send(message);
      }
    }
    return send(to, message);
  }

  private boolean send(Connection to, Message message) {
    if (!(message instanceof Message.Call call)) {
      return to.send(message);
    }
    WorkerCall sent;
    synchronized (this) {
      sent = calls.get(call.call());
    }
    if (sent == null) {
      return true; // It was cancelled meanwhile.
    }
    sent.sent();
    boolean taken = to.send(message);
    if (sent.result().isCancelled()) {
      to.send(new Message.Cancel(call.call())); // The one before may have been too early.
    }
    return taken;
  }

  /** Removes its call of that id, and returns it; null if it is not there. */
  synchronized @Nullable WorkerCall forget(int id) {
    return calls.remove(id);
  }

  /** Takes no more calls, and ends when it has answered those it has. */
  void retire() {
    boolean idle;
    synchronized (this) {
      life.advanceTo(Stage.DRAINING);
      idle = calls.isEmpty();
    }
    if (idle) {
      dismiss();
    }
  }

  /** Ends the worker if it has no calls; false if it has. */
  boolean retireIfIdle() {
    synchronized (this) {
      if (!isIdle()) {
        return false;
      }
      life.advanceTo(Stage.DRAINING);
    }
    dismiss();
    return true;
  }

  /** Ends the worker, as nobody needs it any more. */
  void dismiss() {
    end(Reason.DISMISSED, "");
  }

  /**
   * Ends the worker.
   *
   * @param fault what its calls are told it did
   */
  void end(Reason reason, String fault) {
    synchronized (this) {
      life.end(reason, fault);
    }
    process.destroy();
  }

  // ---- What it says, on the thread of its connection ----

  /** It said hello: it is sent what was kept for it. */
  void sendKept() {
    var refused = new ArrayList<WorkerCall>();
    synchronized (this) {
      List<Message> first = outbox.open();
      Connection own = Objects.requireNonNull(outbox.connection());
      life.advanceTo(Stage.WARMING);
      // Under the lock, so that nothing sent later overtakes.
      for (Message message : first) {
        if (!send(own, calls.ofNow(message)) && message instanceof Message.Call call) {
          Optional.ofNullable(calls.remove(call.call())).ifPresent(refused::add);
        }
      }
    }
    refused.forEach(call -> call.fail(429, TOO_FAST));
  }

  /** A stage of its life begins; false if it had gone that far or further. */
  synchronized boolean advanceTo(Stage next) {
    return life.advanceTo(next);
  }

  synchronized void codeLoaded() {
    calls.codeLoaded();
  }

  /** It answers a call; true if it is the first. */
  synchronized boolean noteAnswer() {
    return calls.noteAnswer();
  }

  /** Its call of that id; null if there is none, or none any more. */
  synchronized @Nullable WorkerCall call(int id) {
    return calls.get(id);
  }

  /** Whether it ever had a call of that id. */
  synchronized boolean wasGiven(int id) {
    return calls.wasGiven(id);
  }

  /** The function it knows by that id, if it has a call of it; else null. */
  synchronized @Nullable Function calledFunction(int id) {
    return calls.calledFunction(id);
  }

  /** It has connected, and has said nothing yet. */
  synchronized void connect(Connection made) {
    outbox.connect(made);
  }

  /** Null before it said hello. */
  synchronized @Nullable Connection connection() {
    return outbox.connection();
  }

  // ---- What is looked at four times a second, by one thread ----

  /** Ends the calls that are late, and the worker that let them be, hangs or does not come up. */
  void watch() {
    watch.look();
  }

  /** The calls that are late. If it was sent them, it gets no more. */
  synchronized WorkerCalls.Late takeLate() {
    WorkerCalls.Late late = calls.takeLate();
    if (late.sent() && !late.calls().isEmpty()) {
      life.advanceTo(Stage.DRAINING);
    }
    return late;
  }

  /** Takes back the calls that have waited longer than that for it to connect. */
  synchronized List<WorkerCall> takeTired(Duration patience) {
    return calls.takeTired(patience);
  }

  /** Whether it was to end once its calls are answered, and they are. */
  synchronized boolean isDrained() {
    return life.stage() == Stage.DRAINING && calls.isEmpty();
  }

  // ---- Its life ----

  /** It could not be started at all. */
  void failedToStart(String why) {
    synchronized (this) {
      failure = why;
    }
    tell(new WorkerEnd(500, "Runtime.StartFailed", why, true, false), null);
  }

  /** Its process has ended, and all it said was heard. */
  void ended(int code) {
    WorkerEnd end;
    Culprit culprit;
    Started gone = process.started();
    synchronized (this) {
      end =
          WorkerEnd.of(
              plan, code, life.fault(), outbox.isOpen(), life.wasEndedFor(Reason.START_FAILED));
      failure = life.wasEndedFor(Reason.DISMISSED) ? null : end.message();
      culprit = plan.shared() && gone != null ? Culprit.of(gone.pulse(), code, life, calls) : null;
    }
    tell(end, culprit);
  }

  /** Tells the calls it has not answered, or has them placed again. */
  private void tell(WorkerEnd end, @Nullable Culprit culprit) {
    Map<Integer, WorkerCall> unanswered;
    synchronized (this) {
      if (!life.advanceTo(Stage.ENDED)) {
        return;
      }
      unanswered = calls.removeAll();
    }
    if (culprit != null) {
      listener.blamed(this, culprit.function());
    }
    listener.ended(this);
    new UnansweredCalls(this, end, culprit, listener).settle(unanswered);
  }

  @Override
  public String toString() {
    Function own = function();
    return own == null ? "A worker of many functions" : "The worker of " + own;
  }
}
