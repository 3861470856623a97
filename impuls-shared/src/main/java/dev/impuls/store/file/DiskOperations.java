package dev.impuls.store.file;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;

/** The steps on a real disk. */
final class DiskOperations implements FileOperations {
  private static final boolean WINDOWS = File.separatorChar == '\\';

  private final Set<PosixFilePermission> fileMode;
  private final Set<PosixFilePermission> directoryMode;

  /**
   * @param privateFiles modes 0600 and 0700 instead of 0644 and 0755
   */
  DiskOperations(boolean privateFiles) {
    this.fileMode = PosixFilePermissions.fromString(privateFiles ? "rw-------" : "rw-r--r--");
    this.directoryMode = PosixFilePermissions.fromString(privateFiles ? "rwx------" : "rwxr-xr-x");
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    try {
      Files.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        return;
      }
      throw e;
    }
    setMode(directory, directoryMode);
  }

  @Override
  public void write(Path file, byte[] content, Instant modified) throws IOException {
    // A new file each time: a link somebody put there is removed, not written through.
    Files.deleteIfExists(file);
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      setMode(file, fileMode);
      var buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      Files.setLastModifiedTime(file, FileTime.from(modified));
      channel.force(true);
    }
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void delete(Path path) throws IOException {
    Files.deleteIfExists(path);
  }

  @Override
  public void sync(Path directory) throws IOException {
    if (WINDOWS) {
      return; // Windows opens no directories; NTFS journals the names itself.
    }
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Set behind the umask's back; the umask would otherwise decide. */
  private static void setMode(Path path, Set<PosixFilePermission> mode) throws IOException {
    if (!WINDOWS) {
      Files.setPosixFilePermissions(path, mode);
    }
  }
}
