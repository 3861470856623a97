package dev.impuls.engine.pool;

import dev.impuls.engine.pool.Launcher.Started;
import dev.impuls.engine.pool.WorkerLife.Reason;
import dev.impuls.invoke.InvocationResult.InvocationError;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a worker again and again: ends its late calls, and the worker that let them be late,
 * hangs or does not come up. Used by one thread, without a lock.
 */
final class WorkerWatch {
  private static final Logger log = LoggerFactory.getLogger(WorkerWatch.class);

  private final Worker worker;
  private final WorkerListener listener;
  private final StartLimits startLimits;
  private final StartWatch startWatch;
  private final PulseWatch pulseWatch;

  WorkerWatch(Worker worker, StartLimits startLimits, WorkerListener listener) {
    this.worker = worker;
    this.listener = listener;
    this.startLimits = startLimits;
    long now = System.nanoTime();
    this.startWatch = new StartWatch(startLimits, now);
    this.pulseWatch = new PulseWatch(now);
  }

  void look() {
    lookAtCalls();
    lookAtPulse();
  }

  private void lookAtCalls() {
    WorkerCalls.Late late = worker.takeLate();
    if (late.sent() && !late.calls().isEmpty()) {
      endForLate(late.calls());
      return;
    }
    late.calls().forEach(WorkerCall::timeOut); // Their time began in another worker.
    // The last call may have been cancelled, of which no answer tells.
    if (worker.isDrained()) {
      worker.dismiss();
    } else if (worker.isStarting() && startWatch.isDue(System.nanoTime())) {
      lookAtStart();
    }
  }

  private void endForLate(List<WorkerCall> late) {
    log.warn("{} does not answer, and is ended", worker);
    if (worker.plan().shared() && pulseWatch.beats(System.nanoTime())) {
      late.forEach(call -> listener.blamed(worker, call.key()));
    }
    late.forEach(WorkerCall::timeOut); // Before its end is what they are told.
    worker.end(Reason.KILLED, "did not answer another call in time");
  }

  private void lookAtStart() {
    Started started = worker.process().started();
    Duration used = started == null ? Duration.ZERO : StartWatch.processorTime(started.process());
    long now = System.nanoTime();
    String wrong = startWatch.look(used, now);
    if (!worker.isStarting()) {
      return; // It is there after all.
    }
    if (wrong != null) {
      worker.end(Reason.START_FAILED, wrong);
      return;
    }
    var error = new InvocationError("Runtime.StartFailed", startWatch.goesOn(now), "");
    worker.takeTired(startLimits.patience()).forEach(call -> call.fail(500, error));
  }

  /** One that is a function's own ends itself where it only collects garbage. */
  private void lookAtPulse() {
    Started started = worker.process().started();
    if (started == null
        || !worker.plan().shared()
        || !worker.wasConnected()
        || worker.process().hasExited()) {
      return;
    }
    String wrong =
        pulseWatch.look(
            started.pulse().beats(),
            () -> StartWatch.processorTime(started.process()),
            System.nanoTime());
    if (wrong != null) {
      log.warn("{} {}, and is ended", worker, wrong);
      worker.end(Reason.SILENT, wrong);
    }
  }
}
