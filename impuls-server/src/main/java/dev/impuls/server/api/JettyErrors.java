package dev.impuls.server.api;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Errors of requests that never reach a route, because they are no proper HTTP, in the same shape.
 */
final class JettyErrors extends ErrorHandler {

  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int status,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    String id = RequestIds.from(request.getHeaders().get(RequestIds.HEADER));
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = Json.generator(bytes)) {
      String said = message == null || message.isBlank() ? "The request failed" : message;
      ApiErrors.write(json, ApiErrors.codeOf(status), said, List.of(), id);
    }
    response.getHeaders().put(RequestIds.HEADER, id);
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.size());
    response.write(true, ByteBuffer.wrap(bytes.toByteArray()), callback);
  }
}
