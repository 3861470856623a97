package dev.impuls.transfer;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * The central directory of a zip file, which lists its entries (APPNOTE.TXT, 4.3.12 to 4.3.16).
 * What reads the entries keeps all of it in memory, so it must not be too long.
 */
final class ZipDirectory {
  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int MAX_COMMENT_BYTES = 65_535;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int LOCATOR_64_BYTES = 20;
  private static final int END_64 = 0x06064b50;
  private static final int END_64_BYTES = 56;
  private static final int HEADER = 0x02014b50;
  private static final int HEADER_BYTES = 46;

  /** About what an entry takes in memory, beside its name and its other fields of any length. */
  private static final int ENTRY_BYTES = 1024;

  /** How often these fields are there, as bytes and as text of two bytes each. */
  private static final int COPIES = 4;

  /** Two imports at once so take a quarter of the memory. */
  private static final int SHARES_OF_MEMORY = 8;

  private ZipDirectory() {}

  /** Fails unless it is where it should be, whole, and not too long. */
  static void requireReadable(Path file) throws IOException, TransferException {
    try (FileChannel zip = FileChannel.open(file)) {
      long end = end(zip);
      ByteBuffer record = read(zip, end, END_BYTES);
      long size = Integer.toUnsignedLong(record.getInt(12));
      long start = Integer.toUnsignedLong(record.getInt(16));
      long behind = end;
      if (end >= LOCATOR_64_BYTES) {
        ByteBuffer locator = read(zip, end - LOCATOR_64_BYTES, LOCATOR_64_BYTES);
        if (locator.getInt(0) == LOCATOR_64) {
          behind = locator.getLong(8);
          if (behind < 0 || behind > end - LOCATOR_64_BYTES - END_64_BYTES) {
            throw misplaced();
          }
          ByteBuffer record64 = read(zip, behind, END_64_BYTES);
          if (record64.getInt(0) != END_64) {
            throw misplaced();
          }
          size = record64.getLong(40);
          start = record64.getLong(48);
        }
      }
      if (start < 0 || start > behind || size != behind - start) {
        throw misplaced();
      }
      zip.position(start);
      requireShort(
          new DataInputStream(new BufferedInputStream(Channels.newInputStream(zip))), size);
    }
  }

  private static TransferException misplaced() {
    return new TransferException("It is damaged: the list of its entries is not where it says");
  }

  private static long end(FileChannel zip) throws IOException, TransferException {
    long length = zip.size();
    int tail = (int) Math.min(length, END_BYTES + MAX_COMMENT_BYTES);
    ByteBuffer bytes = read(zip, length - tail, tail);
    for (int at = tail - END_BYTES; at >= 0; at--) {
      if (bytes.getInt(at) == END) {
        return length - tail + at;
      }
    }
    throw new TransferException("It is cut short: its end is missing");
  }

  private static ByteBuffer read(FileChannel zip, long at, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining() && zip.read(bytes, at + bytes.position()) >= 0) {
      // Once more, until all is there.
    }
    return bytes.flip();
  }

  private static void requireShort(DataInputStream in, long size)
      throws IOException, TransferException {
    long most = Runtime.getRuntime().maxMemory() / SHARES_OF_MEMORY;
    long memory = 0;
    long left = size;
    byte[] header = new byte[HEADER_BYTES];
    ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    while (left > 0) {
      if (left < HEADER_BYTES) {
        throw misplaced();
      }
      in.readFully(header);
      int more =
          Short.toUnsignedInt(fields.getShort(28))
              + Short.toUnsignedInt(fields.getShort(30))
              + Short.toUnsignedInt(fields.getShort(32));
      left -= HEADER_BYTES + more;
      if (fields.getInt(0) != HEADER || left < 0) {
        throw misplaced();
      }
      in.skipNBytes(more);
      memory += ENTRY_BYTES + (long) COPIES * more;
      if (memory > most) {
        throw new TransferException(
            "It has more entries than there is memory for; a tar.gz of the same files needs none");
      }
    }
  }
}
