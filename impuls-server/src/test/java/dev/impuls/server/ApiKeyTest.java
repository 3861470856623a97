package dev.impuls.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.impuls.client.RemoteFunctionStore;
import dev.impuls.client.RemoteInvoker;
import dev.impuls.invoke.Invocation;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.Samples;
import dev.impuls.store.StoreUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of a server behind a proxy that lets in who shows a key. */
class ApiKeyTest {
  private static final String KEY = "s3cret.Key_~+/-==";

  @TempDir private Path directory;
  private RunningServer server;
  private HttpServer proxy;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws IOException {
    server = new RunningServer(directory);
    proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    proxy.createContext("/", this::pass);
    proxy.start();
  }

  @AfterEach
  void stop() {
    proxy.stop(0);
    client.close();
    server.close();
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      String shown = exchange.getRequestHeaders().getFirst("Authorization");
      if (!("Bearer " + KEY).equals(shown)) {
        exchange.sendResponseHeaders(shown == null ? 401 : 403, 0);
        exchange.getResponseBody().write("<h1>No</h1>".getBytes(StandardCharsets.UTF_8));
        return;
      }
      HttpRequest.Builder request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + server.port() + exchange.getRequestURI()))
              .method(
                  exchange.getRequestMethod(),
                  HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
      String type = exchange.getRequestHeaders().getFirst("Content-Type");
      if (type != null) {
        request.header("Content-Type", type);
      }
      HttpResponse<byte[]> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private URI uri() {
    return URI.create("http://127.0.0.1:" + proxy.getAddress().getPort());
  }

  @Test
  void whoShowsItIsLetIn() throws Exception {
    try (var store = RemoteFunctionStore.open(uri(), KEY);
        var invoker = RemoteInvoker.open(uri(), KEY)) {
      var made = store.create(Samples.draft("hello"));
      assertThat(store.list(FunctionQuery.ALL).functions()).hasSize(1);
      assertThat(store.status().outage()).isNull();
      assertThat(invoker.invoke(new Invocation("1", made, "{}")).get().statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whoHasNoneIsToldToShowOne() {
    try (var store = RemoteFunctionStore.open(uri())) {
      assertThatThrownBy(() -> store.get("hello"))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessage(uri() + " asks for an API key");
      assertThat(store.status().outage()).isEqualTo(uri() + " asks for an API key");
    }
  }

  @Test
  void whoHasAWrongOneIsToldSoWithoutIt() {
    try (var store = RemoteFunctionStore.open(uri(), "wrong")) {
      assertThatThrownBy(() -> store.list(FunctionQuery.ALL))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessage(uri() + " does not let the holder of the API key do that");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\r\nX: y", "ä", "=a"})
  void whatCanBeNoKeyIsRefusedWithoutTellingIt(String key) {
    assertThatThrownBy(() -> RemoteFunctionStore.open(uri(), key))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the key must be of");
  }
}
