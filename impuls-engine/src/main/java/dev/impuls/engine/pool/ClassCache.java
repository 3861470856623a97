package dev.impuls.engine.pool;

import dev.impuls.engine.runtime.WorkerProgram;
import dev.impuls.temporary.PrivateDirectory;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes of workers as Java keeps them once they are loaded (an AOT cache, JEP 514), for light
 * workers to start in a third of the time. It is one file in a directory that only this user may
 * enter, named by a checksum of what it was made with (the Java, the jars, the collector) and by
 * one of its content: a file of another build or a damaged one is not found. Making one deletes
 * those of other builds of the same installation. May be used by any thread and several processes.
 */
final class ClassCache {
  private static final Logger log = LoggerFactory.getLogger(ClassCache.class);

  private static final String SILENT = "-Xlog:disable";
  private static final String PREFIX = "worker-";
  private static final String SUFFIX = ".aot";
  private static final String LOCK = "lock";
  private static final String UNFINISHED = "unfinished";
  private static final int INSTALLATION_BYTES = 4;
  private static final int BUILD_BYTES = 8;
  private static final int BUFFER_BYTES = 64 * 1024;

  /**
   * Jars of our own are smaller; all builds of them have one time, so their content tells them
   * apart. Larger ones are libraries and too large to be read at each start.
   */
  private static final long LARGE_JAR_BYTES = 8 << 20;

  private final Path directory;
  private final Path own;

  /** Begins the names of all files of this installation. */
  private final String installation;

  /** Begins the names of those that were made with what there is now; null if none can be. */
  private final @Nullable String build;

  private volatile @Nullable Path found;

  /** Runs a worker that has Java write a cache into the file, until both have ended. */
  @FunctionalInterface
  interface Training {
    void run(Path file) throws IOException, InterruptedException;
  }

  /**
   * @param directory is made when the first cache is
   * @param own a directory of this user, to tell who that is
   */
  ClassCache(Path directory, Path own, WorkerProgram program) {
    this.directory = directory;
    this.own = own;
    installation =
        PREFIX + sha256(program.javaHome() + "\n" + program.classPath(), INSTALLATION_BYTES);
    build = build(program);
  }

  /** Returns where this user's caches are. */
  static Path usualDirectory(Map<String, String> environment, String system, Path home) {
    if (system.toLowerCase(Locale.ROOT).contains("mac")) {
      return home.resolve("Library/Caches/Impuls/workers");
    }
    // XDG Base Directory Specification: a path that is not absolute is to be ignored.
    String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
    return (caches.startsWith("/") ? Path.of(caches) : home.resolve(".cache"))
        .resolve("impuls/workers");
  }

  /** Returns the flags that have a Java take classes from a file, and say nothing if it cannot. */
  static List<String> reading(Path file) {
    return List.of("-XX:AOTCache=" + file, SILENT);
  }

  /** Returns the flags that have a Java write its classes into a file when it ends. */
  static List<String> writing(Path file) {
    return List.of(
        "-XX:AOTCacheOutput=" + file,
        // Profiles kept with the classes would have the second compiler busy from the first moment,
        // with code that is not hot yet.
        "-XX:+UnlockDiagnosticVMOptions",
        "-XX:-AOTRecordTraining",
        SILENT);
  }

  /**
   * Returns the file to start workers with, or null if there is none. Reads it whole the first
   * time, as Java would crash on a damaged one.
   */
  @Nullable Path file() {
    Path file = found;
    if (file == null || !Files.exists(file)) {
      file = look();
      found = file;
    }
    return file;
  }

  private @Nullable Path look() {
    if (build == null) {
      return null;
    }
    try {
      if (!isPrivate()) {
        return null;
      }
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(directory, build + "*" + SUFFIX)) {
        for (Path file : files) {
          if (file.equals(finished(file))) {
            return file;
          }
          log.info("{} is damaged, and is made again", file);
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      log.info("No class cache can be read from {}: {}", directory, e.toString());
    }
    return null;
  }

  /** Makes a cache unless there is one, none can be made, or another process is making it. */
  void make(Training training) throws IOException, InterruptedException {
    if (build == null || file() != null) {
      return;
    }
    createPrivate();
    if (!isPrivate()) {
      throw new IOException(directory + " is not a directory of this user with the mode 0700");
    }
    try (FileChannel channel =
            FileChannel.open(
                directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null && file() == null) {
        train(training);
      }
    } catch (OverlappingFileLockException e) {
      log.debug("Another thread makes the class cache", e);
    }
  }

  private void train(Training training) throws IOException, InterruptedException {
    Path unfinished = directory.resolve(UNFINISHED);
    try {
      Files.deleteIfExists(unfinished);
      training.run(unfinished);
      Path file = finished(unfinished);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      found = file;
      deleteOthers(file);
    } finally {
      Files.deleteIfExists(unfinished);
      Files.deleteIfExists(unfinished.resolveSibling(UNFINISHED + ".config")); // Java's own.
    }
  }

  private void deleteOthers(Path kept) throws IOException {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(directory, installation + "*" + SUFFIX)) {
      for (Path file : files) {
        if (!file.equals(kept)) {
          Files.deleteIfExists(file); // A worker that has it open keeps what it has.
        }
      }
    }
  }

  /** The name a file of that content has to have. */
  private Path finished(Path file) throws IOException {
    return directory.resolve(build + "-" + checksum(file) + SUFFIX);
  }

  private static String checksum(Path file) throws IOException {
    var crc = new CRC32();
    var buffer = ByteBuffer.allocate(BUFFER_BYTES);
    try (FileChannel in = FileChannel.open(file)) {
      while (in.read(buffer) >= 0) {
        crc.update(buffer.flip());
        buffer.clear();
      }
    }
    return Long.toHexString(crc.getValue());
  }

  private static String sha256(String text, int bytes) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void createPrivate() throws IOException {
    if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    PrivateDirectory.create(directory);
  }

  private boolean isPrivate() throws IOException {
    return PrivateDirectory.isPrivate(directory) && PrivateDirectory.haveOneOwner(directory, own);
  }

  /** Null if Java keeps no classes of that: of directories, or of what is no JDK. */
  private @Nullable String build(WorkerProgram program) {
    var made = new StringBuilder(WorkerJava.COLLECTOR);
    try {
      made.append(Files.readString(program.javaHome().resolve("release")));
      for (String path : program.classPath().split(File.pathSeparator, -1)) {
        Path jar = Path.of(path);
        if (!path.endsWith(".jar") || !Files.isRegularFile(jar)) {
          return null;
        }
        long size = Files.size(jar);
        made.append('\n').append(size).append(' ').append(Files.getLastModifiedTime(jar));
        if (size < LARGE_JAR_BYTES) {
          made.append(' ').append(checksum(jar));
        }
      }
    } catch (IOException e) {
      log.debug("There is no class cache for this Java: {}", e.toString());
      return null;
    }
    return installation + "-" + sha256(made.toString(), BUILD_BYTES);
  }
}
