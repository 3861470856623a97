package dev.impuls.server.api;

import static dev.impuls.server.ApiClient.FUNCTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.invoke.Limits;
import dev.impuls.server.ApiClient;
import dev.impuls.server.RunningServer;
import dev.impuls.store.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server with one place: who is answered 200 there shows that the call before is over. */
@Execution(ExecutionMode.CONCURRENT) // Each has a server of its own, and waits for seconds.
class WaitingClientsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String SLOW = "slow";

  @TempDir private Path directory;
  private RunningServer server;

  private final List<Socket> sockets = new ArrayList<>();

  @BeforeEach
  void start() {
    server =
        new RunningServer(
            directory,
            new Limits(1, 1, 0, Limits.DEFAULT.resultBytes(), Limits.DEFAULT.logBytes()));
    create("endless", "exports.handler = () => { for (;;); }");
    create("waits", "exports.handler = () => new Promise(() => setInterval(() => {}, 10))");
    create("fast", "exports.handler = async (event) => event");
    create(
        SLOW,
        "exports.handler = (event) => new Promise((done) => setTimeout(done, 2500, event + 1))");
  }

  @AfterEach
  void stop() throws Exception {
    for (Socket socket : sockets) {
      socket.close();
    }
    awaitFree();
    server.close();
  }

  private void create(String name, String code) {
    var answer =
        server.send(
            "POST",
            FUNCTIONS,
            ApiClient.draft(name, code).replaceFirst("\\{", "{\"timeout_sec\":60,"));
    assertThat(answer.status()).isEqualTo(201);
  }

  private boolean isFree() {
    return server.invoke("fast", "1").status() == 200;
  }

  private Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    sockets.add(socket);
    socket.setSoTimeout((int) PATIENCE.toMillis());
    return socket;
  }

  private static String request(String function, String version, String event) {
    return "POST "
        + FUNCTIONS
        + "/"
        + function
        + "/invoke "
        + version
        + "\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
        + event.length()
        + "\r\n\r\n"
        + event;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Head and JSON of the next answer, or what came of it before the connection ended. */
  private static String answer(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    var answer = new StringBuilder();
    while (answer.indexOf("\"cold_start\"") < 0 || answer.charAt(answer.length() - 1) != '\n') {
      int c = in.read();
      if (c < 0) {
        break;
      }
      answer.append((char) c);
    }
    return answer.toString();
  }

  /** Sends a request whose call runs now; again if it met one of those that ask whether it does. */
  private Socket begin(String request) throws IOException {
    while (true) {
      Socket socket = connect();
      send(socket, request);
      while (socket.getInputStream().available() == 0) {
        if (!isFree()) {
          return socket;
        }
      }
      assertThat(answer(socket)).startsWith("HTTP/1.1 429");
      socket.close();
    }
  }

  private void awaitFree() throws Exception {
    Await.until("the place is free", PATIENCE, this::isFree);
  }

  @ParameterizedTest
  @CsvSource({
    "endless,HTTP/1.1,false",
    "waits,HTTP/1.1,false",
    "waits,HTTP/1.1,true",
    "waits,HTTP/1.0,false",
  })
  void theCallOfAClientThatIsGoneIsCancelled(String function, String version, boolean reset)
      throws Exception {
    Socket socket = begin(request(function, version, "1"));
    if (reset) {
      socket.setSoLinger(true, 0);
    }
    socket.close();
    awaitFree();
  }

  @ParameterizedTest
  @CsvSource({"HTTP/1.1,false", "HTTP/1.1,true", "HTTP/1.0,false"})
  void theCallOfAClientOfAStreamThatIsGoneIsCancelled(String version, boolean reset)
      throws Exception {
    create("talks", "exports.handler = () => { console.log('on'); for (;;); }");
    Socket socket = connect();
    send(
        socket,
        request("talks", version, "1")
            .replace("Host: localhost", "Host: localhost\r\nAccept: text/event-stream"));
    var in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    while (!in.readLine().equals("event: log")) {}
    assertThat(isFree()).isFalse();
    if (reset) {
      socket.setSoLinger(true, 0);
    }
    socket.close();
    awaitFree();
  }

  @Test
  void aClientOfAStreamThatSendsNoMoreIsAnswered() throws IOException {
    Socket socket = connect();
    send(
        socket,
        request(SLOW, "HTTP/1.1", "1")
            .replace("Host: localhost", "Host: localhost\r\nAccept: text/event-stream"));
    socket.shutdownOutput();
    assertThat(answer(socket)).startsWith("HTTP/1.1 200").contains("\"body\":2");
  }

  @Test
  void theCallOfAClientThatGoesLaterIsCancelled() throws Exception {
    Socket socket = begin(request("waits", "HTTP/1.1", "1"));
    socket.shutdownOutput();
    assertThat(socket.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 102");
    assertThat(isFree()).isFalse();
    socket.close();
    awaitFree();
  }

  @Test
  void aConnectionThatIsKeptServesItsNextCall() throws IOException {
    Socket socket = connect();
    send(socket, request(SLOW, "HTTP/1.1", "1"));
    assertThat(answer(socket)).startsWith("HTTP/1.1 200").contains("\"body\":2");
    send(socket, request("fast", "HTTP/1.1", "3"));
    assertThat(answer(socket)).startsWith("HTTP/1.1 200").contains("\"body\":3");
    send(socket, request(SLOW, "HTTP/1.1", "4"));
    assertThat(answer(socket)).startsWith("HTTP/1.1 200").contains("\"body\":5");
  }

  @Test
  void requestsThatAreSentBehindOneAnotherAreAllAnswered() throws IOException {
    Socket socket = connect();
    send(
        socket,
        request(SLOW, "HTTP/1.1", "1")
            + request(SLOW, "HTTP/1.1", "2")
            + request("fast", "HTTP/1.1", "9"));
    assertThat(answer(socket)).startsWith("HTTP/1.1 200").contains("\"body\":2");
    assertThat(answer(socket)).startsWith("HTTP/1.1 200").contains("\"body\":3");
    assertThat(answer(socket)).startsWith("HTTP/1.1 200").contains("\"body\":9");
  }

  /** They come in the middle of the call before, whole or in part, and one of them is looked at. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 40})
  void aRequestThatComesWhileAnotherRunsIsAnswered(int rest) throws IOException {
    Socket socket = begin(request(SLOW, "HTTP/1.1", "1"));
    String next = request("fast", "HTTP/1.1", "7");
    int first = rest == 0 ? next.length() : rest;
    send(socket, next.substring(0, first));
    assertThat(answer(socket)).startsWith("HTTP/1.1 200").contains("\"body\":2");
    send(socket, next.substring(first));
    assertThat(answer(socket)).startsWith("HTTP/1.1 200").contains("\"body\":7");
    send(socket, request("fast", "HTTP/1.1", "8"));
    assertThat(answer(socket)).startsWith("HTTP/1.1 200").contains("\"body\":8");
  }

  @Test
  void aClientThatOnlySendsNoMoreIsAnswered() throws IOException {
    Socket socket = connect();
    send(socket, request(SLOW, "HTTP/1.1", "1"));
    socket.shutdownOutput();
    String all = answer(socket);
    assertThat(all).startsWith("HTTP/1.1 102 Processing\r\n\r\n").contains("HTTP/1.1 200");
    assertThat(all).contains("\"body\":2");
    assertThat(socket.getInputStream().read()).isEqualTo(-1);
  }
}
