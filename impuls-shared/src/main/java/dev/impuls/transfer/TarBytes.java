package dev.impuls.transfer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/**
 * The bytes of a tar file, as many as it may come to: heads of entries are short, and it ends with
 * two records of zeros (POSIX.1-2017, pax, "ustar Interchange Format").
 */
final class TarBytes extends FilterInputStream {
  /** What comes before a content: names of at most some thousand bytes, times, sizes. */
  private static final long MAX_HEAD_BYTES = 256L * 1024;

  private static final int RECORD_BYTES = 512;

  private final LongSupplier archive;
  private long bytes;
  private long leftOfHead = Long.MAX_VALUE;
  private long zeros;
  private boolean ended;

  /**
   * @param archive how many bytes of the archive were read for what came of it so far
   */
  TarBytes(InputStream in, LongSupplier archive) {
    super(in);
    this.archive = archive;
  }

  /** It comes to more than an archive of its size may. */
  static final class TooManyException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  void headFollows() {
    leftOfHead = MAX_HEAD_BYTES;
  }

  void contentFollows() {
    leftOfHead = Long.MAX_VALUE;
  }

  /** Whether there are no more bytes. */
  boolean isAtEnd() {
    return ended;
  }

  /** Whether what was read last is how it ends. */
  boolean isWhole() {
    return zeros >= 2 * RECORD_BYTES;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int n = super.read(into, offset, length);
    if (n < 0) {
      ended = true;
      return n;
    }
    for (int i = offset; i < offset + n; i++) {
      zeros = into[i] == 0 ? zeros + 1 : 0;
    }
    bytes += n;
    leftOfHead -= n;
    if (leftOfHead < 0 || Unpacking.isTooMuch(bytes, archive.getAsLong())) {
      throw new TooManyException();
    }
    return n;
  }

  /** Reads them, as they count. */
  @Override
  public long skip(long n) throws IOException {
    byte[] skipped = new byte[(int) Math.max(0, Math.min(n, 8192))];
    return Math.max(0, skipped.length == 0 ? 0 : read(skipped, 0, skipped.length));
  }
}
