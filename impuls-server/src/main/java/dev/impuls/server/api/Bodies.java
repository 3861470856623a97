package dev.impuls.server.api;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.io.EofException;
import org.jspecify.annotations.Nullable;

/** Receives request bodies, no further than they may be long and there is room for them. */
final class Bodies {
  /** Longer ones go to disk while they come, as their clients may be slow. */
  private static final int MAX_IN_MEMORY_BYTES = 64 * 1024;

  /** The body, its text in UTF-16, and what is made of it: most take less. */
  private static final int MEMORY_PER_BYTE = 4;

  private static final byte[] NOTHING = {};

  private final Budgets budgets;

  Bodies(Budgets budgets) {
    this.budgets = budgets;
  }

  /**
   * The body of a request to a route, empty if there is none; to be closed once it is answered.
   *
   * @throws ApiException 415 if it says that it is not JSON in UTF-8; 413 if it is longer than
   *     that; 408 if it comes too slowly; 503 if there is no room for it now
   */
  Body receive(Context ctx, int most) {
    HttpServletRequest request = ctx.req();
    try (InputStream in = request.getInputStream()) {
      return receive(
          request.getContentLengthLong(),
          request.getContentType(),
          request.getHeader("Content-Encoding"),
          in,
          most);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The same of any request.
   *
   * @param length as the request says, -1 if it does not
   */
  Body receive(
      long length,
      @Nullable String contentType,
      @Nullable String contentEncoding,
      InputStream in,
      int most)
      throws IOException {
    // An empty body is of no type, whatever it says: curl -d '' calls it a form.
    if (length != 0) {
      requireJson(contentType);
    }
    if (length > most) {
      throw Received.tooLarge(most);
    }
    return isEncoded(contentEncoding)
        ? receiveGzip(in, most)
        : receive(length, new Received(in, most));
  }

  /** Receives what was encoded with gzip; both that and what it is may be so long. */
  private Body receiveGzip(InputStream in, int most) throws IOException {
    try (var decoded = new GZIPInputStream(new Received(in, most))) {
      return receive(-1, new Received(decoded, most));
    } catch (EofException e) {
      throw e; // The client is gone.
    } catch (ZipException | EOFException e) {
      throw new ApiException(
          400,
          "bad_request",
          "The body is not the gzip that Content-Encoding says, or is cut short");
    }
  }

  private Body receive(long length, InputStream in) throws IOException {
    var spool = new Spool(budgets.disk().share());
    Budget.Share memory = budgets.work().share();
    try {
      byte[] bytes = receive(length, in, spool);
      memory.take(MEMORY_PER_BYTE * (spool.isUsed() ? spool.length() : bytes.length));
      return new Body(bytes, spool, memory);
    } catch (IOException | RuntimeException | Error e) {
      spool.close();
      memory.close();
      throw e;
    }
  }

  /** The body, or what of it is in memory if it uses the spool. */
  private byte[] receive(long length, InputStream in, Spool spool) throws IOException {
    if (length == 0) {
      return NOTHING;
    }
    int size = (int) Math.min(length < 0 ? MAX_IN_MEMORY_BYTES : length, MAX_IN_MEMORY_BYTES);
    try (Budget.Share receiving = budgets.receiving().share()) {
      if (length > MAX_IN_MEMORY_BYTES || !receiving.tryTake(size)) {
        spool.receive(NOTHING, 0, in, length);
        return NOTHING;
      }
      byte[] bytes = new byte[size];
      int received = in.readNBytes(bytes, 0, size);
      if (received == size && length < 0) {
        spool.receive(bytes, received, in, length);
        return NOTHING;
      }
      return received == size ? bytes : Arrays.copyOf(bytes, received);
    }
  }

  /**
   * Whether a body has to be decoded.
   *
   * @throws ApiException 415 if it cannot be
   */
  private static boolean isEncoded(@Nullable String contentEncoding) {
    String encoding = contentEncoding == null ? "identity" : contentEncoding.strip();
    if (encoding.equalsIgnoreCase("gzip") || encoding.equalsIgnoreCase("x-gzip")) {
      return true;
    }
    if (encoding.isEmpty() || encoding.equalsIgnoreCase("identity")) {
      return false;
    }
    throw new ApiException(
        new ApiError(
            415,
            "unsupported_media_type",
            "The body must be sent as it is, or with Content-Encoding: gzip",
            List.of(),
            Map.of("Accept-Encoding", "gzip")));
  }

  private static void requireJson(@Nullable String contentType) {
    if ("application/json".equals(contentType)) {
      return;
    }
    if (contentType == null || !isJson(mediaType(contentType))) {
      throw new ApiException(notJson());
    }
    String charset = MimeTypes.getCharsetFromContentType(contentType);
    if (charset != null && !charset.equalsIgnoreCase("utf-8") && !charset.equals("utf8")) {
      throw new ApiException(notUtf8());
    }
  }

  /** The answer to a body that says that it is not UTF-8. */
  static ApiError notUtf8() {
    return new ApiError(
        415, "unsupported_media_type", "The body must be JSON in UTF-8, and no other charset");
  }

  /** The answer to a body that does not say that it is JSON. */
  static ApiError notJson() {
    return new ApiError(
        415,
        "unsupported_media_type",
        "The body must be JSON: send the header Content-Type: application/json");
  }

  private static boolean isJson(String type) {
    return type.equals("application/json")
        || type.equals("text/json")
        || (type.startsWith("application/") && type.endsWith("+json"));
  }

  /** The type and subtype of a Content-Type, in lower case. */
  static String mediaType(String contentType) {
    int end = contentType.indexOf(';');
    return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }
}
