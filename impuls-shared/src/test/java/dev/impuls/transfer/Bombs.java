package dev.impuls.transfer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Zip files that come to far more than they are. */
public final class Bombs {
  private Bombs() {}

  /** One with so many files of functions, of so many zeros each. */
  public static byte[] deep(int entries, int size) throws IOException {
    var bytes = new ByteArrayOutputStream();
    byte[] zeros = new byte[1 << 16];
    try (var zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < entries; i++) {
        zip.putNextEntry(new ZipEntry(name(i)));
        for (int left = size; left > 0; left -= zeros.length) {
          zip.write(zeros, 0, Math.min(left, zeros.length));
        }
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** One in which so many entries are the same bytes. */
  public static byte[] overlapping(int entries, int size) throws IOException {
    byte[] one = deep(1, size);
    ByteBuffer bytes = ByteBuffer.wrap(one).order(ByteOrder.LITTLE_ENDIAN);
    int directory = directoryAt(bytes);
    int end = one.length - 22;
    var all = new ByteArrayOutputStream();
    all.write(one, 0, directory);
    for (int i = 0; i < entries; i++) {
      byte[] name = name(i).getBytes(StandardCharsets.UTF_8);
      System.arraycopy(name, 0, one, directory + 46, name.length);
      all.write(one, directory, end - directory);
    }
    bytes.putShort(end + 8, (short) entries);
    bytes.putShort(end + 10, (short) entries);
    bytes.putInt(end + 12, entries * (end - directory));
    all.write(one, end, 22);
    return all.toByteArray();
  }

  /** Where the list of entries begins. */
  static int directoryAt(ByteBuffer zip) {
    return zip.getInt(zip.limit() - 6);
  }

  private static String name(int i) {
    return "functions/code/f%03d/function.js".formatted(i);
  }
}
