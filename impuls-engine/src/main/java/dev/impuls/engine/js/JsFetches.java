package dev.impuls.engine.js;

import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.Fetcher.Outcome;
import dev.impuls.invoke.Fetcher.Request;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one call that are under way. They are made and taken in the call's turns; they
 * come in by other threads; they are ended by who ends the call.
 */
final class JsFetches {
  private final Fetcher fetcher;
  private final Arrivals arrivals;
  private final Map<Integer, CompletableFuture<Outcome>> underWay = new HashMap<>();
  private final Deque<Arrived> arrived = new ArrayDeque<>();
  private boolean closed;

  JsFetches(Fetcher fetcher, Arrivals arrivals) {
    this.fetcher = fetcher;
    this.arrivals = arrivals;
  }

  /** Hears of what has arrived. */
  interface Arrivals {
    /**
     * Something has; called on any thread and without a lock.
     *
     * @param bytes what it takes
     * @param allBytes what everything takes that has arrived and was not taken yet
     */
    void arrived(long bytes, long allBytes);
  }

  /** What has come of a request. */
  record Arrived(int id, Outcome outcome) {}

  /**
   * Makes a request; false if there are too many.
   *
   * @param id not used before
   */
  boolean begin(int id, Request request) {
    synchronized (this) {
      if (closed) {
        return true; // The call is over, and nobody waits.
      }
      if (underWay.size() >= Fetcher.MOST_AT_ONCE) {
        return false;
      }
    }
    CompletableFuture<Outcome> future = fetcher.fetch(request);
    boolean late;
    synchronized (this) {
      late = closed;
      if (!late) {
        underWay.put(id, future);
      }
    }
    if (late) {
      future.cancel(true);
    } else {
      // After it was put there, as it may have come already.
      var _ =
          future.whenComplete(
              (outcome, failure) -> {
                if (outcome != null) {
                  arrive(new Arrived(id, outcome));
                }
              });
    }
    return true;
  }

  private void arrive(Arrived one) {
    long all;
    synchronized (this) {
      if (!underWay.containsKey(one.id())) {
        return; // It is not wanted any more.
      }
      arrived.add(one);
      all = arrived.stream().mapToLong(each -> each.outcome().bodyBytes()).sum();
    }
    arrivals.arrived(one.outcome().bodyBytes(), all);
  }

  /** Ends a request whose answer is not wanted any more. */
  void abort(int id) {
    CompletableFuture<Outcome> ended;
    synchronized (this) {
      ended = underWay.remove(id);
      arrived.removeIf(one -> one.id() == id);
    }
    if (ended != null) {
      ended.cancel(true);
    }
  }

  /** What arrived first, or null if nothing did. */
  synchronized @Nullable Arrived take() {
    Arrived first = arrived.poll();
    if (first != null) {
      underWay.remove(first.id());
    }
    return first;
  }

  synchronized boolean hasArrived() {
    return !arrived.isEmpty();
  }

  /** True if nothing is under way, and nothing that arrived was not taken. */
  synchronized boolean isEmpty() {
    return underWay.isEmpty();
  }

  /** Ends all, for good. Called by any thread, without a lock. */
  void close() {
    List<CompletableFuture<Outcome>> ended;
    synchronized (this) {
      closed = true;
      ended = List.copyOf(underWay.values());
      underWay.clear();
      arrived.clear();
    }
    ended.forEach(future -> future.cancel(true));
  }
}
