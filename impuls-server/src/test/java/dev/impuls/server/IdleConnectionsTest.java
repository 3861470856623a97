package dev.impuls.server;

import static dev.impuls.server.ApiClient.FUNCTIONS;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.engine.js.JsInvoker;
import dev.impuls.invoke.Limits;
import dev.impuls.server.api.PatientConnector;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who sends nothing for too long is let go; who waits for an answer is not. */
@Execution(ExecutionMode.CONCURRENT) // Each waits for seconds.
class IdleConnectionsTest {
  /**
   * No part of the time between heartbeats: at the end of each, Jetty fails what is just being
   * written. It is far longer than that time on a server that is not of a test.
   */
  private static final int IDLE_MILLIS = 600;

  private static final int PATIENCE_MILLIS = 20_000;

  @TempDir private static Path directory;
  private static FileFunctionStore store;
  private static JsInvoker invoker;
  private static ImpulsServer server;
  private static PatientConnector connector;

  @BeforeAll
  static void start() throws IOException {
    store = FileFunctionStore.open(new FileStoreSettings(directory, false));
    invoker = new JsInvoker(Limits.DEFAULT, Clock.systemUTC());
    var impatient = new AtomicReference<PatientConnector>();
    server =
        new ImpulsServer(
            "127.0.0.1",
            0,
            store,
            invoker,
            "test",
            Set.of(),
            config ->
                config.jetty.addConnector(
                    (jetty, http) -> {
                      var second = new PatientConnector(jetty, http);
                      second.setHost("127.0.0.1");
                      second.setIdleTimeout(IDLE_MILLIS);
                      impatient.set(second);
                      return second;
                    }));
    server.start();
    connector = impatient.get();
    try (var client = new ApiClient("http://127.0.0.1:" + connector.getLocalPort())) {
      assertThat(
              client
                  .create(
                      "slow",
                      "exports.handler = () => new Promise(done => setTimeout(done, 2500, 'done'))")
                  .status())
          .isEqualTo(201);
    }
  }

  @AfterAll
  static void stop() {
    server.close();
    invoker.close();
    store.close();
  }

  /** All that comes back until the server closes the connection. */
  private static String send(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "P", "POST / HTTP/1.1\r\nHost: localhost\r\nContent-"})
  void whoSendsHalfAHeadIsLetGo(String sent) throws IOException {
    assertThat(send(sent)).doesNotContain(" 200 ", " 500 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {FUNCTIONS, FUNCTIONS + "/slow/invoke"})
  void whoSendsHalfABodyIsToldAndLetGo(String path) throws IOException {
    for (String length : new String[] {"100", "100000"}) {
      assertThat(send(ApiClient.head("POST " + path, "Content-Length: " + length) + "{"))
          .startsWith("HTTP/1.1 408 ")
          .contains("\"code\":\"request_timeout\"");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Accept: application/json", "Accept: text/event-stream"})
  void whoWaitsForACallIsNot(String accept) throws IOException {
    assertThat(
            send(
                "POST "
                    + FUNCTIONS
                    + "/slow/invoke HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + accept
                    + "\r\nContent-Length: 0\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ")
        .contains("\"body\":\"done\"");
  }

  @Test
  void whoListensForChangesIsNot() throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket
          .getOutputStream()
          .write(ApiClient.head("GET /api/v1/events", "X: y").getBytes(US_ASCII));
      var answer = new StringBuilder();
      // The second heartbeat comes seconds after the first.
      while (answer.indexOf(":\n\n") == answer.lastIndexOf(":\n\n")) {
        int c = socket.getInputStream().read();
        assertThat(c).isNotNegative();
        answer.append((char) c);
      }
    }
  }
}
