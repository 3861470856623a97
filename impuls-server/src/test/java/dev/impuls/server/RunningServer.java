package dev.impuls.server;

import dev.impuls.invoke.Limits;
import dev.impuls.invoke.js.JsInvoker;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real server on real files and the real engine, and a client to talk to it. */
public final class RunningServer implements AutoCloseable {
  public static final String FUNCTIONS = "/api/v1/functions";
  private static final JsonMapper JSON = new JsonMapper();

  private final FileFunctionStore store;
  private final JsInvoker invoker;
  private final ImpulsServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  public RunningServer(Path directory) {
    this(directory, Limits.DEFAULT);
  }

  public RunningServer(Path directory, Limits limits) {
    store = FileFunctionStore.open(new FileStoreSettings(directory, false));
    invoker = new JsInvoker(limits, Clock.systemUTC());
    server = new ImpulsServer("127.0.0.1", 0, store, invoker, "test");
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What came back. */
  public record Answer(int status, Map<String, String> headers, String body) {
    public JsonNode json() {
      return JSON.readTree(body);
    }

    public @Nullable String header(String name) {
      return headers.get(name.toLowerCase(java.util.Locale.ROOT));
    }
  }

  public int port() {
    return server.port();
  }

  public FileFunctionStore store() {
    return store;
  }

  public Answer get(String path, String... headers) {
    return send("GET", path, BodyPublishers.noBody(), headers);
  }

  public Answer delete(String path, String... headers) {
    return send("DELETE", path, BodyPublishers.noBody(), headers);
  }

  /** Sends JSON. */
  public Answer send(String method, String path, String json, String... headers) {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 0, headers.length);
    all[headers.length] = "Content-Type";
    all[headers.length + 1] = "application/json";
    return send(method, path, BodyPublishers.ofString(json), all);
  }

  public Answer send(String method, String path, BodyPublisher body, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      var names = new java.util.HashMap<String, String>();
      response
          .headers()
          .map()
          .forEach(
              (name, values) ->
                  names.put(name.toLowerCase(java.util.Locale.ROOT), String.join(", ", values)));
      return new Answer(response.statusCode(), names, response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Creates a function of that code. */
  public Answer create(String name, String code) {
    return send("POST", FUNCTIONS, draft(name, code));
  }

  public Answer invoke(String name, String event) {
    return send("POST", FUNCTIONS + "/" + name + "/invoke", event);
  }

  public static String draft(String name, String code) {
    return JSON.writeValueAsString(
        Map.of("name", name, "runtime", "nodejs22", "handler", "index.handler", "code", code));
  }

  @Override
  public void close() {
    client.close();
    server.close();
    invoker.close();
    store.close();
  }
}
