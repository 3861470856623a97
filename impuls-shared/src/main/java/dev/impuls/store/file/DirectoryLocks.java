package dev.impuls.store.file;

import dev.impuls.store.StoreUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One writer at a time for each function of a directory, across threads and processes: a lock on
 * one byte of a lock file, at a position derived from the name. The system gives up the locks of a
 * process that ends, however it ends, so none is ever stale. Names that share a position wait for
 * each other, which harms nothing.
 *
 * <p>POSIX gives up all locks a process has on a file when it closes any descriptor of it. So all
 * stores of one directory in this process share one {@code DirectoryLocks}, and with it one
 * descriptor; that is what the registry of this class is for, and its only state.
 */
final class DirectoryLocks implements AutoCloseable {
  private static final ConcurrentHashMap<Path, DirectoryLocks> OPEN = new ConcurrentHashMap<>();

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long FIRST_PAUSE_NANOS = 200_000;
  private static final long LONGEST_PAUSE_NANOS = 10_000_000;

  private final Path file;
  private final FileOperations files;
  private final ReentrantLock[] inProcess = new ReentrantLock[1024];
  private int users;
  private @Nullable FileChannel channel;
  private @Nullable Object channelKey;

  private DirectoryLocks(Path file, FileOperations files) {
    this.file = file;
    this.files = files;
    for (int i = 0; i < inProcess.length; i++) {
      inProcess[i] = new ReentrantLock();
    }
  }

  /**
   * The locks of a directory; close them once for each time they were opened.
   *
   * @param file the lock file, in a directory that exists
   * @param files makes the lock file when it is first needed
   */
  static DirectoryLocks open(Path file, FileOperations files) throws IOException {
    Path directory = Objects.requireNonNull(file.getParent(), "a lock file is in a directory");
    Path real = directory.toRealPath().resolve(file.getFileName());
    return Objects.requireNonNull(
        OPEN.compute(
            real,
            (path, open) -> {
              DirectoryLocks locks = open == null ? new DirectoryLocks(path, files) : open;
              locks.users++;
              return locks;
            }));
  }

  /** A lock that is held until closed. */
  interface Held extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  /**
   * Waits for the lock of that name.
   *
   * @throws StoreUnavailableException if somebody else holds it for ten seconds
   * @throws IOException if there can be no lock file
   */
  Held lock(String name) throws IOException {
    Held held = tryLock(name, PATIENCE);
    if (held == null) {
      throw new StoreUnavailableException(
          "The function \""
              + name
              + "\" is being changed by somebody else for "
              + PATIENCE.toSeconds()
              + " seconds now; try again later",
          null);
    }
    return held;
  }

  /** Whether somebody in this process changes that function now; true for some others then, too. */
  boolean isHeldHere(String name) {
    return inProcess(position(name)).isLocked();
  }

  private ReentrantLock inProcess(long position) {
    return inProcess[(int) (position % inProcess.length)];
  }

  /** Where file systems fold case, names that differ by case only are one file. */
  private static long position(String name) {
    return Integer.toUnsignedLong(name.toLowerCase(Locale.ROOT).hashCode());
  }

  /** The lock of that name, or null if it was not free within that time. */
  @Nullable Held tryLock(String name, Duration patience) throws IOException {
    long position = position(name);
    ReentrantLock local = inProcess(position);
    long deadline = System.nanoTime() + patience.toNanos();
    boolean held = false;
    try {
      if (!local.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        return null;
      }
      try {
        FileLock lock = lockFile(position, deadline);
        if (lock == null) {
          return null;
        }
        held = true;
        return () -> {
          try {
            lock.release();
          } finally {
            local.unlock();
          }
        };
      } finally {
        if (!held) {
          local.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("Interrupted while waiting for \"" + name + "\"", e);
    }
  }

  private @Nullable FileLock lockFile(long position, long deadline)
      throws IOException, InterruptedException {
    long pause = FIRST_PAUSE_NANOS;
    while (true) {
      FileLock lock = tryFileLock(position);
      if (lock != null) {
        return lock;
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return null;
      }
      TimeUnit.NANOSECONDS.sleep(Math.min(pause, left));
      pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
    }
  }

  /** An interrupt in the middle would close the channel, and with it give up everybody's locks. */
  private @Nullable FileLock tryFileLock(long position) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      return channel().tryLock(position, 1, false);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The lock file's channel; a new one if the file was removed or replaced, as by a restore. */
  private synchronized FileChannel channel() throws IOException {
    FileChannel open = channel;
    Stamp stamp = Stamp.of(file);
    if (open != null && open.isOpen() && stamp != null && Objects.equals(stamp.key(), channelKey)) {
      return open;
    }
    try {
      if (stamp == null) {
        files.createFile(file);
      }
      open = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    } catch (FileSystemException e) {
      var failure =
          new FileSystemException(String.valueOf(file.getParent()), null, "takes no writes");
      failure.initCause(e);
      throw failure;
    }
    channelKey = Objects.requireNonNull(Stamp.of(file)).key();
    // The channel it takes the place of stays open, for the sake of the locks held on it.
    channel = open;
    return open;
  }

  /** True if locks can be had, that is, if the directory takes writes. */
  boolean isWritable() {
    return Files.isWritable(Objects.requireNonNull(file.getParent()))
        && (!Files.exists(file) || Files.isWritable(file));
  }

  @Override
  public void close() throws IOException {
    try {
      OPEN.computeIfPresent(
          file,
          (path, locks) -> {
            users--;
            if (users > 0) {
              return locks;
            }
            // Within the registry's lock: closing it later would give up the locks of a successor.
            closeChannel();
            return null;
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private synchronized void closeChannel() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
