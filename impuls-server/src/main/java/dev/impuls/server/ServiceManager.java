package dev.impuls.server;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXDatagramSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the manager of services that started this process, such as systemd, that the server is
 * ready, that it is alive, as long as it answers, and that it stops. The protocol is that of {@code
 * sd_notify}(3): lines in a datagram to the socket that {@code NOTIFY_SOCKET} names. Does nothing
 * where there is none. Safe for use by any thread.
 */
final class ServiceManager {
  private static final Logger log = LoggerFactory.getLogger(ServiceManager.class);
  private static final String NOTHING = "";

  /** So that an answer that comes late does not end a server that gives the next ones in time. */
  private static final int ASKED_IN_TIME = 6;

  private final @Nullable String socket;
  private final @Nullable Duration watched;
  private final BooleanSupplier isAlive;
  private final ScheduledExecutorService time =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("impuls-watchdog").factory());

  private ServiceManager(
      @Nullable String socket, @Nullable Duration watched, BooleanSupplier isAlive) {
    this.socket = socket;
    this.watched = watched;
    this.isAlive = isAlive;
  }

  /**
   * As the environment says: {@code NOTIFY_SOCKET}, {@code WATCHDOG_USEC}, {@code WATCHDOG_PID}.
   *
   * @param isAlive asked six times in the time of the watchdog; may take its time
   */
  static ServiceManager of(Map<String, String> environment, BooleanSupplier isAlive) {
    String socket = environment.getOrDefault("NOTIFY_SOCKET", NOTHING);
    String pid = environment.getOrDefault("WATCHDOG_PID", NOTHING);
    boolean isMeant = pid.isEmpty() || pid.equals(Long.toString(ProcessHandle.current().pid()));
    return new ServiceManager(
        socket.isEmpty() ? null : socket,
        isMeant ? micros(environment.getOrDefault("WATCHDOG_USEC", NOTHING)) : null,
        isAlive);
  }

  private static @Nullable Duration micros(String text) {
    try {
      long micros = text.isEmpty() ? 0 : Long.parseLong(text);
      return micros <= 0 ? null : Duration.of(micros, ChronoUnit.MICROS);
    } catch (NumberFormatException e) {
      log.warn("WATCHDOG_USEC is no number, so no watchdog is told of this server");
      return null;
    }
  }

  /** The server answers from now on. */
  void ready() {
    tell("READY=1\nSTATUS=Listens");
    Duration every = watched;
    if (socket != null && every != null) {
      long millis = Math.max(1, every.toMillis() / ASKED_IN_TIME);
      var _ = time.scheduleAtFixedRate(this::watch, 0, millis, TimeUnit.MILLISECONDS);
    }
  }

  private void watch() {
    try {
      if (isAlive.getAsBoolean()) {
        tell("WATCHDOG=1");
      }
    } catch (RuntimeException e) { // Else it would never be asked again.
      log.warn("Whether the server is alive cannot be told", e);
    }
  }

  /** The server was told to stop, which may take until the calls that run have ended. */
  void stopping() {
    tell("STOPPING=1\nSTATUS=Stops when the calls that run have ended");
  }

  private void tell(String what) {
    if (socket == null) {
      return;
    }
    byte[] bytes = what.getBytes(StandardCharsets.UTF_8);
    try (AFUNIXDatagramSocket sender = AFUNIXDatagramSocket.newInstance()) {
      sender.connect(address(socket));
      sender.send(new DatagramPacket(bytes, bytes.length));
    } catch (IOException | LinkageError e) { // Where the library has no native code.
      log.warn(
          "The manager of services cannot be told {}: {}", what.lines().findFirst(), e.toString());
    }
  }

  private static SocketAddress address(String name) throws IOException {
    return name.startsWith("@")
        ? AFUNIXSocketAddress.inAbstractNamespace(name.substring(1))
        : AFUNIXSocketAddress.of(Path.of(name));
  }
}
