package dev.impuls.temporary;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A temporary directory of this process, in a folder that only its user may enter. A marker in it
 * repeats its random name and is locked while the process lives. So what a killed process left
 * behind is known for certain, and is removed when the next directory of its kind is made; anything
 * else, whatever it is called, is left alone.
 */
public final class OwnDirectory implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OwnDirectory.class);

  static final String FOLDER_PREFIX = "impuls-";
  static final String MARKER = ".impuls";

  /** Other names are tried if somebody else has the first. */
  static final int MAX_FOLDERS = 10;

  /** Paths of sockets in it have to be short. */
  private static final int MAX_USER_CHARS = 8;

  private static final int IDENTITY_CHARS = 10;
  private static final Pattern NAME = Pattern.compile("[0-9a-z]+-[0-9a-z]{" + IDENTITY_CHARS + "}");

  /** Those of this process are known by it, as locks tell a process nothing about itself. */
  static final String PROCESS_PREFIX = thisProcess() + "-";

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Object REMOVING = new Object();

  private final Path path;
  private final FileChannel marker;

  private OwnDirectory(Path path, FileChannel marker) {
    this.path = path;
    this.marker = marker;
  }

  /**
   * Makes an empty directory, and removes those of its kind that processes left behind.
   *
   * @param parent where temporary files belong, such as {@code /tmp}
   * @param kind what it is for; a word in its marker
   * @param beforeRemoval gets each directory that is about to be removed
   * @throws IOException if none can be made; the message says what is in the way
   */
  public static OwnDirectory make(Path parent, String kind, Consumer<Path> beforeRemoval)
      throws IOException {
    Path within = parent.toRealPath();
    String name = FOLDER_PREFIX + userName();
    for (int i = 0; i < MAX_FOLDERS; i++) {
      Path folder = within.resolve(i == 0 ? name : name + "-" + i);
      OwnDirectory made = makeIn(folder, kind);
      if (made != null) {
        removeLeftBehind(folder, kind, beforeRemoval);
        return made;
      }
      log.debug("{} is not a directory that only this user may enter", folder);
    }
    throw new IOException(
        within.resolve(name)
            + " and the names up to "
            + name
            + "-"
            + (MAX_FOLDERS - 1)
            + " are taken by what is not a directory of this user with the mode 0700; remove one"
            + " of them, or choose another directory for temporary files");
  }

  private static String userName() {
    String plain = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9_-]", "_");
    return plain.substring(0, Math.min(plain.length(), MAX_USER_CHARS));
  }

  /** Its number, and when it was started, as numbers come again. */
  private static String thisProcess() {
    ProcessHandle self = ProcessHandle.current();
    long started = self.info().startInstant().map(Instant::getEpochSecond).orElse(0L);
    return Long.toString(self.pid(), Character.MAX_RADIX)
        + Long.toString(started, Character.MAX_RADIX);
  }

  private static String randomIdentity() {
    return RANDOM
        .ints(IDENTITY_CHARS, 0, Character.MAX_RADIX)
        .map(digit -> Character.forDigit(digit, Character.MAX_RADIX))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Null if that folder is not this user's alone. */
  private static @Nullable OwnDirectory makeIn(Path folder, String kind) throws IOException {
    try {
      PrivateDirectory.create(folder);
    } catch (FileAlreadyExistsException e) {
      // Whose it is shows below.
    }
    if (!PrivateDirectory.isPrivate(folder)) {
      return null;
    }
    Path made = folder.resolve(PROCESS_PREFIX + randomIdentity());
    try {
      PrivateDirectory.create(made);
    } catch (AccessDeniedException e) {
      return null;
    }
    if (!PrivateDirectory.isPrivate(folder) || !PrivateDirectory.haveOneOwner(folder, made)) {
      Files.delete(made);
      return null;
    }
    try {
      return new OwnDirectory(made, mark(made, kind));
    } catch (IOException e) {
      Removal.remove(made);
      throw e;
    }
  }

  /** Locks the marker before there is anything in it, so that nobody takes it for left behind. */
  private static FileChannel mark(Path directory, String kind) throws IOException {
    FileChannel marker =
        FileChannel.open(
            directory.resolve(MARKER), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      marker.lock();
      var content = ByteBuffer.wrap(content(directory, kind));
      while (content.hasRemaining()) {
        marker.write(content);
      }
      return marker;
    } catch (IOException e) {
      marker.close();
      throw e;
    }
  }

  private static byte[] content(Path directory, String kind) {
    return ("Impuls removes this directory when the process that made it is gone.\nkind: "
            + kind
            + "\nidentity: "
            + directory.getFileName()
            + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void removeLeftBehind(Path folder, String kind, Consumer<Path> beforeRemoval)
      throws IOException {
    // One at a time: a file that this process has a lock on cannot even be tried by it again.
    synchronized (REMOVING) {
      for (Path path : Removal.entries(folder)) {
        try {
          removeIfLeftBehind(path, kind, beforeRemoval);
        } catch (NoSuchFileException e) {
          log.debug("{} was removed by another process", path, e);
        } catch (IOException e) {
          log.warn("{}, which a process left behind, cannot be removed: {}", path, e.toString());
        }
      }
    }
  }

  private static void removeIfLeftBehind(Path path, String kind, Consumer<Path> beforeRemoval)
      throws IOException {
    String name = path.getFileName().toString();
    Path file = path.resolve(MARKER);
    // Closing any file of a lock gives up all that this process has on it, so ours is not opened.
    if (name.startsWith(PROCESS_PREFIX)
        || !NAME.matcher(name).matches()
        || !PrivateDirectory.isPrivate(path)
        || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path folder = Objects.requireNonNull(path.getParent(), "the folder it is in");
    if (!PrivateDirectory.haveOneOwner(path, folder)
        || !PrivateDirectory.haveOneOwner(file, folder)) {
      return;
    }
    try (FileChannel marker =
            FileChannel.open(
                file,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        FileLock free = marker.tryLock()) {
      if (free == null || !holds(marker, content(path, kind))) {
        return;
      }
      beforeRemoval.accept(path);
      Removal.clear(path, MARKER);
    }
    removeCleared(path);
  }

  private static boolean holds(FileChannel file, byte[] expected) throws IOException {
    var content = ByteBuffer.allocate(expected.length + 1);
    int read = 0;
    while (read >= 0 && content.hasRemaining()) {
      read = file.read(content);
    }
    return Arrays.equals(Arrays.copyOf(content.array(), content.position()), expected);
  }

  /** The marker goes last, so that a removal that was cut short can be gone on with. */
  private static void removeCleared(Path directory) throws IOException {
    Files.deleteIfExists(directory.resolve(MARKER));
    Files.deleteIfExists(directory);
  }

  /** Where it is, with all links resolved. */
  public Path path() {
    return path;
  }

  /** Removes it with all that is in it; fine if it is gone, or was closed before. */
  @Override
  public void close() throws IOException {
    if (!marker.isOpen()) {
      return;
    }
    try (marker) {
      Removal.clear(path, MARKER);
    } catch (NoSuchFileException e) {
      return; // Systems remove temporary files that are old.
    }
    removeCleared(path);
  }
}
