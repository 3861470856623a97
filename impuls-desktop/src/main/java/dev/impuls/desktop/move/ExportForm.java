package dev.impuls.desktop.move;

import dev.impuls.transfer.ExportFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What functions can be exported to. */
enum ExportForm {
  BUNDLE(ExportFormat.BUNDLE),
  ZIP(ExportFormat.ZIP),
  TAR_GZ(ExportFormat.TAR_GZ),
  /** The code alone, a file each, in a directory. */
  CODE(null);

  private final @Nullable ExportFormat format;

  ExportForm(@Nullable ExportFormat format) {
    this.format = format;
  }

  static ExportForm of(ExportFormat format) {
    return valueOf(format.name());
  }

  /** What the one file is; null if there is one for each function. */
  @Nullable ExportFormat format() {
    return format;
  }

  /** Its name in texts. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
