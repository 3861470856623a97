package dev.impuls.transfer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a tar file, as many as it may come to: heads of entries are short, and it ends with
 * two records of zeros (POSIX.1-2017, pax, "ustar Interchange Format").
 */
final class TarBytes extends FilterInputStream {
  /** What comes before a content: names of at most some thousand bytes, times, sizes. */
  private static final long LONGEST_HEAD = 256L * 1024;

  private static final int RECORD = 512;

  private long left;
  private long leftOfHead = Long.MAX_VALUE;
  private long zeros;

  /**
   * @param most how many bytes it may have
   */
  TarBytes(InputStream in, long most) {
    super(in);
    this.left = most;
  }

  void headFollows() {
    leftOfHead = LONGEST_HEAD;
  }

  void contentFollows() {
    leftOfHead = Long.MAX_VALUE;
  }

  /** Fails unless what was read last is how it ends. */
  void requireEnd() throws TransferException {
    if (zeros < 2 * RECORD) {
      throw new TransferException("It is cut short: its end is missing");
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int n = super.read(bytes, offset, length);
    for (int i = offset; i < offset + n; i++) {
      zeros = bytes[i] == 0 ? zeros + 1 : 0;
    }
    left -= n;
    leftOfHead -= n;
    if (left < 0 || leftOfHead < 0) {
      throw new IOException("it comes to more than any archive of functions does");
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
