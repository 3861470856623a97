package dev.impuls.server.api;

import dev.impuls.function.FieldProblem;
import dev.impuls.function.InvalidFunctionException;
import dev.impuls.store.BrokenFunctionException;
import dev.impuls.store.FunctionExistsException;
import dev.impuls.store.FunctionNotFoundException;
import dev.impuls.store.RevisionMismatchException;
import dev.impuls.store.StoreException;
import dev.impuls.store.StoreUnavailableException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.EofException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;

/** Turns every failure into the API's one shape of error; the only place that does. */
final class ApiErrors {
  private static final Logger log = LoggerFactory.getLogger(ApiErrors.class);
  private static final String FAILED = "The server failed; its log says more under request ";
  private static final String RETRY_AFTER_SECONDS = "5";

  private ApiErrors() {}

  static void register(RoutesConfig routes) {
    routes.exception(
        ApiException.class,
        (e, ctx) -> answer(ctx, e.status(), e.code(), String.valueOf(e.getMessage()), e.details()));
    routes.exception(
        InvalidFunctionException.class,
        (e, ctx) -> {
          ApiException invalid = ApiException.invalid(e.problems());
          answer(ctx, 400, invalid.code(), String.valueOf(invalid.getMessage()), e.problems());
        });
    routes.exception(StoreException.class, ApiErrors::store);
    routes.exception(HttpResponseException.class, ApiErrors::routing);
    routes.exception(Exception.class, ApiErrors::unexpected);
  }

  private static void store(StoreException e, Context ctx) {
    String message = String.valueOf(e.getMessage());
    switch (e) {
      case FunctionNotFoundException missing -> answer(ctx, 404, "not_found", message);
      case FunctionExistsException taken -> answer(ctx, 409, "already_exists", message);
      case RevisionMismatchException stale -> {
        if (stale.current() != null) {
          ctx.header("ETag", EntityTags.of(stale.current()));
        }
        answer(ctx, 412, "revision_mismatch", message);
      }
      case BrokenFunctionException broken -> answer(ctx, 500, "broken_record", message);
      case StoreUnavailableException away -> {
        log.warn("Request {}: {}", RequestIds.of(ctx), message);
        ctx.header("Retry-After", RETRY_AFTER_SECONDS);
        answer(ctx, 503, "storage_unavailable", message);
      }
    }
  }

  private static void routing(HttpResponseException e, Context ctx) {
    switch (e.getStatus()) {
      case 404 ->
          answer(ctx, 404, "not_found", "There is nothing at " + ctx.path() + " in this API");
      case 405 -> {
        String allowed = String.valueOf(e.getDetails().get("availableMethods"));
        ctx.header("Allow", allowed);
        answer(
            ctx,
            405,
            "method_not_allowed",
            ctx.req().getMethod() + " cannot be done here; what can: " + allowed);
      }
      default -> {
        int status = e.getStatus();
        answer(ctx, status, codeOf(status), String.valueOf(e.getMessage()));
      }
    }
  }

  private static void unexpected(Exception e, Context ctx) {
    HttpException bad = badRequest(e);
    if (bad != null) {
      String said = String.valueOf(bad.getReason());
      answer(ctx, bad.getCode(), codeOf(bad.getCode()), "The request is malformed: " + said);
      return;
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof EofException) {
        log.debug("Request {}: the client went away", RequestIds.of(ctx));
        abort(ctx);
        return;
      }
    }
    log.error("Request {}: {} {} failed", RequestIds.of(ctx), ctx.req().getMethod(), ctx.path(), e);
    answer(ctx, 500, "internal_error", FAILED + RequestIds.of(ctx));
  }

  /** What Jetty found wrong with the body while it was read, such as a chunk of no size. */
  private static @Nullable HttpException badRequest(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpException http && http.getCode() < 500) {
        return http;
      }
    }
    return null;
  }

  /** Errors of the virtual machine, such as no memory left, that no route can handle. */
  static void fatal(HttpServletResponse response, Error error) {
    String id = String.valueOf(response.getHeader(RequestIds.HEADER));
    log.error("Request {} failed", id, error);
    if (response.isCommitted()) {
      throw error; // Jetty cuts the connection.
    }
    response.resetBuffer();
    Answers.json(response, 500, json -> write(json, "internal_error", FAILED + id, List.of(), id));
  }

  /** The code of an error that only a status is known of, such as {@code bad_request}. */
  static String codeOf(int status) {
    return switch (status) {
      case 413 -> "payload_too_large";
      case 414 -> "uri_too_long";
      case 431 -> "headers_too_large";
      case 503 -> "unavailable";
      default -> status < 500 ? "bad_request" : "internal_error";
    };
  }

  private static void answer(Context ctx, int status, String code, String message) {
    answer(ctx, status, code, message, List.of());
  }

  private static void answer(
      Context ctx, int status, String code, String message, List<FieldProblem> details) {
    if (ctx.res().isCommitted()) {
      // Part of an answer is out; an end to it would make it look whole.
      abort(ctx);
      return;
    }
    ctx.res().resetBuffer();
    Answers.json(ctx, status, json -> write(json, code, message, details, RequestIds.of(ctx)));
  }

  static void write(
      JsonGenerator json,
      String code,
      String message,
      List<FieldProblem> details,
      @Nullable String requestId) {
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

  /** Cuts the connection, so that the client sees that the answer is not whole. */
  private static void abort(Context ctx) {
    ServletContextRequest.getServletContextRequest(ctx.req())
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint()
        .close();
  }
}
