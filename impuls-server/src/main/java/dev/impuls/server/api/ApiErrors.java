package dev.impuls.server.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import jakarta.servlet.http.HttpServletResponse;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the failures of routes. */
final class ApiErrors {
  private static final Logger log = LoggerFactory.getLogger(ApiErrors.class);

  private ApiErrors() {}

  static void register(RoutesConfig routes) {
    routes.exception(HttpResponseException.class, ApiErrors::routing);
    routes.exception(Exception.class, ApiErrors::any);
  }

  private static void routing(HttpResponseException e, Context ctx) {
    int status = e.getStatus();
    answer(
        ctx,
        switch (status) {
          case 404 ->
              new ApiError(404, "not_found", "There is nothing at " + ctx.path() + " in this API");
          case 405 ->
              ApiError.notAllowed(
                  ctx.req().getMethod(), String.valueOf(e.getDetails().get("availableMethods")));
          default -> ApiError.of(status, String.valueOf(e.getMessage()));
        });
  }

  private static void any(Exception e, Context ctx) {
    ApiError error = ApiError.of(e);
    if (error == null && isOfTheClient(e)) {
      log.debug("Request {}: the client went away", RequestIds.of(ctx));
      abort(ctx);
      return;
    }
    answer(
        ctx, error == null ? unexpected(RequestIds.of(ctx), e) : logged(error, RequestIds.of(ctx)));
  }

  /** Whether the client went away before all was sent. */
  static boolean isOfTheClient(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof EofException) {
        return true;
      }
    }
    return false;
  }

  static ApiError unexpected(String requestId, Throwable e) {
    log.error("Request {} failed", requestId, e);
    return ApiError.internal(requestId);
  }

  /** The error, which is in the log if an operator should know of it. */
  static ApiError logged(ApiError error, String requestId) {
    if (error.status() == 503) {
      log.warn("Request {}: {}", requestId, error.message());
    }
    return error;
  }

  /** Errors of the virtual machine, such as no memory left, that no route can handle. */
  static void fatal(HttpServletResponse response, Error error) {
    String id = String.valueOf(response.getHeader(RequestIds.HEADER));
    ApiError told = unexpected(id, error);
    if (response.isCommitted()) {
      throw error; // Jetty cuts the connection.
    }
    response.resetBuffer();
    Answers.json(response, told.status(), json -> told.write(json, id));
  }

  private static void answer(Context ctx, ApiError any) {
    ApiError error = Peers.told(ServletContextRequest.getServletContextRequest(ctx.req()), any);
    if (ctx.res().isCommitted()) {
      // Part of an answer is out; an end to it would make it look whole.
      abort(ctx);
      return;
    }
    ctx.res().resetBuffer();
    error.headers().forEach(ctx::header);
    Answers.json(ctx, error.status(), json -> error.write(json, RequestIds.of(ctx)));
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
