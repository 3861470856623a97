package dev.impuls.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.impuls.client.RemoteFunctionStore;
import dev.impuls.store.StoreUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A store of a server that breaks. */
class RemoteFunctionStoreTest {
  @Test
  void whoClosesItWaitsForNoAnswerThatStops() throws Exception {
    var begun = new CountDownLatch(1);
    var goesOn = new CountDownLatch(1);
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write("{".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            begun.countDown();
            goesOn.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        });
    server.start();
    try {
      var store =
          RemoteFunctionStore.open(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
      var asked =
          CompletableFuture.supplyAsync(() -> store.get("hello"), Thread::startVirtualThread);
      begun.await();

      store.close();

      assertThat(asked.handle((_, failure) -> failure.getCause()).join())
          .isInstanceOf(StoreUnavailableException.class);
    } finally {
      goesOn.countDown();
      server.stop(0);
    }
  }
}
