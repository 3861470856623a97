package dev.impuls.server.bench;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A server of others, in a process of its own, that answers the same handlers. */
final class Peer implements AutoCloseable {
  private static final double MOST_SECONDS = 30;

  private final Process process;
  private final int port;

  /** What is compared with. */
  enum Kind {
    NODE("node:http", "node node.js PORT"),
    CLUSTER("cluster of two", "node node.js PORT 2"),
    SPAWN("node per call", "node spawn.js PORT"),
    FRAMEWORK(
        "functions-framework",
        "node_modules/.bin/functions-framework --source=functions-framework.js --target=main"
            + " --signature-type=http --port=PORT"),
    WORKERD(
        "workerd",
        "node_modules/.bin/workerd serve workerd.capnp --socket-addr=http=127.0.0.1:PORT"),
    ON_DEMAND("node per function", "node ondemand.js PORT"),
    WORKERS("workerd", "node_modules/.bin/workerd serve CONFIG --socket-addr=http=127.0.0.1:PORT");

    private final String shown;
    private final String command;

    Kind(String shown, String command) {
      this.shown = shown;
      this.command = command;
    }

    String shown() {
      return shown;
    }
  }

  Peer(Kind kind, Settings settings) throws IOException, NotMeasuredException {
    this(kind, settings, Path.of(""));
  }

  /**
   * @param config for a kind that takes a file
   */
  Peer(Kind kind, Settings settings, Path config) throws IOException, NotMeasuredException {
    port = freePort();
    var command = new ArrayList<String>();
    for (String word : kind.command.split(" ", -1)) {
      command.add(
          word.replace("PORT", Integer.toString(port)).replace("CONFIG", config.toString()));
    }
    if (command.getFirst().contains("/")) {
      Path program = settings.installed().resolve(command.getFirst());
      if (!Files.isExecutable(program)) {
        throw new NotMeasuredException("not installed, see bench/peers/install");
      }
      command.set(0, program.toString());
    }
    var builder =
        new ProcessBuilder(command)
            .directory(settings.peers().toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("NODE_ENV", "production");
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new NotMeasuredException(kind.shown + " cannot be started: " + e.getMessage());
    }
  }

  long pid() {
    return process.pid();
  }

  int port() {
    return port;
  }

  /** Waits until it listens, and asks it nothing. */
  void awaitListening(Kind kind) throws IOException, InterruptedException, NotMeasuredException {
    long begun = System.nanoTime();
    while (!takesConnections()) {
      awaitMore(kind, begun);
    }
  }

  private boolean takesConnections() throws IOException {
    try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (ConnectException e) {
      return false;
    }
  }

  private void awaitMore(Kind kind, long begun) throws InterruptedException, NotMeasuredException {
    if (!process.isAlive() || StoreBenchmark.seconds(begun) > MOST_SECONDS) {
      throw new NotMeasuredException(kind.shown + " does not start");
    }
    Thread.sleep(50);
  }

  /** It listens, and answers as the handler does. */
  Wrk.Side side(Kind kind, Handler handler)
      throws IOException, InterruptedException, NotMeasuredException {
    var side = new Wrk.Side(kind.shown, port, "/" + handler.file(), handler);
    long begun = System.nanoTime();
    while (!listens(side)) {
      awaitMore(kind, begun);
    }
    return side;
  }

  private static boolean listens(Wrk.Side side) throws IOException, InterruptedException {
    try {
      check(side);
      return true;
    } catch (ConnectException e) {
      return false;
    }
  }

  /** Fails if a side's answer is not the right one. */
  static void check(Wrk.Side side) throws IOException, InterruptedException {
    try (var api = new Api(side.port())) {
      var answer = api.send("POST", side.path(), side.handler().event());
      if (!side.handler().isAnsweredBy(answer)) {
        throw new IOException("wrong answer of " + side.name() + ": " + answer);
      }
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    children.forEach(ProcessHandle::destroy);
    process.onExit().join();
  }
}
