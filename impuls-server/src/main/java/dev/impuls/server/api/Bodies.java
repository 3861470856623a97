package dev.impuls.server.api;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.eclipse.jetty.http.MimeTypes;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads request bodies, no further than they may be long. */
final class Bodies {
  private Bodies() {}

  /**
   * The body of a request to a route, empty if there is none.
   *
   * @throws ApiException 415 if it says that it is not JSON in UTF-8; 413 if it is longer than that
   */
  static byte[] read(Context ctx, int most) {
    HttpServletRequest request = ctx.req();
    try (InputStream in = request.getInputStream()) {
      return read(request.getContentLengthLong(), request.getContentType(), in, most);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The same, which must be a JSON object.
   *
   * @throws ApiException 400 if it is none
   */
  static ObjectNode readObject(Context ctx, int most) {
    try {
      if (Json.parse(read(ctx, most)) instanceof ObjectNode object) {
        return object;
      }
    } catch (Json.NotJsonException e) {
      throw new ApiException(400, "invalid_json", "The body is not valid JSON: " + e.getMessage());
    }
    throw new ApiException(400, "invalid_json", "The body must be a JSON object");
  }

  /**
   * The same of any request.
   *
   * @param length as the request says, -1 if it does not
   */
  static byte[] read(long length, @Nullable String contentType, InputStream in, int most)
      throws IOException {
    // An empty body is of no type, whatever it says: curl -d '' calls it a form.
    if (length != 0) {
      requireJson(contentType);
    }
    if (length > most) {
      throw tooLarge(most);
    }
    byte[] body = in.readNBytes(most);
    if (body.length == most && in.read() >= 0) {
      throw tooLarge(most);
    }
    return body;
  }

  private static ApiException tooLarge(int most) {
    return new ApiException(413, "payload_too_large", "The body is larger than " + most + " bytes");
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
      throw new ApiException(
          415, "unsupported_media_type", "The body must be JSON in UTF-8, and no other charset");
    }
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
