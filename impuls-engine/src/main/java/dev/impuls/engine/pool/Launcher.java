package dev.impuls.engine.pool;

import dev.impuls.engine.runtime.Niceness;
import dev.impuls.engine.runtime.Runtime;
import dev.impuls.engine.runtime.WorkerProgram;
import dev.impuls.engine.wire.Frames;
import dev.impuls.engine.wire.Message;
import dev.impuls.engine.wire.Pulse;
import dev.impuls.engine.worker.WorkerMain;
import dev.impuls.invoke.Limits;
import dev.impuls.temporary.OwnDirectory;
import dev.impuls.temporary.Removal;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
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

  static final String SOCKET = "s";
  private static final String PREPARED = "engine";
  private static final int LONGEST_SOCKET_PATH = 107;
  private static final int MOST_LINES = 100;
  private static final int LONGEST_LINE = 1000;

  private static final WorkerPlan TRAINING = new WorkerPlan(true, false, 128, false);
  private static final String TRAINING_TOKEN = "training";
  static final List<String> LOWEST_PRIORITY = List.of("nice", "-n", "19");

  /** Next to one of the usual priority it gets a quarter of a processor. */
  private static final List<String> LOWER_PRIORITY =
      List.of("nice", "-n", Integer.toString(Niceness.LOWERED_BY));

  private static final boolean HAS_NICE = Files.isExecutable(Path.of("/usr/bin/nice"));

  private final Runtime runtime;
  private final WorkerProgram program;
  private final Limits limits;
  private final OwnDirectory own;
  private final ClassCache classes;
  private @Nullable Surroundings surroundings;
  private long started;

  /** The process that writes the class cache; ends with this. */
  private @Nullable Process training;

  private boolean closed;

  Launcher(WorkerSettings settings, Limits limits) {
    this(
        settings,
        limits,
        ClassCache.usualDirectory(
            System.getenv(),
            System.getProperty("os.name"),
            Path.of(System.getProperty("user.home"))));
  }

  /**
   * @param classCaches where class caches are kept; need not exist
   */
  Launcher(WorkerSettings settings, Limits limits, Path classCaches) {
    this.runtime = settings.runtime();
    this.program = runtime.program();
    this.limits = limits;
    try {
      own = OwnDirectory.make(settings.directory(), KIND, Box::endWhatWaits);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "No directory for function processes can be made in " + settings.directory() + ": " + e,
          e);
    }
    classes = new ClassCache(classCaches, own.path(), program);
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
   * Starts a worker. Must be called by one thread that lives as long as the workers, as they are
   * killed when it ends.
   *
   * @param token what the worker says first, as nobody else can
   */
  Started start(WorkerPlan plan, String token) throws IOException {
    Path work = newDirectory();
    try {
      Surroundings around = surroundings(work);
      Path cache = plan.compiles() ? null : classes.file();
      Collection<Path> readable = around.readable();
      List<String> flags = List.of();
      if (cache != null) {
        readable = new ArrayList<>(readable);
        readable.add(cache);
        flags = ClassCache.reading(cache);
      }
      var command = new ArrayList<String>();
      if (plan.yields() && HAS_NICE) {
        command.addAll(LOWER_PRIORITY);
      }
      command.addAll(around.box().command(readable, work));
      command.addAll(around.java().command(plan, flags));
      return launch(plan, command, work, token, Redirect.PIPE);
    } catch (IOException e) {
      remove(work);
      throw e;
    }
  }

  private synchronized Path newDirectory() throws IOException {
    Path work = own.path().resolve(Long.toString(started++, Character.MAX_RADIX));
    Path socket = work.resolve(SOCKET);
    if (socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET_PATH) {
      throw new IOException(
          "the path "
              + socket
              + " is too long for a socket; choose a shorter directory for temporary files");
    }
    return Files.createDirectory(work);
  }

  /**
   * @param java the command that runs Java, up to the arguments
   * @param output what becomes of what Java prints; if it is a pipe, that is logged
   */
  private Started launch(
      WorkerPlan plan, List<String> java, Path work, String token, Redirect output)
      throws IOException {
    Path socket = work.resolve(SOCKET);
    var door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      door.bind(UnixDomainSocketAddress.of(socket), 1);
      Pulse pulse = Pulse.create(work.resolve(Pulse.FILE));
      var command = new ArrayList<>(java);
      command.addAll(
          List.of(
              socket.toString(),
              plan.shared() ? WorkerMain.SHARED : WorkerMain.OWN,
              Integer.toString(limits.resultBytes()),
              Integer.toString(limits.logBytes())));
      var builder =
          new ProcessBuilder(command)
              .directory(work.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output);
      builder.environment().clear();
      Process process = builder.start();
      try (OutputStream in = process.getOutputStream()) {
        in.write((token + "\n").getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // It has ended already, which whoever waits for it is told.
        log.debug("A function process did not take its token", e);
      }
      if (output.equals(Redirect.PIPE)) {
        Thread.ofPlatform()
            .daemon()
            .name("impuls-process-" + process.pid())
            .start(() -> readOutput(process));
      }
      return new Started(process, door, work, pulse, token);
    } catch (IOException e) {
      door.close();
      throw e;
    }
  }

  /** What all processes have around them: found out when the first is started, as it takes time. */
  private record Surroundings(Box box, List<Path> readable, WorkerJava java) {}

  private synchronized Surroundings surroundings(Path work) throws IOException {
    Surroundings around = surroundings == null ? prepare(work) : surroundings;
    surroundings = around;
    return around;
  }

  private Surroundings prepare(Path work) throws IOException {
    Path prepared = Files.createDirectory(own.path().resolve(PREPARED));
    List<String> flags = runtime.prepare(prepared);
    var readable = readable();
    readable.add(prepared);
    Box best = Box.best(readable, work, program.java());
    log.info("Function processes are kept in by {}", best);
    return new Surroundings(best, List.copyOf(readable), new WorkerJava(program, flags));
  }

  private Set<Path> readable() throws IOException {
    var readable = new LinkedHashSet<Path>();
    for (String path : program.classPath().split(File.pathSeparator, -1)) {
      readable.add(
          Path.of(path.endsWith("*") ? path.substring(0, path.length() - 1) : path)
              .toAbsolutePath());
    }
    program.compilerFiles().forEach(file -> readable.add(file.toAbsolutePath()));
    Path java = program.javaHome().toRealPath();
    readable.add(program.javaHome().toAbsolutePath());
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

  /**
   * Has light workers start faster from now on, and at the next start of Impuls: makes their class
   * cache in the background, unless there is one. It takes some ten seconds of processor time.
   * Nothing depends on whether it succeeds.
   *
   * @param priority what its command begins with, to have {@link #LOWEST_PRIORITY} or the usual one
   */
  void makeClassCache(List<String> priority) {
    Thread.ofPlatform()
        .daemon()
        .name("impuls-class-cache")
        .start(() -> tryToMakeClassCache(priority));
  }

  private void tryToMakeClassCache(List<String> priority) {
    try {
      classes.make(file -> train(priority, file));
    } catch (IOException e) {
      if (!isClosed()) {
        log.info("Workers start without a class cache, as none can be made: {}", e.toString());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** Runs a worker until it is warm and has loaded what functions need; it then writes the file. */
  private void train(List<String> priority, Path file) throws IOException, InterruptedException {
    Path work = newDirectory();
    try {
      var command = new ArrayList<>(priority);
      command.addAll(surroundings(work).java().command(TRAINING, ClassCache.writing(file)));
      // Java says step by step what it does.
      Started worker = launch(TRAINING, command, work, TRAINING_TOKEN, Redirect.DISCARD);
      endWithThis(worker.process());
      var _ = worker.process().onExit().thenRun(() -> closeDoor(worker)); // It may not connect.
      awaitReady(worker.accept());
      int code = worker.process().waitFor();
      if (!Files.exists(file)) {
        throw new IOException("the Java that was to write it ended with " + code);
      }
    } finally {
      remove(work);
    }
  }

  /** Reads what a worker says until it is warm, and closes the channel. */
  static void awaitReady(SocketChannel worker) throws IOException {
    try (var in = new DataInputStream(Channels.newInputStream(worker))) {
      Message said;
      do {
        said = Frames.decode(ByteBuffer.wrap(in.readNBytes(in.readInt())));
      } while (!(said instanceof Message.Ready));
    }
  }

  private synchronized void endWithThis(Process process) {
    training = process;
    if (closed) {
      end(process);
    }
  }

  /** With what writes the cache, which is a process of its own. */
  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static void closeDoor(Started worker) {
    try {
      worker.door().close();
    } catch (IOException e) {
      log.debug("The socket of process {} cannot be closed", worker.process().pid(), e);
    }
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
    synchronized (this) {
      closed = true;
      if (training != null) {
        end(training);
      }
    }
    try {
      own.close();
    } catch (IOException e) {
      log.warn("The directory {} cannot be removed: {}", own.path(), e.toString());
    }
  }
}
