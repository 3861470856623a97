package dev.impuls.server.api;

import dev.impuls.function.FieldProblem;
import dev.impuls.function.InvalidFunctionException;
import dev.impuls.store.BrokenFunctionException;
import dev.impuls.store.FunctionExistsException;
import dev.impuls.store.FunctionNotFoundException;
import dev.impuls.store.RevisionMismatchException;
import dev.impuls.store.StoreException;
import dev.impuls.store.StoreUnavailableException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * What a failure is to a client, in the API's one shape. This is the one place that knows.
 *
 * @param code for programs, such as {@code not_found}
 * @param message for people
 * @param details the fields or parameters that are wrong; empty if it is not about such
 * @param headers what the answer's head says beside
 */
record ApiError(
    int status,
    String code,
    String message,
    List<FieldProblem> details,
    Map<String, String> headers) {
  static final String RETRY_AFTER_SECONDS = "5";

  ApiError {
    details = List.copyOf(details);
    headers = Map.copyOf(headers);
  }

  ApiError(int status, String code, String message) {
    this(status, code, message, List.of(), Map.of());
  }

  /** What the function to be kept is not. */
  static ApiError invalid(List<FieldProblem> details) {
    return new ApiError(400, "validation_failed", "The function breaks a rule", details, Map.of());
  }

  static ApiError notAllowed(String method, String allowed) {
    return new ApiError(
        405,
        "method_not_allowed",
        method + " is not possible here; use " + allowed,
        List.of(),
        Map.of("Allow", allowed));
  }

  /** What cannot be done now; the client is told when to come back. */
  static ApiError later(String code, String message) {
    return new ApiError(503, code, message, List.of(), Map.of("Retry-After", RETRY_AFTER_SECONDS));
  }

  /** A failure of the server's own, which its log tells about. */
  static ApiError internal(String requestId) {
    return new ApiError(
        500, "internal_error", "The server failed; its log says more under request " + requestId);
  }

  /** What only a status is known of. */
  static ApiError of(int status, String message) {
    String code =
        switch (status) {
          case 413 -> "payload_too_large";
          case 414 -> "uri_too_long";
          case 431 -> "headers_too_large";
          case 503 -> "unavailable";
          default -> status < 500 ? "bad_request" : "internal_error";
        };
    return new ApiError(status, code, message);
  }

  /** What an exception is, or null if it is none that should happen. */
  static @Nullable ApiError of(Throwable e) {
    return switch (e) {
      case ApiException refused -> refused.error();
      case InvalidFunctionException invalid -> invalid(invalid.problems());
      case StoreException store -> of(store);
      default -> malformed(e);
    };
  }

  private static ApiError of(StoreException e) {
    String message = String.valueOf(e.getMessage());
    return switch (e) {
      case FunctionNotFoundException missing -> new ApiError(404, "not_found", message);
      case FunctionExistsException taken -> new ApiError(409, "already_exists", message);
      case RevisionMismatchException stale ->
          new ApiError(
              412,
              "revision_mismatch",
              message,
              List.of(),
              stale.current() == null ? Map.of() : Map.of("ETag", EntityTags.of(stale.current())));
      case BrokenFunctionException broken -> new ApiError(500, "broken_record", message);
      case StoreUnavailableException away -> later("storage_unavailable", message);
    };
  }

  /** What Jetty found wrong with the body while it was read: a chunk of no size, or silence. */
  private static @Nullable ApiError malformed(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpException http && http.getCode() < 500) {
        return of(http.getCode(), "The request is malformed: " + http.getReason());
      }
      if (cause instanceof TimeoutException) {
        return new ApiError(408, "request_timeout", "Nothing of the body came for too long");
      }
    }
    return null;
  }

  void write(JsonGenerator json, String requestId) {
    json.writeStartObject();
    json.writeBooleanProperty("error", true);
    json.writeStringProperty("message", message);
    json.writeStringProperty("code", code);
    if (!details.isEmpty()) {
      json.writeArrayPropertyStart("details");
      for (FieldProblem problem : details) {
        json.writeStartObject();
        json.writeStringProperty("field", problem.field());
        json.writeStringProperty("message", problem.message());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeStringProperty("request_id", requestId);
    json.writeEndObject();
  }
}
