package dev.impuls.temporary;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Directories that only their user may enter: of the mode 0700, where there are modes. */
public final class PrivateDirectory {
  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rwx------");

  private PrivateDirectory() {}

  /**
   * Makes one.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is something of that name
   */
  public static void create(Path directory) throws IOException {
    if (isPosix(directory)) {
      Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(MODE));
    } else {
      Files.createDirectory(directory);
    }
  }

  /** Whether it is one, and no link to one; whoever's. */
  public static boolean isPrivate(Path path) throws IOException {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
        && (!isPosix(path)
            || Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS).equals(MODE));
  }

  /** Whether both are one user's; links are not followed. */
  public static boolean haveOneOwner(Path one, Path other) throws IOException {
    return Files.getOwner(one, LinkOption.NOFOLLOW_LINKS)
        .equals(Files.getOwner(other, LinkOption.NOFOLLOW_LINKS));
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
