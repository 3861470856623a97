package dev.impuls.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The disk space that an import may take, once for what was sent and once for what is unpacked of
 * it: a quarter each of what is free when it begins. So two at once never fill the disk.
 */
public final class Room {
  private static final long MIB = 1024 * 1024;
  private static final long MAX_BYTES = 16 * 1024 * MIB;
  private static final int SHARES = 4;
  private static final long BLOCK_BYTES = 4096;

  private final long bytes;
  private long left;

  Room(long bytes) {
    this.bytes = bytes;
    this.left = bytes;
  }

  /** The space on the disk of that directory. */
  public static Room in(Path directory) throws IOException {
    java.nio.file.FileStore disk = Files.getFileStore(directory);
    // Some file systems do not tell.
    long share = disk.getTotalSpace() == 0 ? MAX_BYTES : disk.getUsableSpace() / SHARES;
    return new Room(Math.min(MAX_BYTES, share));
  }

  /**
   * Takes some of it, before that is written.
   *
   * @throws NoRoomException if there is not so much left
   */
  public void take(long more) throws NoRoomException {
    left -= more;
    if (left < 0) {
      throw new NoRoomException(
          "There is no room for it: it takes more than "
              + bytes / MIB
              + " MiB, which is what an import may take of the space that is free in the temporary"
              + " folder of this machine");
    }
  }

  /** Takes what a file of that many bytes needs, and its place in a directory. */
  void takeFile(long size) throws NoRoomException {
    take((size + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES + BLOCK_BYTES);
  }
}
