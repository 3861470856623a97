package dev.impuls.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a file is by its first bytes. */
enum FileKind {
  JSON,
  ZIP,
  /** A tar file in it is expected. */
  GZIP,
  TAR;

  private static final int TAR_MAGIC_AT = 257;

  static FileKind of(Path file) throws IOException, TransferException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(512);
    }
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (text.startsWith("PK")) {
      return ZIP;
    }
    if (text.startsWith("\u001f\u008b")) {
      return GZIP;
    }
    if (text.startsWith("ustar", TAR_MAGIC_AT)) {
      return TAR;
    }
    String stripped = text.startsWith("\u00ef\u00bb\u00bf") ? text.substring(3) : text;
    if (stripped.isBlank()
        || stripped.strip().startsWith("{")
        || stripped.strip().startsWith("[")) {
      return JSON; // Or nothing, of which its reader tells.
    }
    throw new TransferException("It is neither JSON nor a zip or tar file");
  }
}
