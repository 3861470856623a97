package dev.impuls.store.file;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The steps on a real disk. */
final class DiskOperations implements FileOperations {
  private static final boolean WINDOWS = File.separatorChar == '\\';

  private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();

  private final Set<PosixFilePermission> fileMode;
  private final Set<PosixFilePermission> directoryMode;

  /**
   * @param privateFiles modes 0600 and 0700 instead of 0644 and 0755
   */
  DiskOperations(boolean privateFiles) {
    this.fileMode = PosixFilePermissions.fromString(privateFiles ? "rw-------" : "rw-r--r--");
    this.directoryMode = PosixFilePermissions.fromString(privateFiles ? "rwx------" : "rwxr-xr-x");
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    try {
      Files.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        return;
      }
      throw e;
    }
    setMode(directory, directoryMode);
  }

  @Override
  public void createFile(Path file) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      return;
    }
    setMode(file, fileMode);
  }

  @Override
  public void write(Path file, byte[] content, Instant modified) throws IOException {
    try (var channel = newFile(file)) {
      setMode(file, fileMode);
      var buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
    Files.setLastModifiedTime(file, FileTime.from(modified));
  }

  /** A new file each time: a link somebody put there is removed, not written through. */
  private FileChannel newFile(Path file) throws IOException {
    try {
      return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      Files.delete(file);
      return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }
  }

  @Override
  public void setTime(Path file, Instant modified) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(modified));
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void delete(Path path) throws IOException {
    Files.deleteIfExists(path);
  }

  @Override
  public void sync(List<Path> paths) throws IOException {
    // Asked for at the same time, they share the file system's next journal commit.
    var others = new ArrayList<Future<?>>();
    for (Path path : paths.subList(1, paths.size())) {
      others.add(
          THREADS.submit(
              () -> {
                sync(path);
                return null;
              }));
    }
    IOException failure = null;
    try {
      sync(paths.getFirst());
    } catch (IOException e) {
      failure = e;
    }
    for (Future<?> other : others) {
      IOException e = outcome(other);
      failure = failure == null ? e : failure;
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static @Nullable IOException outcome(Future<?> sync) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          sync.get();
          return null;
        } catch (InterruptedException e) {
          interrupted = true; // What is being written out is waited for all the same.
        } catch (ExecutionException e) {
          return e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void sync(Path path) throws IOException {
    if (WINDOWS && Files.isDirectory(path)) {
      return; // Windows opens no directories; NTFS journals the names itself.
    }
    var mode = WINDOWS ? StandardOpenOption.WRITE : StandardOpenOption.READ;
    try (var channel = FileChannel.open(path, mode)) {
      channel.force(true);
    }
  }

  /** The umask would otherwise decide; mostly it decides the same. */
  private static void setMode(Path path, Set<PosixFilePermission> mode) throws IOException {
    if (!WINDOWS && !Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS).equals(mode)) {
      Files.setPosixFilePermissions(path, mode);
    }
  }
}
