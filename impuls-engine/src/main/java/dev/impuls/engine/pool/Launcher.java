package dev.impuls.engine.pool;

import dev.impuls.engine.js.JsInvoker;
import dev.impuls.engine.wire.Pulse;
import dev.impuls.engine.worker.WorkerMain;
import dev.impuls.invoke.Limits;
import dev.impuls.temporary.OwnDirectory;
import dev.impuls.temporary.Removal;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts function processes, each with an empty environment and an empty directory of its own, in
 * which the socket is that it connects to once. The directories are in one of this launcher's own,
 * which nobody else can enter; what a launcher left behind that was killed, the next one removes.
 */
final class Launcher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Launcher.class);

  /** What the markers of its directories say. */
  static final String KIND = "function processes";

  private static final String SOCKET = "s";
  private static final String ENGINE = "engine";
  private static final int LONGEST_SOCKET_PATH = 107;
  private static final int MOST_LINES = 100;
  private static final int LONGEST_LINE = 1000;

  private static final int FIRST_HEAP_MB = 48;

  private final WorkerSettings settings;
  private final Limits limits;
  private final OwnDirectory own;
  private @Nullable Surroundings surroundings;
  private long started;

  Launcher(WorkerSettings settings, Limits limits) {
    this.settings = settings;
    this.limits = limits;
    try {
      own = OwnDirectory.make(settings.directory(), KIND, Box::endWhatWaits);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "No directory for function processes can be made in " + settings.directory() + ": " + e,
          e);
    }
  }

  /**
   * A process and what it is reached by.
   *
   * @param token what it says first, as nobody else can
   */
  record Started(Process process, ServerSocketChannel door, Path work, Pulse pulse, String token) {

    /** Waits for the process to connect; closing the door ends the wait. */
    SocketChannel accept() throws IOException {
      try (door) {
        return door.accept();
      } finally {
        Files.deleteIfExists(work.resolve(SOCKET));
      }
    }
  }

  /**
   * Starts a process. Must be called by one thread that lives as long as the processes, as they are
   * killed when it ends.
   */
  Started start(WorkerPlan plan, String token) throws IOException {
    Path work = Files.createDirectory(own.path().resolve(Long.toString(started++, 36)));
    Path socket = work.resolve(SOCKET);
    if (socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET_PATH) {
      Files.delete(work);
      throw new IOException(
          "the path "
              + socket
              + " is too long for a socket; choose a shorter directory for temporary files");
    }
    Surroundings around = surroundings == null ? prepare(work) : surroundings;
    surroundings = around;
    var door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      door.bind(UnixDomainSocketAddress.of(socket), 1);
      Pulse pulse = Pulse.create(work.resolve(Pulse.FILE));
      var command = new ArrayList<>(around.box().command(around.readable(), work));
      command.addAll(java(plan, around.engineFlag()));
      command.addAll(
          List.of(
              socket.toString(),
              plan.shared() ? WorkerMain.SHARED : WorkerMain.OWN,
              Integer.toString(limits.resultBytes()),
              Integer.toString(limits.logBytes())));
      var builder = new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true);
      builder.environment().clear();
      Process process = builder.start();
      try (OutputStream in = process.getOutputStream()) {
        in.write((token + "\n").getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // It has ended already, which whoever waits for it is told.
        log.debug("A function process did not take its token", e);
      }
      Thread.ofPlatform()
          .daemon()
          .name("impuls-process-" + process.pid())
          .start(() -> readOutput(process));
      return new Started(process, door, work, pulse, token);
    } catch (IOException e) {
      door.close();
      remove(work);
      throw e;
    }
  }

  /** What all processes have around them: found out when the first is started, as it takes time. */
  private record Surroundings(Box box, List<Path> readable, String engineFlag) {}

  private Surroundings prepare(Path work) throws IOException {
    Path engine = Files.createDirectory(own.path().resolve(ENGINE));
    String flag = JsInvoker.copyResources(engine);
    var readable = readable();
    readable.add(engine);
    Box best = Box.best(readable, work, settings.java());
    log.info("Function processes are kept in by {}", best);
    return new Surroundings(best, List.copyOf(readable), flag);
  }

  private Set<Path> readable() throws IOException {
    var readable = new LinkedHashSet<Path>();
    String paths = settings.classPath();
    if (settings.compilerPath() != null) {
      paths += File.pathSeparator + settings.compilerPath();
    }
    for (String path : paths.split(File.pathSeparator, -1)) {
      readable.add(
          Path.of(path.endsWith("*") ? path.substring(0, path.length() - 1) : path)
              .toAbsolutePath());
    }
    Path java = settings.javaHome().toRealPath();
    readable.add(settings.javaHome().toAbsolutePath());
    readable.add(java);
    // Packages of distributions keep its settings elsewhere, with links to them.
    try (Stream<Path> files = Files.walk(java)) {
      for (Path link : files.filter(Files::isSymbolicLink).filter(Files::exists).toList()) {
        Path file = link.toRealPath();
        if (!file.startsWith(java)) {
          readable.add(file);
        }
      }
    }
    return readable;
  }

  private List<String> java(WorkerPlan plan, String engineFlag) {
    var command = new ArrayList<String>();
    command.add(settings.java());
    if (plan.compiles()) {
      // The compiler wants its flags in this order.
      command.addAll(
          List.of(
              "--upgrade-module-path=" + settings.compilerPath(),
              "-XX:+UnlockExperimentalVMOptions",
              "-XX:+EnableJVMCI"));
    }
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-Xmx" + plan.heapMb() + "m",
            // What is not used goes back to the machine, as most processes are idle.
            "-Xms" + FIRST_HEAP_MB + "m",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=20",
            "-XX:-ShrinkHeapInSteps",
            "-Xss1m",
            "-XX:ReservedCodeCacheSize=64m",
            "-XX:MaxMetaspaceSize=256m",
            "-XX:MaxDirectMemorySize=16m",
            "-Djdk.nio.maxCachedBufferSize=65536",
            "-XX:-UsePerfData",
            "-XX:TrimNativeHeapInterval=10000",
            "-Dfile.encoding=UTF-8",
            engineFlag));
    if (!plan.shared()) {
      command.add("-XX:+ExitOnOutOfMemoryError");
    }
    command.addAll(List.of("-cp", settings.classPath(), WorkerMain.class.getName()));
    return command;
  }

  /** What a process prints comes of the Java machine, as functions cannot print. */
  private static void readOutput(Process process) {
    int lines = 0;
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = readLine(out); line != null; line = readLine(out)) {
        if (lines++ < MOST_LINES) {
          log.info("Function process {}: {}", process.pid(), line);
        }
      }
    } catch (IOException e) {
      log.debug("The output of function process {} cannot be read", process.pid(), e);
    }
  }

  /** A line, or as much of it as is wanted of one. */
  private static @Nullable String readLine(BufferedReader in) throws IOException {
    var line = new StringBuilder();
    int c = in.read();
    if (c < 0) {
      return null;
    }
    for (; c >= 0 && c != '\n'; c = in.read()) {
      if (line.length() < LONGEST_LINE) {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  /** Removes what was a process's directory. */
  void remove(Path work) {
    try {
      if (Files.exists(work.resolve(SOCKET))) { // It has not connected.
        Box.endWhatWaits(work);
      }
      Removal.remove(work);
    } catch (IOException e) {
      log.warn("The directory {} of a function process cannot be removed: {}", work, e.toString());
    }
  }

  @Override
  public void close() {
    try {
      own.close();
    } catch (IOException e) {
      log.warn("The directory {} cannot be removed: {}", own.path(), e.toString());
    }
  }
}
