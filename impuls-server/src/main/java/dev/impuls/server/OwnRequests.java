package dev.impuls.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests that a server makes of itself once its start is over, so that those of clients do not
 * meet code that never ran: a thousand calls of a function that cannot be there, and questions what
 * it is. They change nothing, run nothing and are not logged. Ends when the server does.
 */
final class OwnRequests {
  private static final Logger log = LoggerFactory.getLogger(OwnRequests.class);

  private static final Duration BEGINS_AFTER = Duration.ofSeconds(15);
  private static final int ROUNDS = 500;
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int NAME_BYTES = 16;

  private final String host;
  private final int port;
  private final List<String> requests;

  /**
   * @param host the server listens on; one that stands for all addresses is reached by loopback
   */
  OwnRequests(String host, int port) {
    this.host = host;
    this.port = port;
    byte[] random = new byte[NAME_BYTES];
    ThreadLocalRandom.current().nextBytes(random);
    String function = "/api/v1/functions/none-" + HexFormat.of().formatHex(random);
    requests = List.of("GET " + function, "POST " + function + "/invoke");
  }

  /** Begins in a while, in the background. */
  void start() {
    Thread.ofVirtual().name("impuls-own-requests").start(this::run);
  }

  private void run() {
    try {
      Thread.sleep(BEGINS_AFTER);
      make(ROUNDS);
    } catch (IOException e) {
      log.debug("No more requests of the server's own are made", e); // Mostly it was stopped.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the server answers at all, now and within ten seconds. */
  boolean isAnswered() {
    try {
      make(server(), requests.getFirst());
      return true;
    } catch (IOException e) {
      log.warn("The server does not answer itself: {}", e.toString());
      return false;
    }
  }

  private InetSocketAddress server() throws IOException {
    InetAddress given = InetAddress.getByName(host);
    return new InetSocketAddress(
        given.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : given, port);
  }

  /** Makes them now, and returns when they were answered. */
  void make(int rounds) throws IOException, InterruptedException {
    InetSocketAddress server = server();
    for (int i = 0; i < rounds; i++) {
      for (String request : requests) {
        make(server, request);
        Thread.sleep(PAUSE);
      }
    }
  }

  /** Over a connection of its own, as the first request of a client is. */
  private static void make(InetSocketAddress server, String request) throws IOException {
    String sent =
        request
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
    try (var socket = new Socket()) {
      socket.connect(server, TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
      if (socket.getInputStream().readAllBytes().length == 0) {
        throw new IOException("the connection was closed without an answer");
      }
    }
  }
}
