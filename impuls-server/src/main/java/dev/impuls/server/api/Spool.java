package dev.impuls.server.api;

import dev.impuls.transfer.Temporary;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file for a body that is too long to be kept in memory while it comes; removed when closed. */
final class Spool implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Spool.class);
  private static final int BUFFER_BYTES = 16 * 1024;
  private static final int STEP_BYTES = 1024 * 1024;

  private final Budget.Share disk;
  private @Nullable Path file;
  private long length;

  /**
   * @param disk closed with this
   */
  Spool(Budget.Share disk) {
    this.disk = disk;
  }

  boolean isUsed() {
    return file != null;
  }

  /** The file; only if it is used. */
  Path file() {
    return Objects.requireNonNull(file);
  }

  long length() {
    return length;
  }

  /**
   * Writes all that comes to the file, behind what has come already.
   *
   * @param announced bytes that will come, as the client says; -1 if it does not
   * @throws IOException if the client is gone
   * @throws ApiException 503 if neither the budget nor the disk has such space left
   */
  void receive(byte[] before, int beforeLength, InputStream in, long announced) throws IOException {
    long taken = announced < 0 ? STEP_BYTES : announced;
    take(taken);
    try (OutputStream out = open()) {
      write(out, before, beforeLength);
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (length + n > taken) {
          take(STEP_BYTES);
          taken += STEP_BYTES;
        }
        write(out, buffer, n);
      }
    }
  }

  private OutputStream open() {
    try {
      Path made = Temporary.file("impuls-body-", ".body");
      file = made;
      return Files.newOutputStream(made);
    } catch (IOException e) {
      throw full(e);
    }
  }

  private void write(OutputStream out, byte[] bytes, int count) {
    try {
      out.write(bytes, 0, count);
      length += count;
    } catch (IOException e) {
      throw full(e);
    }
  }

  private static ApiException full(IOException e) {
    log.warn("A request's body cannot be written to the temporary directory", e);
    return Budget.exhausted();
  }

  private void take(long bytes) {
    if (!disk.tryTake(bytes)) {
      throw Budget.exhausted();
    }
  }

  @Override
  public void close() {
    try {
      if (file != null) {
        Temporary.delete(file);
      }
    } catch (IOException e) {
      log.warn("{} cannot be removed", file, e);
    } finally {
      disk.close();
    }
  }
}
