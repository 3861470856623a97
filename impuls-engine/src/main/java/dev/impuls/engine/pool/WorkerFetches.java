package dev.impuls.engine.pool;

import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.Fetcher.Outcome;
import dev.impuls.invoke.Fetcher.Request;
import java.net.ProtocolException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The requests of one call that its process has made and that are under way. */
final class WorkerFetches {
  private final Fetcher fetcher;
  private final Map<Integer, CompletableFuture<Outcome>> underWay = new HashMap<>();
  private boolean begun;
  private boolean closed;

  WorkerFetches(Fetcher fetcher) {
    this.fetcher = fetcher;
  }

  /**
   * Makes a request.
   *
   * @param answered hears what came of it, on any thread and without a lock; not if it was ended
   * @throws ProtocolException if a process must not make it
   */
  void begin(int id, Request request, Consumer<Outcome> answered) throws ProtocolException {
    if (request.headerBytes() > Fetcher.MOST_HEADER_BYTES
        || (request.body() != null && request.body().remaining() > Fetcher.MOST_BODY_BYTES)) {
      throw new ProtocolException("a request is larger than it may be");
    }
    synchronized (this) {
      if (closed) {
        return; // The process does not know yet that the call is over.
      }
      begun = true;
      if (underWay.containsKey(id) || underWay.size() >= Fetcher.MOST_AT_ONCE) {
        throw new ProtocolException("a call has more requests under way than it may");
      }
    }
    // Messages of a process come one after the other, so nothing else begins meanwhile.
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
      return;
    }
    var _ =
        future.whenComplete(
            (outcome, failure) -> {
              if (outcome != null && remove(id, future)) {
                answered.accept(outcome);
              }
            });
  }

  private synchronized boolean remove(int id, CompletableFuture<Outcome> future) {
    return underWay.remove(id, future);
  }

  /** Whether any was made, whatever came of it. */
  synchronized boolean hasBegun() {
    return begun;
  }

  /** Ends a request; it may have been answered meanwhile. */
  void cancel(int id) {
    CompletableFuture<Outcome> ended;
    synchronized (this) {
      ended = underWay.remove(id);
    }
    if (ended != null) {
      ended.cancel(true);
    }
  }

  /** Ends all, for good. */
  void close() {
    List<CompletableFuture<Outcome>> ended;
    synchronized (this) {
      closed = true;
      ended = List.copyOf(underWay.values());
      underWay.clear();
    }
    ended.forEach(future -> future.cancel(true));
  }
}
