package dev.impuls.store.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells one state of a file from another without reading it: equal stamps, equal content, unless
 * the file was changed within the clock tick in which the stamp was taken (see {@link #isRacy}).
 *
 * @param regular a plain file, neither link, directory nor device
 * @param key inode and device, where the platform has them
 * @param size bytes
 * @param modified last modification
 */
record Stamp(boolean regular, @Nullable Object key, long size, Instant modified) {

  /**
   * File times advance in ticks of 4 to 10 ms on Linux, of a second on some file systems, and lag
   * behind on virtual machines that are not given their time. FAT's two seconds are not catered
   * for.
   */
  private static final Duration TICK = Duration.ofSeconds(1);

  /** The stamp of what is at that path now, links not followed, or null if nothing is. */
  static @Nullable Stamp of(Path path) throws IOException {
    try {
      var attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return new Stamp(
          attributes.isRegularFile(),
          attributes.fileKey(),
          attributes.size(),
          attributes.lastModifiedTime().toInstant());
    } catch (NoSuchFileException | NotDirectoryException e) {
      return null;
    }
  }

  /** True if a file read at that time may have changed since without changing its stamp. */
  boolean isRacy(Instant readAt) {
    return modified.isAfter(readAt.minus(TICK)) && modified.isBefore(readAt.plus(TICK));
  }

  /** The time of the last modification as functions carry it: whole microseconds. */
  Instant time() {
    return modified.truncatedTo(ChronoUnit.MICROS);
  }
}
