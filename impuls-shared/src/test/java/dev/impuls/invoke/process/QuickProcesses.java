package dev.impuls.invoke.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Settings for real function processes that start in a third of the time, as hundreds are started
 * by tests: their Java has loaded the classes before and kept them, and compiles with the first of
 * its compilers only.
 */
final class QuickProcesses {
  private static final int PATIENCE_SECONDS = 120;
  private static final int MOST_PROCESSES = 8;

  private QuickProcesses() {}

  private static final class Made {
    static final ProcessSettings SETTINGS = make();
  }

  /** No spare processes, as each test has functions of its own, and no compiler. */
  static ProcessSettings settings() {
    return Made.SETTINGS;
  }

  private static ProcessSettings make() {
    try {
      // Tests may run in several processes at once, each with a number.
      String fork = System.getProperty("test.fork", "0");
      Path directory = Files.createDirectories(Path.of("target", "quick-processes", fork));
      Path cache = directory.resolve("classes.aot").toAbsolutePath();
      var usual = ProcessSettings.ofThisJava(null).withSpares(0);
      String classPath = jars(usual.classPath(), directory);
      keepClasses(usual.java(), classPath, cache);
      Path home = directory.resolve("java").toAbsolutePath();
      writeJava(home, usual.java(), cache);
      return new ProcessSettings(
          home,
          classPath,
          null,
          usual.directory(),
          usual.spares(),
          MOST_PROCESSES,
          usual.mostMemoryMb(),
          usual.idleKept());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Java keeps no classes of directories. */
  private static String jars(String classPath, Path directory) throws IOException {
    var jars = new ArrayList<String>();
    for (String path : classPath.split(File.pathSeparator, -1)) {
      if (path.endsWith(".jar")) {
        jars.add(path);
      } else if (!path.endsWith("test-classes")) {
        Path jar = directory.resolve("impuls-" + jars.size() + ".jar").toAbsolutePath();
        writeJar(Path.of(path), jar);
        jars.add(jar.toString());
      }
    }
    return String.join(File.pathSeparator, jars);
  }

  private static void writeJar(Path from, Path jar) throws IOException {
    try (Stream<Path> files = Files.walk(from);
        var out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new ZipEntry(from.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
  }

  /** Lets a process warm up and end, and its Java write down what it loaded. */
  private static void keepClasses(String java, String classPath, Path cache)
      throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("quick-");
    Path socket = directory.resolve("s");
    Path output = cache.resolveSibling("output");
    var command =
        List.of(
            java,
            "-Xlog:disable",
            "-XX:AOTCacheOutput=" + cache,
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-cp",
            classPath,
            FunctionProcess.class.getName(),
            socket.toString(),
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
      awaitReady(door);
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (IOException e) {
      throw new IOException("the process said: " + Files.readString(output), e);
    } finally {
      Files.deleteIfExists(socket);
      Files.delete(directory);
    }
    assertThat(cache).exists();
  }

  /** It has then loaded what functions need, the library included. */
  private static void awaitReady(ServerSocketChannel door) throws IOException {
    try (var in = new DataInputStream(Channels.newInputStream(door.accept()))) {
      Message said;
      do {
        said = Frames.decode(ByteBuffer.wrap(in.readNBytes(in.readInt())));
      } while (!(said instanceof Message.Ready));
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
