package dev.impuls.transfer;

import java.util.Locale;
import java.util.Optional;

/** What functions can be exported to: one file, which can be imported. */
public enum ExportFormat {
  /** A {@link Bundle}. */
  BUNDLE(".json"),
  /** {@link ArchiveFormat#ZIP}. */
  ZIP(".zip"),
  /** {@link ArchiveFormat#TAR_GZ}. */
  TAR_GZ(".tar.gz");

  private final String extension;

  ExportFormat(String extension) {
    this.extension = extension;
  }

  /** What names of such files end with, beginning with a dot. */
  public String extension() {
    return extension;
  }

  /** What a file of that name is to be; empty if its name does not say. */
  public static Optional<ExportFormat> of(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    for (ExportFormat format : values()) {
      if (name.endsWith(format.extension)) {
        return Optional.of(format);
      }
    }
    return name.endsWith(".tgz") ? Optional.of(TAR_GZ) : Optional.empty();
  }
}
