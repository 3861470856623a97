package dev.impuls.server.api;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/**
 * What a client sends, no more than it may be long, and no slower than a minimum rate. A client
 * that sends nothing at all, the connection's idle timeout ends.
 */
final class Received extends FilterInputStream {
  private static final long MIN_BYTES_PER_SECOND = 1024;
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final long most;
  private final long sinceNanos = System.nanoTime();
  private long count;

  /**
   * @param most bytes that may come
   */
  Received(InputStream in, long most) {
    super(in);
    this.most = most;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /**
   * @throws ApiException 413 if it is longer, 408 if it is too slow
   */
  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = super.read(buffer, offset, length);
    if (n > 0) {
      count += n;
      if (count > most) {
        throw tooLarge(most);
      }
      long nanos = System.nanoTime() - sinceNanos;
      if (nanos > GRACE_NANOS
          && count < TimeUnit.NANOSECONDS.toSeconds(nanos) * MIN_BYTES_PER_SECOND) {
        throw new ApiException(408, "request_timeout", "The body comes too slowly");
      }
    }
    return n;
  }

  static ApiException tooLarge(long most) {
    return new ApiException(413, "payload_too_large", "The body is larger than " + most + " bytes");
  }
}
