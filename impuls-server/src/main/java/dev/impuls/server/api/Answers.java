package dev.impuls.server.api;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/**
 * Writes answers straight to the servlet's output, with their length; going through Javalin's
 * result would copy them once more.
 */
final class Answers {
  private static final String JSON = "application/json";

  private Answers() {}

  static void json(Context ctx, int status, Consumer<JsonGenerator> content) {
    json(ctx.res(), status, content);
  }

  static void json(HttpServletResponse response, int status, Consumer<JsonGenerator> content) {
    var bytes = new ByteArrayOutputStream(1024);
    Json.write(bytes, content);
    response.setStatus(status);
    response.setContentType(JSON);
    response.setContentLength(bytes.size());
    try {
      bytes.writeTo(response.getOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes as it goes, for answers of any size. */
  static void stream(Context ctx, int status, Consumer<JsonGenerator> content) {
    HttpServletResponse response = ctx.res();
    response.setStatus(status);
    response.setContentType(JSON);
    try {
      Json.write(response.getOutputStream(), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
