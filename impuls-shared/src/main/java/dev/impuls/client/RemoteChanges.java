package dev.impuls.client;

import dev.impuls.function.FunctionSummary;
import dev.impuls.store.Change;
import dev.impuls.store.StoreException;
import dev.impuls.store.StoreUnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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
import tools.jackson.core.JacksonException;

/**
 * Hears of a server's changes: by its stream of events, which is taken up where it broke off. When
 * the server cannot tell what was missed, all functions are compared with what was known.
 */
final class RemoteChanges implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RemoteChanges.class);

  /** Three of the server's heartbeats. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);

  private static final Duration RETRY_AFTER = Duration.ofMillis(500);

  private final Api api;
  private final Supplier<List<FunctionSummary>> functions;
  private final Consumer<Change> listener;
  private final Map<String, @Nullable FunctionSummary> known = new HashMap<>();
  private final Thread reader;
  private final Thread watch;

  private @Nullable String lastId;
  private volatile @Nullable InputStream stream;
  private volatile long heardNanos = System.nanoTime();
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
    InputStream first = connect();
    try {
      functions.get().forEach(function -> known.put(function.name(), function));
    } catch (RuntimeException e) {
      closeQuietly(first);
      throw e;
    }
    reader = Thread.ofVirtual().name("impuls-remote-changes").start(() -> run(first));
    watch = Thread.ofVirtual().name("impuls-remote-watch").start(this::watch);
  }

  private InputStream connect() {
    HttpRequest.Builder request =
        api.request("/api/v1/events").header("Accept", "text/event-stream");
    if (lastId != null) {
      request.header("Last-Event-ID", lastId);
    }
    HttpResponse<InputStream> response = api.send(request.GET().build());
    if (response.statusCode() != 200) {
      throw RemoteErrors.of(api, response, "") instanceof StoreException e ? e : api.foreign(null);
    }
    heardNanos = System.nanoTime();
    stream = response.body();
    return response.body();
  }

  private void run(InputStream first) {
    InputStream next = first;
    while (!closed) {
      try (InputStream in = next) {
        read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
      } catch (IOException | UncheckedIOException | StoreException e) {
        log.debug("The stream of {} broke off", api.base(), e);
      }
      next = connectAgain();
    }
  }

  private InputStream connectAgain() {
    while (!closed) {
      try {
        TimeUnit.NANOSECONDS.sleep(RETRY_AFTER.toNanos());
        return connect();
      } catch (StoreException e) {
        log.debug("{} cannot be heard yet", api.base(), e);
      } catch (InterruptedException e) {
        break; // Told to close.
      }
    }
    return InputStream.nullInputStream();
  }

  /** Ends a connection on which nothing comes any more. */
  private void watch() {
    try {
      while (!closed) {
        TimeUnit.SECONDS.sleep(1);
        InputStream listening = stream;
        if (listening != null && System.nanoTime() - heardNanos > LONGEST_SILENCE.toNanos()) {
          closeQuietly(listening);
        }
      }
    } catch (InterruptedException e) {
      // Told to close.
    }
  }

  /**
   * Reads events until the stream ends; the format is that of WHATWG HTML, "Server-sent events".
   */
  private void read(BufferedReader in) throws IOException {
    String event = "";
    String id = null;
    String data = "";
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      heardNanos = System.nanoTime();
      if (line.isEmpty()) {
        if (id != null) {
          heard(event, data);
          lastId = id;
        }
        event = "";
        id = null;
        data = "";
      } else if (line.startsWith("event: ")) {
        event = line.substring("event: ".length());
      } else if (line.startsWith("id: ")) {
        id = line.substring("id: ".length());
      } else if (line.startsWith("data: ")) {
        data = line.substring("data: ".length());
      }
    }
  }

  private void heard(String event, String data) {
    switch (event) {
      case "created", "updated", "deleted" -> {
        String name;
        try {
          name = Api.JSON.readTree(data).path("name").asString("");
        } catch (JacksonException e) {
          throw api.foreign(e);
        }
        var kind = Change.Kind.valueOf(event.toUpperCase(Locale.ROOT));
        if (kind == Change.Kind.DELETED) {
          known.remove(name);
        } else {
          known.put(name, null); // As what, is only asked if something is missed.
        }
        listener.accept(new Change(kind, name));
      }
      case "reset" -> compare();
      default -> {} // Of a newer server.
    }
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

  private static void closeQuietly(InputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      log.debug("A stream cannot be closed", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    reader.interrupt();
    watch.interrupt();
    InputStream listening = stream;
    if (listening != null) {
      closeQuietly(listening);
    }
  }
}
