package dev.impuls.server;

import static dev.impuls.server.ApiClient.FUNCTIONS;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.server.ApiClient.Answer;
import dev.impuls.store.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No number of clients uses up the memory of a small server. */
@Tag("slow")
class RequestMemoryIT {
  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void disconnect() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    clients.close();
  }

  private ServerProcess start(int heapMib, String... flags) throws IOException {
    var all = new ArrayList<>(List.of("--data-dir", "data", "--port", "0"));
    all.addAll(ServerProcess.WITHOUT_WORKERS);
    all.addAll(List.of(flags));
    return ServerProcess.start(
        ServerProcess.script(),
        directory,
        Map.of("JAVA_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx" + heapMib + "m"),
        all.toArray(String[]::new));
  }

  private Socket connect(ServerProcess server) throws Exception {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout((int) PATIENCE.toMillis());
    sockets.add(socket);
    return socket;
  }

  /** Sends the head and so many bytes of a text of that length. */
  private static void send(Socket socket, String methodAndPath, int length, int sent)
      throws IOException {
    var out = socket.getOutputStream();
    out.write(ApiClient.head(methodAndPath, "Content-Length: " + length).getBytes(US_ASCII));
    byte[] bytes = new byte[64 * KIB];
    Arrays.fill(bytes, (byte) 'a');
    bytes[0] = '"';
    for (int left = sent; left > 0; left -= bytes.length) {
      out.write(bytes, 0, Math.min(left, bytes.length));
      bytes[0] = 'a';
    }
  }

  /** The head of the answer. */
  private static String head(Socket socket) throws IOException {
    var head = new StringBuilder();
    var in = socket.getInputStream();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      if (c < 0) {
        break;
      }
      head.append((char) c);
    }
    return head.toString();
  }

  private <T> List<T> all(List<Future<T>> futures) throws Exception {
    var results = new ArrayList<T>();
    for (Future<T> future : futures) {
      results.add(future.get());
    }
    return results;
  }

  private <T> List<Future<T>> times(int n, Callable<T> client) {
    var futures = new ArrayList<Future<T>>();
    for (int i = 0; i < n; i++) {
      futures.add(clients.submit(client));
    }
    return futures;
  }

  private static void assertAnswersOthers(ApiClient client, String name) {
    assertThat(client.get("/health").status()).isEqualTo(200);
    assertThat(client.create(name, "exports.handler = async () => 1").status()).isEqualTo(201);
    assertThat(client.get(FUNCTIONS + "/" + name).status()).isEqualTo(200);
    assertThat(client.delete(FUNCTIONS + "/" + name).status()).isEqualTo(200);
  }

  @Test
  void halfSentBodiesLeaveRoomForOthers() throws Exception {
    int length = 26 * MIB;
    try (var server = start(256);
        var client = new ApiClient(server.address())) {
      var halfSent =
          times(
              16,
              () -> {
                Socket socket = connect(server);
                try {
                  send(socket, "POST " + FUNCTIONS, length, length - 1);
                } catch (IOException e) {
                  assertThat(e).hasMessageMatching("Broken pipe|Connection reset.*"); // Refused.
                }
                return socket;
              });
      for (int i = 0; i < 4; i++) {
        assertAnswersOthers(client, "meanwhile" + i);
      }
      var waiting = new ArrayList<Socket>();
      int refused = 0;
      for (Socket socket : all(halfSent)) {
        socket.setSoTimeout(1000);
        try {
          assertThat(head(socket)).startsWith("HTTP/1.1 503 ").contains("Retry-After: ");
          refused++;
        } catch (SocketTimeoutException e) {
          waiting.add(socket);
        }
      }
      assertThat(refused).isPositive();
      assertThat(waiting).hasSizeGreaterThan(4);
      assertAnswersOthers(client, "before");
      for (Socket socket : waiting) {
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.getOutputStream().write('"');
        assertThat(head(socket)).startsWith("HTTP/1.1 400 ");
      }
      assertAnswersOthers(client, "after");
      assertThat(server.errors()).doesNotContain("OutOfMemory", "\tat ");
    }
  }

  @Test
  void eventsThatWaitLeaveRoomForOthers() throws Exception {
    int length = 6 * MIB;
    try (var server = start(512);
        var client = new ApiClient(server.address())) {
      client.create("length", "exports.handler = async event => event.length");
      assertThat(client.invoke("length", "\"\"").json().get("body").asInt()).isZero();
      var calls =
          times(
              40,
              () -> {
                Socket socket = connect(server);
                send(socket, "POST " + FUNCTIONS + "/length/invoke", length, length - 1);
                socket.getOutputStream().write('"');
                return head(socket);
              });
      for (int i = 0; i < 4; i++) {
        assertAnswersOthers(client, "meanwhile" + i);
      }
      List<String> heads = all(calls);
      assertThat(heads).allMatch(head -> head.matches("(?s)HTTP/1.1 (200|429|503|507) .*"));
      assertThat(heads).anyMatch(head -> head.startsWith("HTTP/1.1 200 "));
      assertThat(client.invoke("length", "\"abc\"").json().get("body").asInt()).isEqualTo(3);
      assertThat(server.errors()).doesNotContain("OutOfMemory", "\tat ");
    }
  }

  @Test
  void resultsThatNobodyReadsLeaveRoomForOthers() throws Exception {
    try (var server = start(256);
        var client = new ApiClient(server.address())) {
      client.create("large", "exports.handler = async () => 'a'.repeat(6000000)");
      assertThat(client.invoke("large", "null").status()).isEqualTo(200);
      for (int i = 0; i < 20; i++) {
        Socket socket = connect(server);
        send(socket, "POST " + FUNCTIONS + "/large/invoke", 0, 0);
        socket.setSoTimeout(10_000);
        socket.getInputStream().read(); // And no more.
      }
      assertAnswersOthers(client, "meanwhile");
      Answer refused = client.invoke("large", "null");
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("Retry-After")).isNotNull();
      disconnect();
      sockets.clear();
      Await.until(
          "calls are taken again", PATIENCE, () -> client.invoke("large", "null").status() == 200);
      assertThat(server.errors()).doesNotContain("OutOfMemory", "\tat ");
    }
  }

  @Test
  void functionsThatNobodyReadsLeaveRoomForOthers() throws Exception {
    try (var server = start(256);
        var client = new ApiClient(server.address())) {
      // Of which an answer is six times as long.
      assertThat(client.create("large", "\u0001".repeat(4 * MIB)).status()).isEqualTo(201);
      var readers =
          times(
              15,
              () -> {
                Socket socket = connect(server);
                send(socket, "GET " + FUNCTIONS + "/large", 0, 0);
                return socket.getInputStream().read();
              });
      assertAnswersOthers(client, "meanwhile");
      all(readers);
      assertAnswersOthers(client, "after");
      assertThat(server.errors()).doesNotContain("OutOfMemory", "\tat ");
    }
  }

  @Test
  void malformedRequestsWriteFewLines() throws Exception {
    try (var server = start(256);
        var client = new ApiClient(server.address())) {
      for (int i = 0; i < 200; i++) {
        assertThat(client.raw("GET / HTTP/1.1\r\nHost: [::" + i + "\r\n\r\n"))
            .startsWith("HTTP/1.1 400 ");
      }
      assertThat(server.errors().lines().count()).isLessThan(50);
    }
  }
}
