package dev.impuls;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Classes as a Java machine has them when it has loaded them, for machines that start in a third of
 * the time, as hundreds are started by tests. They are made once by whichever of the processes that
 * run tests needs them first, and again when a class has changed.
 *
 * @param classPath what machines are to be started with, in this order; Java keeps no classes of
 *     directories, so these are jars
 * @param cache what {@code -XX:AOTCache} is to name
 */
public record KeptClasses(String classPath, Path cache) {
  private static final String READY = "ready";

  /** Runs a machine that loads what others will, to its end. */
  @FunctionalInterface
  public interface Training {
    /**
     * Returns when it has ended.
     *
     * @param flag what has the machine write down the classes
     */
    void run(String classPath, String flag, Path output) throws IOException, InterruptedException;
  }

  /**
   * Those that the training loads.
   *
   * @param name of a directory in {@code target}
   * @param classPath of files and directories that are there
   */
  public static KeptClasses of(String name, String classPath, Training training)
      throws IOException, InterruptedException {
    Path home = Files.createDirectories(Path.of("target", name).toAbsolutePath());
    try (var file =
            FileChannel.open(
                home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = file.lock()) {
      var jars = new ArrayList<String>();
      var made = new ArrayList<byte[]>();
      MessageDigest digest = sha256();
      digest.update(System.getProperty("java.home").getBytes(StandardCharsets.UTF_8));
      digest.update(java.lang.Runtime.version().toString().getBytes(StandardCharsets.UTF_8));
      for (String path : classPath.split(File.pathSeparator, -1)) {
        digest.update((path + "\n").getBytes(StandardCharsets.UTF_8));
        if (path.endsWith(".jar")) {
          jars.add(path);
        } else {
          byte[] jar = jar(Path.of(path));
          digest.update(jar);
          jars.add("");
          made.add(jar);
        }
      }
      Path directory = home.resolve(HexFormat.of().formatHex(digest.digest(), 0, 8));
      for (int i = 0, n = 0; i < jars.size(); i++) {
        if (jars.get(i).isEmpty()) {
          jars.set(i, directory.resolve(n++ + ".jar").toString());
        }
      }
      var kept = new KeptClasses(String.join(File.pathSeparator, jars), directory.resolve("c.aot"));
      if (!Files.exists(directory.resolve(READY))) {
        removeAllIn(home);
        Files.createDirectory(directory);
        for (int n = 0; n < made.size(); n++) {
          Files.write(directory.resolve(n + ".jar"), made.get(n));
        }
        kept.make(training);
        Files.createFile(directory.resolve(READY));
      }
      return kept;
    }
  }

  private void make(Training training) throws IOException, InterruptedException {
    Path output = cache.resolveSibling("output");
    training.run(classPath, "-XX:AOTCacheOutput=" + cache, output);
    if (!Files.exists(cache)) {
      throw new IOException("no classes were kept; Java said: " + Files.readString(output));
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same bytes for the same classes. */
  private static byte[] jar(Path from) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (Stream<Path> files = Files.walk(from);
        var out = new JarOutputStream(bytes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        var entry = new ZipEntry(from.relativize(file).toString());
        entry.setTime(0);
        out.putNextEntry(entry);
        Files.copy(file, out);
      }
    }
    return bytes.toByteArray();
  }

  /** Of classes as they were. */
  private static void removeAllIn(Path home) throws IOException {
    try (Stream<Path> old = Files.walk(home)) {
      for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(home) && !path.endsWith("lock")) {
          Files.delete(path);
        }
      }
    }
  }
}
