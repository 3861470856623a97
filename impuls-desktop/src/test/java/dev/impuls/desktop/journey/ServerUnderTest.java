package dev.impuls.desktop.journey;

import dev.impuls.store.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A real server in a process of its own, which can die and come back on its port. */
final class ServerUnderTest implements AutoCloseable {
  private final Path directory;
  private final int port;
  private Process process;

  ServerUnderTest(Path directory) throws Exception {
    this.directory = directory;
    port = freePort();
    process = launch();
    awaitAnswer();
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process launch() throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.impuls.server.Main",
                "--data-dir",
                directory.toString(),
                "--port",
                Integer.toString(port)))
        .redirectErrorStream(true)
        .redirectOutput(directory.resolveSibling("server.log").toFile())
        .start();
  }

  private void awaitAnswer() throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(url() + "/health")).build();
      Await.until(
          "the server answers",
          Duration.ofSeconds(30),
          () -> {
            try {
              return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
            } catch (IOException e) {
              return false;
            }
          });
    }
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Ends it as a crash does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Starts it again where it was. */
  void comeBack() throws Exception {
    process = launch();
    awaitAnswer();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
