package dev.impuls.engine.pool;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What failed of late with workers, and what has a pause for it. Guarded by the pool. */
final class BackOffs {
  private static final Logger log = LoggerFactory.getLogger(BackOffs.class);

  /** So many workers in a row may not start before there is a pause. */
  private static final int FREE_START_FAILURES = 1;

  /** So often in a row a function may die of events before there is a pause. */
  private static final int FREE_DEATHS = 3;

  private final Map<Key, BackOff> ofFunctions = new HashMap<>();

  /** Of functions whose next worker did not get warm; they are served all the same. */
  private final Map<Key, BackOff> ofMoves = new HashMap<>();

  private final BackOff ofStarts = new BackOff();

  /** Of those that connected and then did not get warm; calls go on being placed. */
  private final BackOff ofWarmUps = new BackOff();

  private String lastFailure = "";

  /** Why no worker is to be started now; null if one may. */
  @Nullable Refusal startRefusal() {
    return ofStarts.isOn() ? Refusal.startFailed(lastFailure, ofStarts.secondsLeft()) : null;
  }

  /** Whether one may be started that nobody waits for. */
  boolean mayStartUnasked() {
    return !ofStarts.isOn() && !ofWarmUps.isOn();
  }

  /** Why the function is not to have another worker of its own now; null if it may. */
  @Nullable Refusal functionRefusal(Key key) {
    BackOff backOff = ofFunctions.get(key);
    return backOff == null || !backOff.isOn()
        ? null
        : Refusal.afterEnds(backOff.failures(), backOff.secondsLeft());
  }

  /** Whether a worker may be started that the function is to move to. */
  boolean mayMove(Key key) {
    BackOff backOff = ofMoves.get(key);
    return !ofStarts.isOn() && (backOff == null || !backOff.isOn());
  }

  /** A worker has connected. */
  void connected() {
    ofStarts.reset();
  }

  /** A worker got warm. */
  void warm() {
    ofWarmUps.reset();
  }

  /** The function's own worker has answered. */
  void answered(Key key) {
    ofFunctions.remove(key);
  }

  /**
   * A worker ended that should not have.
   *
   * @param moved whether its function was to move there
   */
  void failed(Worker which, boolean moved) {
    var function = which.function();
    if (!which.wasConnected()) {
      ofStarts.failed(FREE_START_FAILURES);
      lastFailure = String.valueOf(which.failure());
      log.warn("A worker did not start: {}", lastFailure);
    } else if (function == null && !which.isWarm()) {
      ofWarmUps.failed(0);
      log.warn(
          "A worker did not get ready, {} in a row: {}", ofWarmUps.failures(), which.failure());
    } else if (function == null) {
      log.warn("A worker of many functions ended: {}", which.failure());
    } else if (moved) {
      ofMoves.computeIfAbsent(Key.of(function), key -> new BackOff()).failed(0);
      log.warn("The worker that {} was to move to ended: {}", function, which.failure());
    } else if (which.answeredNothing()) {
      // Dying of an event may be the event's fault; dying before any is the function's.
      ofFunctions
          .computeIfAbsent(Key.of(function), key -> new BackOff())
          .failed(which.wasLoaded() ? FREE_DEATHS : 0);
    }
  }

  /** Forgets those whose pause was over long ago. */
  void forgetOld() {
    ofFunctions.values().removeIf(BackOff::isForgotten);
    ofMoves.values().removeIf(BackOff::isForgotten);
  }
}
