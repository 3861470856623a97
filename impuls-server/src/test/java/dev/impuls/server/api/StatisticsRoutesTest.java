package dev.impuls.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.impuls.client.RemoteFunctionStore;
import dev.impuls.client.RemoteInvoker;
import dev.impuls.engine.InvokerSettings;
import dev.impuls.engine.Invokers;
import dev.impuls.engine.Isolation;
import dev.impuls.invoke.InvocationStatistics;
import dev.impuls.server.ApiClient;
import dev.impuls.server.ApiClient.Answer;
import dev.impuls.server.ImpulsServer;
import dev.impuls.server.RunningServer;
import dev.impuls.store.StoreStatus.PoolUse;
import dev.impuls.store.StoreUnavailableException;
import dev.impuls.store.postgres.TestSchema;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS) // One server for all.
class StatisticsRoutesTest {
  private static final String PATH = "/api/v1/statistics";

  private RunningServer server;

  @BeforeAll
  void start(@TempDir Path directory) {
    server = new RunningServer(directory);
    server.create("good", "exports.handler = async () => 1;");
    server.create("bad", "exports.handler = async () => { throw new Error('no'); };");
    server.invoke("good", "{}");
    server.invoke("good", "{}");
    server.invoke("bad", "{}");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void callsAreCounted() {
    Answer answer = server.get(PATH);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    var json = answer.json();
    assertThat(json.get("calls").intValue()).isEqualTo(3);
    assertThat(json.get("failed").intValue()).isEqualTo(1);
    assertThat(json.get("running").intValue()).isZero();
    assertThat(json.get("minutes").size()).isEqualTo(60);
    var good = json.get("functions").get(0);
    assertThat(good.get("name").stringValue()).isEqualTo("good");
    assertThat(good.get("calls").intValue()).isEqualTo(2);
    assertThat(good.get("failed").intValue()).isZero();
    assertThat(good.get("median_ms").doubleValue())
        .isPositive()
        .isLessThanOrEqualTo(good.get("max_ms").doubleValue());
    assertThat(json.get("storage").size()).as("files have no pool").isZero();
  }

  @Test
  void itIsOnlyRead() {
    Answer head = server.send("HEAD", PATH, "");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    Answer post = server.send("POST", PATH, "{}");
    assertThat(post.status()).isEqualTo(405);
    assertThat(String.valueOf(post.header("Allow")).split(", ")).contains("GET", "HEAD");
  }

  @Test
  void aClientReadsThem() {
    try (var invoker = RemoteInvoker.open(URI.create("http://127.0.0.1:" + server.port()))) {
      InvocationStatistics read = invoker.statistics().orElseThrow();
      assertThat(read.calls()).isEqualTo(3);
      assertThat(read.minutes()).hasSize(60);
      assertThat(read.functions()).extracting(each -> each.name()).containsExactly("good", "bad");
    }
  }

  @Test
  void theUseOfConnectionsToADatabaseIsTold() throws Exception {
    try (var schema = TestSchema.make();
        var store = schema.open();
        var engine = Invokers.local(InvokerSettings.usual().withIsolation(Isolation.NONE));
        var counting = new ImpulsServer("127.0.0.1", 0, store, engine, "test")) {
      counting.start();
      String address = "http://127.0.0.1:" + counting.port();
      try (var client = new ApiClient(address);
          var remote = RemoteFunctionStore.open(URI.create(address))) {
        for (String path : List.of(PATH, "/health")) {
          var pool = client.get(path).json().get("storage").get("pool");
          assertThat(pool.get("active").intValue()).isZero();
          assertThat(pool.get("idle").intValue()).isBetween(1, 5);
          assertThat(pool.get("waiting").intValue()).isZero();
          assertThat(pool.get("most").intValue()).isEqualTo(5);
        }
        assertThat(remote.status().pool()).isNotNull().returns(5, PoolUse::most);
      }
    }
  }

  @Test
  void aClientOfAServerThatDoesNotCountHasNone() throws Exception {
    var other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext(
        "/",
        exchange -> {
          byte[] answer =
              "{\"error\":true,\"message\":\"There is nothing here\",\"code\":\"not_found\"}"
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(404, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    other.start();
    URI uri = URI.create("http://127.0.0.1:" + other.getAddress().getPort());
    try (var invoker = RemoteInvoker.open(uri)) {
      assertThat(invoker.statistics()).isEmpty();
      other.stop(0);
      assertThatThrownBy(invoker::statistics)
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining(uri.toString());
    }
  }
}
