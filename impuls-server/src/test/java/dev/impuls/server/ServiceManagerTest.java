package dev.impuls.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.store.Await;
import java.io.IOException;
import java.net.DatagramPacket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.newsclub.net.unix.AFUNIXDatagramSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/** What a manager of services hears of the server. */
class ServiceManagerTest {
  private static final int PATIENCE_MILLIS = 30_000;
  private static final int LONGEST = 1000;

  @TempDir Path directory;

  private static AFUNIXDatagramSocket listen(AFUNIXSocketAddress address) throws IOException {
    AFUNIXDatagramSocket socket = AFUNIXDatagramSocket.newInstance();
    socket.bind(address);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static String heard(AFUNIXDatagramSocket socket) throws IOException {
    var packet = new DatagramPacket(new byte[LONGEST], LONGEST);
    socket.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
  }

  @Test
  void hearsThatItIsReadyAliveAndStops() throws Exception {
    Path path = directory.resolve("notify");
    try (var socket = listen(AFUNIXSocketAddress.of(path))) {
      var alive = new AtomicBoolean(true);
      var asked = new AtomicInteger();
      var manager =
          ServiceManager.of(
              Map.of("NOTIFY_SOCKET", path.toString(), "WATCHDOG_USEC", "20000"),
              () -> {
                asked.incrementAndGet();
                return alive.get();
              });
      manager.ready();
      assertThat(heard(socket)).startsWith("READY=1\n");
      assertThat(heard(socket)).isEqualTo("WATCHDOG=1");
      assertThat(heard(socket)).isEqualTo("WATCHDOG=1");
      alive.set(false);
      int before = asked.get();
      Await.until("it is asked again", () -> asked.get() > before + 2);
      manager.stopping();
      String last = heard(socket);
      while (last.equals("WATCHDOG=1")) {
        last = heard(socket);
      }
      assertThat(last).startsWith("STOPPING=1\n");
    }
  }

  @Test
  void aNameMayBeAbstract() throws Exception {
    String name = "impuls-" + UUID.randomUUID();
    try (var socket = listen(AFUNIXSocketAddress.inAbstractNamespace(name))) {
      ServiceManager.of(Map.of("NOTIFY_SOCKET", "@" + name), () -> true).ready();
      assertThat(heard(socket)).startsWith("READY=1\n");
    }
  }

  /** It is the server's own start that counts. */
  @Test
  void nothingOfItKeepsAServerFromStarting() {
    ServiceManager.of(Map.of(), () -> true).ready();
    ServiceManager.of(Map.of("NOTIFY_SOCKET", directory + "/none"), () -> true).ready();
    ServiceManager.of(
            Map.of("NOTIFY_SOCKET", directory + "/none", "WATCHDOG_USEC", "often"), () -> true)
        .ready();
  }

  @Test
  void aWatchdogOfAnotherProcessIsNotItsOwn() throws Exception {
    Path path = directory.resolve("notify");
    try (var socket = listen(AFUNIXSocketAddress.of(path))) {
      var manager =
          ServiceManager.of(
              Map.of(
                  "NOTIFY_SOCKET", path.toString(), "WATCHDOG_USEC", "1000", "WATCHDOG_PID", "1"),
              () -> true);
      manager.ready();
      assertThat(heard(socket)).startsWith("READY=1\n");
      manager.stopping();
      assertThat(heard(socket)).startsWith("STOPPING=1\n");
    }
  }
}
