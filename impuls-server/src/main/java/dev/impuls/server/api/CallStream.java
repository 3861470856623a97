package dev.impuls.server.api;

import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.InvocationResult.LogRecord;
import dev.impuls.json.InvocationJson;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.util.IteratingCallback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * A call answered as server-sent events (WHATWG HTML, "Server-sent events"): what the function logs
 * when it logs it, then the result. Does not block. What is not sent yet is kept in memory; how
 * much that can be is bounded by what a call may log.
 */
final class CallStream {
  /** As often both sides notice that the other is gone. */
  private static final long BEAT_MILLIS = 1000;

  private static final byte[] BEAT = ":\n\n".getBytes(StandardCharsets.UTF_8);

  private final Exchange exchange;
  private final Scheduler scheduler;
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private final Writer writer = new Writer();
  private Scheduler.@Nullable Task beat;
  private boolean started;
  private boolean ended;

  CallStream(Exchange exchange, Scheduler scheduler) {
    this.exchange = exchange;
    this.scheduler = scheduler;
  }

  /** Is completed when what was to be sent could not be. */
  CompletableFuture<Void> gone() {
    return gone;
  }

  /** Begins the answer. */
  void start() {
    exchange.startEvents();
    synchronized (this) {
      started = true;
      pending.writeBytes(BEAT);
      beatLater();
    }
    writer.iterate();
  }

  private void beatLater() {
    beat = scheduler.schedule(this::beat, BEAT_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void beat() {
    synchronized (this) {
      if (ended) {
        return;
      }
      if (pending.size() == 0) {
        pending.writeBytes(BEAT);
      }
      beatLater();
    }
    writer.iterate();
  }

  private synchronized void beatNoMore() {
    ended = true;
    if (beat != null) {
      beat.cancel();
    }
  }

  /** Sends what was logged. */
  void log(LogRecord record) {
    send("log", json -> InvocationJson.write(json, record), false);
  }

  /** Sends how the call ended, which ends the answer. */
  void end(InvocationResult result) {
    send("result", json -> InvocationJson.write(json, result, exchange.requestId()), true);
  }

  /** Breaks the answer off. */
  void fail(Throwable e) {
    writer.abort(e);
  }

  private void send(String event, Consumer<JsonGenerator> data, boolean last) {
    var json = new ByteArrayOutputStream(256);
    Json.write(json, data);
    synchronized (this) {
      pending.writeBytes(("event: " + event + "\n").getBytes(StandardCharsets.UTF_8));
      json.toString(StandardCharsets.UTF_8)
          .lines()
          .forEach(
              line ->
                  pending.writeBytes(("data: " + line + "\n").getBytes(StandardCharsets.UTF_8)));
      pending.write('\n');
      ended |= last;
      if (!started) {
        return;
      }
    }
    writer.iterate();
  }

  /** Sends what is pending, one write after the other. */
  private final class Writer extends IteratingCallback {
    private boolean lastSent;

    @Override
    protected Action process() {
      ByteBuffer next;
      synchronized (CallStream.this) {
        if (lastSent) {
          return Action.SUCCEEDED;
        }
        if (pending.size() == 0) {
          return Action.IDLE;
        }
        next = ByteBuffer.wrap(pending.toByteArray());
        pending.reset();
        lastSent = ended;
      }
      exchange.write(lastSent, next, this);
      return Action.SCHEDULED;
    }

    @Override
    protected void onCompleteSuccess() {
      beatNoMore();
      exchange.succeeded();
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
      beatNoMore();
      exchange.failed(cause);
      gone.complete(null);
    }
  }
}
