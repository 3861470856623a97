package dev.impuls.client;

import dev.impuls.function.FunctionSummary;
import dev.impuls.store.Change;
import dev.impuls.store.StoreException;
import dev.impuls.store.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of a server's changes: by its stream of events, which is taken up where it broke off. When
 * the server cannot tell what was missed, all functions are compared with what was known.
 */
final class RemoteChanges implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RemoteChanges.class);

  private static final Duration RETRY_AFTER = Duration.ofMillis(500);

  private final Api api;
  private final Supplier<List<FunctionSummary>> functions;
  private final Consumer<Change> listener;
  private final Map<String, @Nullable FunctionSummary> known = new HashMap<>();
  private final Thread reader;

  private @Nullable String lastId;
  private boolean isFirst = true;
  private volatile @Nullable EventStream stream;
  private volatile boolean closed;

  /**
   * Connects, so that from now on nothing is missed.
   *
   * @param functions lists what there is
   * @throws StoreUnavailableException if the server cannot be reached
   */
  RemoteChanges(Api api, Supplier<List<FunctionSummary>> functions, Consumer<Change> listener) {
    this.api = api;
    this.functions = functions;
    this.listener = listener;
    EventStream first = connect();
    try {
      functions.get().forEach(function -> known.put(function.name(), function));
    } catch (RuntimeException e) {
      first.close();
      throw e;
    }
    reader = Thread.ofVirtual().name("impuls-remote-changes").start(() -> run(first));
  }

  private EventStream connect() {
    HttpRequest.Builder request = api.request("/api/v1/events").header("Accept", Api.EVENT_STREAM);
    if (lastId != null) {
      request.header("Last-Event-ID", lastId);
    }
    HttpResponse<InputStream> response = api.send(request.GET().build());
    if (response.statusCode() != 200) {
      throw RemoteErrors.of(api, response, "") instanceof StoreException e ? e : api.foreign(null);
    }
    return new EventStream(response.body());
  }

  private void run(EventStream first) {
    EventStream next = first;
    while (next != null) {
      try (EventStream events = next) {
        stream = events;
        if (!closed) {
          events.read(this::heard);
        }
      } catch (IOException | UncheckedIOException | StoreException e) {
        log.debug("The stream of {} broke off", api.base(), e);
      }
      next = connectAgain();
    }
  }

  private @Nullable EventStream connectAgain() {
    while (!closed) {
      try {
        TimeUnit.NANOSECONDS.sleep(RETRY_AFTER.toNanos());
        isFirst = false;
        return connect();
      } catch (StoreException e) {
        log.debug("{} cannot be heard yet", api.base(), e);
      } catch (InterruptedException e) {
        break; // Told to close.
      }
    }
    return null;
  }

  private void heard(EventStream.Event event) {
    switch (event.type()) {
      case "created", "updated", "deleted" -> {
        String name = api.json(event).path("name").asString("");
        var kind = Change.Kind.valueOf(event.type().toUpperCase(Locale.ROOT));
        if (kind == Change.Kind.DELETED) {
          known.remove(name);
        } else {
          known.put(name, null); // As what, is only asked if something is missed.
        }
        listener.accept(new Change(kind, name));
      }
      case "ready" -> {
        if (!isFirst) {
          compare(); // The stream before broke off before it said where it was.
        }
      }
      case "reset" -> compare();
      default -> {} // Of a newer server.
    }
    lastId = event.id();
  }

  private void compare() {
    Map<String, FunctionSummary> there = new HashMap<>();
    functions.get().forEach(function -> there.put(function.name(), function));
    for (String name : List.copyOf(known.keySet())) {
      if (!there.containsKey(name)) {
        listener.accept(new Change(Change.Kind.DELETED, name));
      }
    }
    there.forEach(
        (name, function) -> {
          if (!known.containsKey(name)) {
            listener.accept(new Change(Change.Kind.CREATED, name));
          } else if (!function.equals(known.get(name))) {
            listener.accept(new Change(Change.Kind.UPDATED, name));
          }
        });
    known.clear();
    known.putAll(there);
  }

  @Override
  public void close() {
    closed = true;
    reader.interrupt();
    EventStream listening = stream;
    if (listening != null) {
      listening.close();
    }
  }
}
