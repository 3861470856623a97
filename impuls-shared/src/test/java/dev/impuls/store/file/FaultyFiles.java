package dev.impuls.store.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** A disk on which operations fail as a test wants them to. */
final class FaultyFiles implements FileOperations {
  private final FileOperations disk = new DiskOperations(false);
  private final Before before;

  /** Called before each operation; may throw in its place. */
  @FunctionalInterface
  interface Before {
    void operation(String operation) throws IOException;
  }

  /** How an operation fails. */
  enum Failure {
    NO_SPACE,
    DENIED,
    /** Half of what was to be written is. */
    TORN,
    /** It happens, and fails nevertheless. */
    DONE_BUT_FAILED,
    /** The process ends before it: nothing happens any more. */
    CRASH,
    /** The process ends in the middle of it. */
    TORN_CRASH
  }

  FaultyFiles(Before before) {
    this.before = before;
  }

  /** A disk on which nothing fails. */
  static FaultyFiles sound() {
    return new FaultyFiles(operation -> {});
  }

  /** A disk on which the operation of that number, from 1, fails. */
  static FaultyFiles failing(Failure failure, int number) {
    return new FaultyFiles(new Countdown(failure, number));
  }

  /** True if the operation that was to fail was asked for. */
  boolean hasFailed() {
    return before instanceof Countdown countdown && countdown.left <= 0;
  }

  /** From now on nothing fails. */
  void heal() {
    if (before instanceof Countdown countdown) {
      countdown.healed = true;
    }
  }

  private static final class Countdown implements Before {
    private final Failure failure;
    private int left;
    private boolean healed;

    Countdown(Failure failure, int number) {
      this.failure = failure;
      this.left = number;
    }

    @Override
    public void operation(String operation) throws IOException {
      if (healed) {
        return;
      }
      left--;
      boolean ends = failure == Failure.CRASH || failure == Failure.TORN_CRASH;
      if (left == 0 || (ends && left < 0)) {
        switch (failure) {
          case DENIED -> throw new AccessDeniedException(operation);
          case TORN, TORN_CRASH, DONE_BUT_FAILED -> {
            if (left == 0) {
              throw new Partial(failure, operation);
            }
            throw new IOException("after the end: " + operation);
          }
          default -> throw new IOException("No space left on device: " + operation);
        }
      }
    }
  }

  /** Asks for part of the operation to be done before it fails. */
  private static final class Partial extends IOException {
    private static final long serialVersionUID = 1L;

    private final Failure failure;

    Partial(Failure failure, String operation) {
      super("Input/output error: " + operation);
      this.failure = failure;
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  private void run(String operation, Step torn, Step whole) throws IOException {
    try {
      before.operation(operation);
    } catch (Partial e) {
      (e.failure == Failure.DONE_BUT_FAILED ? whole : torn).run();
      throw e;
    }
    whole.run();
  }

  private static void nothing() {}

  @Override
  public void createDirectory(Path directory) throws IOException {
    run("create " + directory, FaultyFiles::nothing, () -> disk.createDirectory(directory));
  }

  @Override
  public void createFile(Path file) throws IOException {
    run("create " + file, FaultyFiles::nothing, () -> disk.createFile(file));
  }

  @Override
  public void write(Path file, byte[] content, Instant modified) throws IOException {
    run(
        "write " + file,
        // A write that ends in the middle has not come to set the time.
        () -> disk.write(file, Arrays.copyOf(content, content.length / 2), Instant.now()),
        () -> disk.write(file, content, modified));
  }

  @Override
  public void setTime(Path file, Instant modified) throws IOException {
    run("set the time of " + file, FaultyFiles::nothing, () -> disk.setTime(file, modified));
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    run("move " + from, FaultyFiles::nothing, () -> disk.move(from, to));
  }

  @Override
  public void delete(Path path) throws IOException {
    run("delete " + path, FaultyFiles::nothing, () -> disk.delete(path));
  }

  @Override
  public void sync(List<Path> paths) throws IOException {
    // These tests look at what processes leave to processes, which needs no disk to be waited for.
    run("sync " + paths, FaultyFiles::nothing, FaultyFiles::nothing);
  }
}
