package dev.impuls.engine.pool;

import dev.impuls.engine.wire.Message;
import dev.impuls.function.Function;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The calls that a worker was given and has not answered, under the ids it knows them by, and the
 * functions it was given for them. Guarded by its worker.
 */
final class WorkerCalls {
  /**
   * A worker stops code itself when its time is up, and after a second ends itself if it cannot.
   */
  private static final Duration GRACE = Duration.ofMillis(1500);

  private final Map<Integer, WorkerCall> byId = new HashMap<>();
  private final LoadedFunctions loaded = new LoadedFunctions();
  private final Outbox outbox;
  private int lastId;
  private boolean answered;
  private boolean codeLoaded;
  private long usedNanos = System.nanoTime();

  /**
   * @param outbox of the same worker
   */
  WorkerCalls(Outbox outbox) {
    this.outbox = outbox;
  }

  /**
   * A call that was added.
   *
   * @param message what is to be sent; null if the function did not get through before
   */
  record Added(int id, Message.@Nullable Call message) {}

  /** Adds a call; what it needs to be told before is sent here, so nothing overtakes that. */
  Added add(WorkerCall call) {
    int id = ++lastId;
    byId.put(id, call);
    usedNanos = System.nanoTime();
    return new Added(id, message(id, call));
  }

  private Message.@Nullable Call message(int id, WorkerCall call) {
    var entry = loaded.use(call.key(), usedNanos);
    if (entry.isNew() && !outbox.send(new Message.Load(entry.id(), call.function()))) {
      var _ = loaded.remove(call.key());
      return null;
    }
    return new Message.Call(
        id,
        entry.id(),
        call.millisLeft(),
        call.invocation().requestId(),
        call.invocation().event());
  }

  /** The call of that id; null if there is none, or none any more. */
  @Nullable WorkerCall get(int id) {
    return byId.get(id);
  }

  /** Whether there ever was a call of that id. */
  boolean wasGiven(int id) {
    return id >= 1 && id <= lastId;
  }

  boolean isEmpty() {
    return byId.isEmpty();
  }

  /** Removes a call, and returns it; null if it is not there. */
  @Nullable WorkerCall remove(int id) {
    usedNanos = System.nanoTime();
    return byId.remove(id);
  }

  /** Removes and returns all; nothing that was kept for them is sent any more. */
  Map<Integer, WorkerCall> removeAll() {
    Map<Integer, WorkerCall> all = Map.copyOf(byId);
    byId.clear();
    outbox.clear();
    return all;
  }

  /**
   * Calls whose time is up.
   *
   * @param sent whether the worker was sent them; else it will not be any more
   */
  record Late(List<WorkerCall> calls, boolean sent) {}

  /** The calls that are late; those that were not sent yet are removed. */
  Late takeLate() {
    boolean sent = outbox.isOpen();
    Duration grace = sent ? GRACE : Duration.ZERO;
    List<WorkerCall> late = matching(call -> call.isLateBy(grace));
    if (!sent) {
      takeBack(late);
    }
    return new Late(late, sent);
  }

  /** Removes and returns the calls that were not sent yet and came longer ago than that. */
  List<WorkerCall> takeTired(Duration patience) {
    if (outbox.isOpen()) {
      return List.of();
    }
    List<WorkerCall> tired = matching(call -> call.age().compareTo(patience) > 0);
    takeBack(tired);
    return tired;
  }

  private List<WorkerCall> matching(Predicate<WorkerCall> wanted) {
    return byId.values().stream().filter(wanted).toList();
  }

  private void takeBack(List<WorkerCall> some) {
    byId.values().removeAll(some);
    outbox.retainCalls(byId.keySet());
  }

  /** The same with the time a call has left now, some of which has passed while it was kept. */
  Message ofNow(Message message) {
    if (!(message instanceof Message.Call call)) {
      return message;
    }
    WorkerCall waited = byId.get(call.call());
    return waited == null ? call : call.withMillisLeft(waited.millisLeft());
  }

  /** When the worker was last called or answered; to be compared. */
  long usedNanos() {
    return usedNanos;
  }

  /** The worker answers a call; true if it is the first. */
  boolean noteAnswer() {
    boolean first = !answered;
    answered = true;
    return first;
  }

  /** Whether there was a call at all, and none was answered. */
  boolean answeredNothing() {
    return lastId > 0 && !answered;
  }

  // ---- Functions ----

  /** The worker has loaded the code of a function. */
  void codeLoaded() {
    codeLoaded = true;
  }

  boolean wasCodeLoaded() {
    return codeLoaded;
  }

  /** The function that the worker knows by that id; null if there is none, or none any more. */
  @Nullable Key function(int id) {
    return loaded.of(id);
  }

  /** The same if a call of it is there. */
  @Nullable Function calledFunction(int id) {
    Key key = loaded.of(id);
    return byId.values().stream()
        .filter(call -> call.key().equals(key))
        .map(WorkerCall::function)
        .findAny()
        .orElse(null);
  }

  /** Has a function forgotten that no call is of. */
  void forgetFunction(Key key) {
    Integer id = loaded.remove(key);
    if (id != null) {
      var _ = outbox.send(new Message.Forget(id)); // Else it is forgotten with the worker.
    }
  }

  /** Has the functions forgotten that nobody called for so long. */
  void forgetUnused(Duration kept) {
    long longAgo = System.nanoTime() - kept.toNanos();
    var running = byId.values().stream().map(WorkerCall::key).toList();
    for (int id : loaded.takeUnusedSince(longAgo, running)) {
      var _ = outbox.send(new Message.Forget(id)); // Else it is forgotten with the worker.
    }
  }
}
