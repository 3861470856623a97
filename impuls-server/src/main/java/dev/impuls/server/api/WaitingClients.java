package dev.impuls.server.api;

import dev.impuls.server.api.PatientConnector.PeekEndPoint;
import dev.impuls.server.api.PatientConnector.Peeked;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * The clients whose calls run. Twice a second it looks at those that wait for more than a second,
 * and cancels the calls of those that are gone.
 *
 * <p>A client that sends no more may have closed its connection or only its half of it, which looks
 * the same. So it is sent {@code 102 Processing} about each second, which a client ignores: to a
 * closed connection the second of them fails. HTTP/1.0 has no such thing; there, who sends no more
 * is taken to be gone. A client that sends its next request before it has its answer is not watched
 * any more.
 */
final class WaitingClients {
  private static final long LOOK_MILLIS = 500;
  private static final long WATCHED_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Set<Client> clients = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  /** Starts to look after them. */
  void start(Scheduler scheduler, Executor executor) {
    stopped = false;
    lookLater(scheduler, executor);
  }

  void stop() {
    stopped = true;
  }

  private void lookLater(Scheduler scheduler, Executor executor) {
    var _ =
        scheduler.schedule(
            () -> {
              long now = System.nanoTime();
              for (Client client : clients) {
                if (now - client.sinceNanos > WATCHED_AFTER_NANOS && client.isGone()) {
                  // Whoever waits for its place starts in that, too.
                  executor.execute(() -> client.call.cancel(true));
                }
              }
              if (!stopped) {
                lookLater(scheduler, executor);
              }
            },
            LOOK_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  /** A client waits for a call now; null if one cannot tell whether it still does. */
  @Nullable Client add(Request request, Response response, Future<?> call) {
    var connection = request.getConnectionMetaData();
    if (!(connection.getConnection().getEndPoint() instanceof PeekEndPoint endPoint)) {
      return null;
    }
    boolean canBeAsked = connection.getHttpVersion() == HttpVersion.HTTP_1_1;
    var client = new Client(endPoint, response, call, canBeAsked);
    clients.add(client);
    return client;
  }

  /** Waits for a call. */
  final class Client {
    private final long sinceNanos = System.nanoTime();
    private final PeekEndPoint endPoint;
    private final Response response;
    private final Future<?> call;
    private final boolean canBeAsked;
    private @Nullable CompletableFuture<Void> asked;
    private boolean justAsked;
    private boolean answered;

    Client(PeekEndPoint endPoint, Response response, Future<?> call, boolean canBeAsked) {
      this.endPoint = endPoint;
      this.response = response;
      this.call = call;
      this.canBeAsked = canBeAsked;
    }

    /** Answers it when nothing else is being sent; it is not looked at any more. */
    void answer(Runnable answer) {
      clients.remove(this);
      CompletableFuture<Void> pending;
      synchronized (this) {
        answered = true;
        pending = asked;
      }
      if (pending == null || pending.isDone()) {
        answer.run();
      } else {
        var _ = pending.whenComplete((sent, failure) -> answer.run());
      }
    }

    synchronized boolean isGone() {
      if (answered || (asked != null && !asked.isDone())) {
        return false;
      }
      if (asked != null && asked.isCompletedExceptionally()) {
        return true;
      }
      Peeked peeked;
      try {
        peeked = endPoint.peek();
      } catch (IOException e) {
        return true;
      }
      switch (peeked) {
        case NOTHING -> {}
        case MORE -> clients.remove(this);
        case END -> {
          if (!canBeAsked) {
            return true;
          }
          justAsked = !justAsked;
          if (justAsked) {
            asked = response.writeInterim(HttpStatus.PROCESSING_102, HttpFields.EMPTY);
          }
        }
      }
      return false;
    }
  }
}
