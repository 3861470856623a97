package dev.impuls.engine.pool;

import dev.impuls.engine.wire.Pulse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of the calls that a worker has not answered when it ends: each is placed again, or
 * told why not.
 *
 * @param culprit who ended the worker; null if that is not known
 */
record UnansweredCalls(
    Worker worker, WorkerEnd end, @Nullable Culprit culprit, WorkerListener listener) {
  private static final Logger log = LoggerFactory.getLogger(UnansweredCalls.class);

  /**
   * Settles all, without a lock.
   *
   * @param calls by the ids the worker knew them by
   */
  void settle(Map<Integer, WorkerCall> calls) {
    calls.forEach(
        (id, call) -> {
          try {
            settle(id, call);
          } catch (RuntimeException e) { // Of who listens to its log: the others are told yet.
            log.error("A call could not be told of its worker's end", e);
            call.fail(end.status(), end.error(false));
          }
        });
  }

  private void settle(int id, WorkerCall call) {
    if (culprit != null && culprit.concerns(id, call)) {
      call.fail(
          culprit.cause() == Pulse.Cause.DOES_NOT_STOP ? 504 : 507,
          WorkerEnd.error(culprit.cause(), call));
    } else {
      placeAgainOrFail(call);
    }
  }

  private void placeAgainOrFail(WorkerCall call) {
    boolean shared = worker.plan().shared();
    boolean blameless = shared || end.ofAnother();
    if (end.again() ? call.mayBePlacedAgain() : blameless && call.mayRunAgain()) {
      listener.placeAgain(call);
      return;
    }
    if (blameless && call.millisLeft() <= 0) {
      call.timeOut();
      return;
    }
    if (shared && worker.wasConnected() && culprit == null && call.wasRunAgain()) {
      listener.blamed(worker, call.key()); // It ran each time that a worker ended.
    }
    call.fail(end.status(), end.error(blameless && call.fetches().hasBegun()));
  }
}
