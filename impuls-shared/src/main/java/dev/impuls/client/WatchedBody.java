package dev.impuls.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The body of an answer, of which reading fails when no more of it comes for too long. HTTP clients
 * wait for it for ever, though the server may be gone without a word. For one reader; it may be
 * closed by any thread.
 */
final class WatchedBody extends InputStream {
  private static final Logger log = LoggerFactory.getLogger(WatchedBody.class);

  private final InputStream in;
  private final Duration patience;
  private volatile @Nullable Thread watch;

  /** When it began to wait for more; 0 while it does not. */
  private volatile long waitingSinceNanos;

  private volatile boolean expired;
  private volatile boolean closed;

  /**
   * @param patience how long nothing may come while somebody reads
   */
  WatchedBody(InputStream in, Duration patience) {
    this.in = in;
    this.patience = patience;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int read = read(one, 0, 1);
    return read < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    waitingSinceNanos = System.nanoTime() | 1;
    Thread watching = watch;
    if (watching == null) {
      watching = Thread.ofVirtual().name("impuls-body-watch").start(this::watch);
      watch = watching;
    }
    try {
      int read = in.read(to, offset, length);
      if (read < 0) {
        requireInTime(null);
        watching.interrupt();
      }
      return read;
    } catch (IOException e) {
      requireInTime(e);
      watching.interrupt();
      throw e;
    } finally {
      waitingSinceNanos = 0;
    }
  }

  private void requireInTime(@Nullable IOException e) throws HttpTimeoutException {
    if (expired) {
      var late = new HttpTimeoutException("nothing came for " + patience.toSeconds() + " s");
      late.initCause(e);
      throw late;
    }
  }

  private void watch() {
    try {
      while (!closed) {
        long since = waitingSinceNanos;
        long left = patience.toNanos() - (since == 0 ? 0 : System.nanoTime() - since);
        if (left <= 0) {
          expired = true;
          in.close();
          return;
        }
        TimeUnit.NANOSECONDS.sleep(left);
      }
    } catch (InterruptedException e) {
      // All of it was read, or nobody reads any more.
    } catch (IOException e) {
      log.debug("A body cannot be closed", e);
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    Thread watching = watch;
    if (watching != null) {
      watching.interrupt();
    }
    in.close();
  }
}
