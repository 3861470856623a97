package dev.impuls.engine.wire;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * A few bytes that a worker and its server both have in memory, in a file of the worker's
 * directory: a counter that goes on as long as the worker gets anything done, and which call was to
 * blame for its end. What a worker wrote there is read after it was killed, whatever it was killed
 * by. A worker that was taken over may write anything there, so nothing but its own calls is
 * decided by it.
 */
public final class Pulse {
  /** The file's name in the worker's directory. */
  public static final String FILE = "pulse";

  private static final int BYTES = 20;
  private static final int BEATS = 0;
  private static final int CAUSE = 8;
  private static final int CALL = 12;
  private static final int FUNCTION = 16;

  private final MappedByteBuffer memory;

  private Pulse(MappedByteBuffer memory) {
    this.memory = memory;
  }

  /** What a call may have ended its worker by. */
  public enum Cause {
    NONE(0),
    /** It held more memory than others when the worker was heard of last. */
    SUSPECTED(1),
    /** Its code went on though it was told to stop. */
    DOES_NOT_STOP(2),
    /** It used up the worker's memory. */
    MEMORY(3);

    private final int code;

    Cause(int code) {
      this.code = code;
    }
  }

  /** Makes the file, for a worker that is to be started. */
  public static Pulse create(Path file) throws IOException {
    // Written and not only lengthened: a full disk is to show here, not when memory is written to.
    Files.write(file, new byte[BYTES], StandardOpenOption.CREATE_NEW);
    return open(file);
  }

  /** Opens the file that was made. */
  public static Pulse open(Path path) throws IOException {
    try (var file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new Pulse(file.map(FileChannel.MapMode.READ_WRITE, 0, BYTES));
    }
  }

  /** Goes on; called by one thread of the worker. */
  public void beat() {
    memory.putLong(BEATS, memory.getLong(BEATS) + 1);
  }

  /** How often it went on. */
  public long beats() {
    try {
      return memory.getLong(BEATS);
    } catch (InternalError e) {
      return 0; // The worker has cut the file short.
    }
  }

  private int read(int at) {
    try {
      return memory.getInt(at);
    } catch (InternalError e) {
      return 0; // As above.
    }
  }

  /** Says whose fault it is if the worker ends now; the last word counts. */
  public synchronized void blame(Cause cause, int call, int function) {
    memory.putInt(CAUSE, Cause.NONE.code); // Else it could be another call's for a moment.
    memory.putInt(CALL, call);
    memory.putInt(FUNCTION, function);
    memory.putInt(CAUSE, cause.code);
  }

  /** What the worker ended by, as far as it said. */
  public Cause cause() {
    int code = read(CAUSE);
    return Stream.of(Cause.values())
        .filter(cause -> cause.code == code)
        .findFirst()
        .orElse(Cause.NONE);
  }

  /** The call that was to blame; of no meaning without a cause. */
  public int call() {
    return read(CALL);
  }

  /** The function that was called, as it was loaded; of no meaning without a cause. */
  public int function() {
    return read(FUNCTION);
  }
}
