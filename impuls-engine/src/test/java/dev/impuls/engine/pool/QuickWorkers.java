package dev.impuls.engine.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.KeptClasses;
import dev.impuls.engine.js.JsRuntime;
import dev.impuls.engine.js.JsWorker;
import dev.impuls.engine.wire.Pulse;
import dev.impuls.engine.worker.WorkerMain;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Settings for real function processes that start in a third of the time, as hundreds are started
 * by tests: their Java has loaded the classes before and kept them, and compiles with the first of
 * its compilers only.
 */
public final class QuickWorkers {
  private static final int PATIENCE_SECONDS = 120;
  private static final int MOST_PROCESSES = 8;

  private QuickWorkers() {}

  private static final class Made {
    static final WorkerSettings SETTINGS = make();
  }

  /** No spare processes, as each test has functions of its own, and no compiler. */
  public static WorkerSettings settings() {
    return Made.SETTINGS;
  }

  /** What its workers run. */
  static JsRuntime runtime() {
    return (JsRuntime) settings().runtime();
  }

  private static WorkerSettings make() {
    try {
      var java = JsRuntime.ofThisJava(null);
      var usual = WorkerSettings.usual(java);
      var kept =
          KeptClasses.of(
              "quick-processes",
              withoutTests(java.classPath()),
              (classPath, flag, output) -> train(java.program().java(), classPath, flag, output));
      // Tests may run in several processes at once, each with a number.
      String fork = System.getProperty("test.fork", "0");
      Path home = Path.of("target", "quick-processes-java", fork).toAbsolutePath();
      writeJava(home, java.program().java(), kept.cache());
      return new WorkerSettings(
          new JsRuntime(home, kept.classPath(), null),
          usual.directory(),
          0,
          0,
          MOST_PROCESSES,
          usual.mostMemoryMb(),
          usual.idleKept());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String withoutTests(String classPath) {
    return Stream.of(classPath.split(File.pathSeparator, -1))
        .filter(path -> !path.endsWith("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Lets a process warm up and end, and its Java write down what it loaded. */
  private static void train(String java, String classPath, String flag, Path output)
      throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("quick-");
    Path socket = directory.resolve("s");
    var _ = Pulse.create(directory.resolve(Pulse.FILE));
    var command =
        List.of(
            java,
            "-Xlog:disable",
            flag,
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-cp",
            classPath,
            JsWorker.class.getName(),
            socket.toString(),
            WorkerMain.OWN,
            "1000000",
            "100000");
    try (var door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      door.bind(UnixDomainSocketAddress.of(socket));
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      var _ = process.onExit().thenRun(() -> close(door)); // It may not come to knock.
      try (OutputStream in = process.getOutputStream()) {
        in.write("token\n".getBytes(StandardCharsets.UTF_8));
      }
      Launcher.awaitReady(door.accept()); // It has then loaded what functions need.
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (IOException e) {
      throw new IOException("the process said: " + Files.readString(output), e);
    } finally {
      Files.deleteIfExists(socket);
      Files.deleteIfExists(directory.resolve(Pulse.FILE));
      Files.delete(directory);
    }
  }

  private static void close(ServerSocketChannel door) {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeJava(Path home, String java, Path cache) throws IOException {
    Path script = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(
        script,
        String.join(
            "\n",
            Arrays.asList(
                "#!/bin/sh",
                "exec '" + java + "' -XX:AOTCache='" + cache + "' -XX:TieredStopAtLevel=1 \"$@\"",
                "")));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
