package dev.impuls.transfer;

import dev.impuls.temporary.OwnDirectory;
import dev.impuls.temporary.Removal;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that go when they are not needed any more, and with the process at the latest: they hold
 * functions, whose environments may be secret. Nobody else may read them.
 */
public final class Temporary {
  private static final Logger log = LoggerFactory.getLogger(Temporary.class);

  /** All that was made and not removed yet: nothing else is ever removed. */
  private static final Set<Path> MADE = ConcurrentHashMap.newKeySet();

  /** What the markers of its directories say. */
  private static final String KIND = "files of transfers";

  private static final AtomicReference<@Nullable OwnDirectory> OWN = new AtomicReference<>();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Temporary::deleteAll, "impuls-temporary"));
  }

  private Temporary() {}

  /** Removes what processes left of theirs that were killed; to be called when a program starts. */
  public static void removeLeftBehind() {
    try {
      var _ = own();
    } catch (IOException e) {
      log.warn("There can be no temporary files: {}", e.toString());
    }
  }

  /** This process's directory; another one if it is gone, as systems remove what is old. */
  private static Path own() throws IOException {
    synchronized (OWN) {
      OwnDirectory own = OWN.get();
      if (own == null || !Files.isDirectory(own.path(), LinkOption.NOFOLLOW_LINKS)) {
        if (own != null) {
          own.close();
        }
        own = OwnDirectory.make(Path.of(System.getProperty("java.io.tmpdir")), KIND, path -> {});
        OWN.set(own);
      }
      return own.path();
    }
  }

  /** Makes a file in this process's directory, in the folder for temporary files. */
  public static Path file(String prefix, String suffix) throws IOException {
    Path made = Files.createTempFile(own(), prefix, suffix);
    MADE.add(made);
    return made;
  }

  /** Makes a file beside where it is to go. */
  static Path fileIn(Path directory, String prefix, String suffix) throws IOException {
    try {
      Path made = Files.createTempFile(directory, prefix, suffix);
      MADE.add(made);
      return made;
    } catch (IOException e) {
      throw about(directory, e);
    }
  }

  /** Makes a directory beside where what is in it is to go. */
  static Path directoryIn(Path directory, String prefix) throws IOException {
    try {
      Path made = Files.createTempDirectory(directory, prefix);
      MADE.add(made);
      return made;
    } catch (IOException e) {
      throw about(directory, e);
    }
  }

  /** Nobody knows the file that could not be made there. */
  private static IOException about(Path directory, IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> new NoSuchFileException(directory.toString());
      case AccessDeniedException _ -> new AccessDeniedException(directory.toString());
      default -> e;
    };
  }

  /** Makes a directory where {@link #file} makes files. */
  public static Path directory(String prefix) throws IOException {
    Path made = Files.createTempDirectory(own(), prefix);
    MADE.add(made);
    return made;
  }

  /** Writes what becomes a file. */
  public interface Body<T, X extends Exception> {
    T write(OutputStream out) throws IOException, X;
  }

  /**
   * Writes a file whole or not at all, beside where it is to go; one that is there, behind links
   * too, is replaced in the end. Nobody else may read it then.
   *
   * @return what the body returned
   */
  public static <T, X extends Exception> T inPlace(Path file, Body<T, X> body)
      throws IOException, X {
    Path path = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path parent = Objects.requireNonNull(path.getParent(), "an absolute path of a file");
    Path part = fileIn(parent, ".impuls-", ".part");
    try {
      T written;
      try (var disk = new FileOutputStream(part.toFile());
          var out = new BufferedOutputStream(disk)) {
        written = body.write(out);
        out.flush();
        disk.getFD().sync();
      }
      Files.move(part, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      return written;
    } finally {
      delete(part);
    }
  }

  /**
   * Removes what was made, with all that is in it; fine if it is gone.
   *
   * @throws IllegalArgumentException if there is something that was not made here
   */
  public static void delete(Path made) throws IOException {
    if (!MADE.contains(made)) {
      if (Files.exists(made, LinkOption.NOFOLLOW_LINKS)) {
        throw new IllegalArgumentException(made + " is no temporary file that was made here");
      }
      return;
    }
    Removal.remove(made);
    MADE.remove(made);
  }

  private static void deleteAll() {
    for (Path made : MADE) {
      try {
        delete(made);
      } catch (IOException e) {
        log.warn("{} cannot be removed", made, e);
      }
    }
    OwnDirectory own = OWN.get();
    if (own != null) {
      try {
        own.close();
      } catch (IOException e) {
        log.warn("{} cannot be removed", own.path(), e);
      }
    }
  }
}
