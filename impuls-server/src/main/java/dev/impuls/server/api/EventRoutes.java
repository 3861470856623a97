package dev.impuls.server.api;

import dev.impuls.store.Change;
import dev.impuls.store.FunctionStore;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code /api/v1/events}: changes as they are made, as server-sent events (WHATWG HTML,
 * "Server-sent events"). Each has an id, with which a client that was cut off goes on where it was.
 */
final class EventRoutes {
  private static final String PATH = "/api/v1/events";

  /** By which both sides notice that the other is gone. */
  private static final long HEARTBEAT_MILLIS = 5000;

  private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.UTF_8);

  private final FunctionStore store;
  private final ChangeLog log = new ChangeLog();
  private FunctionStore.@Nullable Subscription subscription;

  EventRoutes(FunctionStore store) {
    this.store = store;
  }

  void register(RoutesConfig routes) {
    routes.get(PATH, this::stream);
  }

  /** Only when somebody wants to hear, as a store may have to look at all it has before. */
  private synchronized void listen() {
    if (subscription == null) {
      subscription = store.subscribe(log::add);
    }
  }

  private void stream(Context ctx) {
    listen();
    String since = ctx.header("Last-Event-ID");
    long place = since == null ? log.end() : log.place(since);
    HttpServletResponse response = ctx.res();
    response.setStatus(200);
    response.setContentType(Exchange.EVENT_STREAM);
    try {
      OutputStream out = response.getOutputStream();
      if (since == null) {
        send(out, "ready", place, "{}");
      }
      out.flush();
      for (ChangeLog.Batch batch = log.read(place, HEARTBEAT_MILLIS);
          batch != null;
          batch = log.read(place, HEARTBEAT_MILLIS)) {
        send(out, batch);
        place = batch.place();
        out.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(OutputStream out, ChangeLog.Batch batch) throws IOException {
    if (batch.missed()) {
      send(out, "reset", batch.place(), "{}");
    } else if (batch.changes().isEmpty()) {
      out.write(HEARTBEAT);
    }
    long place = batch.place() - batch.changes().size();
    for (Change change : batch.changes()) {
      place++;
      String name = JsonMapper.shared().writeValueAsString(change.name());
      send(out, change.kind().name().toLowerCase(Locale.ROOT), place, "{\"name\":" + name + "}");
    }
  }

  private void send(OutputStream out, String event, long place, String data) throws IOException {
    String text = "event: " + event + "\nid: " + log.text(place) + "\ndata: " + data + "\n\n";
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Ends all streams, as the server is to stop. */
  synchronized void close() {
    log.close();
    if (subscription != null) {
      subscription.close();
    }
  }
}
