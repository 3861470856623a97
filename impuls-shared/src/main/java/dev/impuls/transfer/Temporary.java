package dev.impuls.transfer;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that go when they are not needed any more, and with the process at the latest: they hold
 * functions, whose environments may be secret. Nobody else may read them.
 */
public final class Temporary {
  private static final Logger log = LoggerFactory.getLogger(Temporary.class);

  private static final Set<Path> MADE = ConcurrentHashMap.newKeySet();

  /** Tells whose a file is that a process left behind that was killed. */
  private static final String OWNER = ProcessHandle.current().pid() + "-";

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Temporary::deleteAll, "impuls-temporary"));
  }

  private Temporary() {}

  /** Makes a file where temporary ones belong; its name has the process's id after the prefix. */
  public static Path file(String prefix, String suffix) throws IOException {
    Path made = Files.createTempFile(prefix + OWNER, suffix);
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

  /** Makes a directory where temporary files belong, named as they are. */
  public static Path directory(String prefix) throws IOException {
    Path made = Files.createTempDirectory(prefix + OWNER);
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

  /** Removes what was made, with all that is in it; fine if it is gone. */
  public static void delete(Path made) throws IOException {
    MADE.remove(made);
    if (!Files.exists(made)) {
      return;
    }
    Files.walkFileTree(
        made,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException e)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void deleteAll() {
    for (Path made : MADE) {
      try {
        delete(made);
      } catch (IOException e) {
        log.warn("{} cannot be removed", made, e);
      }
    }
  }
}
