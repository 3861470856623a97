package dev.impuls.transfer;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * The end of a zip file, which says where the list of its entries is: all of it is read into memory
 * at once, so it must not be too long (APPNOTE.TXT, 4.3.16).
 */
final class ZipTail {
  private static final int SIGNATURE = 0x06054b50;
  private static final int LENGTH = 22;
  private static final int LONGEST_COMMENT = 65_535;
  private static final int OFFSET_AT = 16;

  /** Of some hundred and fifty thousand functions. */
  private static final long LONGEST_LIST = 32L * 1024 * 1024;

  private ZipTail() {}

  static void requireReadable(Path file) throws IOException, TransferException {
    try (var zip = new RandomAccessFile(file.toFile(), "r")) {
      long length = zip.length();
      var tail = new byte[(int) Math.min(length, LENGTH + LONGEST_COMMENT)];
      zip.seek(length - tail.length);
      zip.readFully(tail);
      var bytes = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
      for (int at = tail.length - LENGTH; at >= 0; at--) {
        if (bytes.getInt(at) == SIGNATURE) {
          long list = Integer.toUnsignedLong(bytes.getInt(at + OFFSET_AT));
          if (length - tail.length + at - list > LONGEST_LIST) {
            throw new TransferException("It has more entries than can be read of a zip file");
          }
          return;
        }
      }
      throw new TransferException("It is cut short: its end is missing");
    }
  }
}
