package dev.impuls.server.api;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.eclipse.jetty.io.EofException;
import org.jspecify.annotations.Nullable;

/** Decodes a body that was sent with {@code Content-Encoding: gzip} (RFC 9110, 8.4.1.3). */
final class Gzip extends InputStream {
  private final InputStream encoded;
  private @Nullable GZIPInputStream decoded;

  Gzip(InputStream encoded) {
    this.encoded = encoded;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /**
   * @throws ApiException 400 if it is no such encoding, or damaged
   */
  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      if (decoded == null) {
        decoded = new GZIPInputStream(encoded); // Reads its header.
      }
      return decoded.read(buffer, offset, length);
    } catch (EofException e) {
      throw e; // The client is gone.
    } catch (ZipException | EOFException e) {
      throw new ApiException(
          400,
          "bad_request",
          "The body is not the gzip that Content-Encoding says, or is cut short");
    }
  }

  @Override
  public void close() throws IOException {
    if (decoded == null) {
      encoded.close();
    } else {
      decoded.close();
    }
  }
}
