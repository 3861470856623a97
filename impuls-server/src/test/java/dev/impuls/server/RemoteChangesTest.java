package dev.impuls.server;

import static dev.impuls.store.Change.Kind.CREATED;
import static dev.impuls.store.Change.Kind.DELETED;
import static dev.impuls.store.Change.Kind.UPDATED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.impuls.client.RemoteFunctionStore;
import dev.impuls.store.Await;
import dev.impuls.store.Change;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.Heard;
import dev.impuls.store.Samples;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes on a server, as its clients hear of them. */
class RemoteChangesTest {
  private static final String ONE =
      """
      {"id":"6f1c3a54-3f5e-4b8e-9a51-0c8ad2b7a0f1","name":"one","description":"",
       "runtime":"nodejs22","handler":"index.handler","code_path":"","memory_mb":128,
       "timeout_sec":5,"created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}
      """;

  @TempDir private Path directory;

  private static RemoteFunctionStore client(int port) {
    return RemoteFunctionStore.open(URI.create("http://127.0.0.1:" + port));
  }

  /** The lines of so many events. */
  private static List<String> events(int port, int number, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/events"));
    if (headers.length > 0) {
      request.headers(headers);
    }
    var lines = new ArrayList<String>();
    try (var http = HttpClient.newHttpClient()) {
      var response = http.send(request.build(), BodyHandlers.ofInputStream());
      assertThat(response.headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/event-stream");
      try (var in = new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
        int left = number;
        while (left > 0) {
          String line = in.readLine();
          if (line.startsWith("data:")) {
            left--;
          }
          if (!line.isEmpty() && !line.startsWith(":")) {
            lines.add(line);
          }
        }
      }
      http.shutdownNow();
    }
    return lines;
  }

  @Test
  void aStreamIsTakenUpWhereItBrokeOff() throws Exception {
    try (var server = new RunningServer(directory)) {
      List<String> ready = events(server.port(), 1);
      assertThat(ready.getFirst()).isEqualTo("event: ready");
      String id = ready.get(1).substring("id: ".length());
      server.store().create(Samples.draft("a"));
      server.store().delete("a", null);

      List<String> missed = events(server.port(), 2, "Last-Event-ID", id);

      assertThat(missed)
          .filteredOn(line -> !line.startsWith("id:"))
          .containsExactly(
              "event: created",
              "data: {\"name\":\"a\"}",
              "event: deleted",
              "data: {\"name\":\"a\"}");
      assertThat(events(server.port(), 1, "Last-Event-ID", "of-another-1"))
          .first()
          .isEqualTo("event: reset");
    }
  }

  @Test
  void whatChangedWhileAServerWasAwayIsHeardOf() throws Exception {
    var heard = new Heard();
    int port;
    RemoteFunctionStore remote;
    try (var server = new RunningServer(directory)) {
      port = server.port();
      for (String name : List.of("stays", "changes", "goes")) {
        server.store().create(Samples.draft(name));
      }
      remote = client(port);
      remote.subscribe(heard);
    }
    try (remote) {
      Await.until("it is away", () -> remote.status().outage() != null);
      try (FunctionStore files = FileFunctionStore.open(new FileStoreSettings(directory, false))) {
        files.update("changes", Samples.code("x"), null);
        files.delete("goes", null);
        files.create(Samples.draft("comes"));
      }
      try (var server = new RunningServer(directory, port)) {
        heard.await(CREATED, "comes");
        heard.await(UPDATED, "changes");
        heard.await(DELETED, "goes");
        assertThat(heard.of("stays")).isEmpty();
        heard.clear();
        server.store().create(Samples.draft("later"));
        heard.await(CREATED, "later");
        assertThat(heard.all()).containsExactly(new Change(CREATED, "later"));
      }
    }
  }

  @Test
  void aServerStopsThoughItIsListenedTo() throws Exception {
    var server = new RunningServer(directory);
    try (var remote = client(server.port())) {
      remote.subscribe(new Heard());
      var stopped = Thread.ofVirtual().start(server::close);
      Await.until("it has stopped", java.time.Duration.ofSeconds(30), () -> !stopped.isAlive());
    }
  }

  @Test
  void whatChangedWhileAStreamBrokeOffThatHadSaidNothingIsHeardOf() throws Exception {
    var connected = new AtomicInteger();
    var listed = new AtomicInteger();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Thread::startVirtualThread);
    server.createContext(
        "/api/v1/events",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
          exchange.sendResponseHeaders(200, 0);
          if (connected.getAndIncrement() > 0) {
            exchange.getResponseBody().write("event: ready\nid: 1\ndata: {}\n\n".getBytes(UTF_8));
            exchange.getResponseBody().flush();
          } else {
            exchange.close();
          }
        });
    server.createContext(
        "/api/v1/functions",
        exchange -> {
          try (exchange) {
            String functions = listed.getAndIncrement() == 0 ? "" : ONE;
            byte[] body = "{\"functions\":[%s],\"total\":1}".formatted(functions).getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
    try (var remote = client(server.getAddress().getPort())) {
      var heard = new Heard();
      remote.subscribe(heard);
      heard.await(CREATED, "one");
    } finally {
      server.stop(0);
    }
  }
}
