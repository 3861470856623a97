package dev.impuls.server.api;

import dev.impuls.store.FunctionStore;
import dev.impuls.store.StoreStatus;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import tools.jackson.core.JsonGenerator;

/**
 * {@code GET /health}: whether the storage can be used; {@code /health/live}: the server answers.
 */
final class HealthRoutes {
  private final FunctionStore store;
  private final String version;

  HealthRoutes(FunctionStore store, String version) {
    this.store = store;
    this.version = version;
  }

  void register(RoutesConfig routes) {
    routes.get("/health", this::health);
    routes.head("/health", this::health);
    routes.get("/health/live", HealthRoutes::live);
    routes.head("/health/live", HealthRoutes::live);
  }

  private void health(Context ctx) {
    StoreStatus status = store.status();
    Request request = ServletContextRequest.getServletContextRequest(ctx.req());
    boolean healthy = status.outage() == null;
    if (!healthy) {
      ctx.header("Retry-After", ApiError.RETRY_AFTER_SECONDS);
    }
    Answers.json(
        ctx,
        healthy ? 200 : 503,
        json -> {
          json.writeStartObject();
          json.writeStringProperty("status", healthy ? "healthy" : "unhealthy");
          json.writeStringProperty("service", "impuls");
          json.writeStringProperty("version", version);
          if (status.outage() != null) {
            json.writeStringProperty("message", Peers.told(request, status.outage()));
          }
          writeStorage(json, status, request);
          json.writeEndObject();
        });
  }

  private static void writeStorage(JsonGenerator json, StoreStatus status, Request request) {
    json.writeObjectPropertyStart("storage");
    json.writeStringProperty("kind", status.kind());
    if (Peers.isLocal(request)) {
      json.writeStringProperty("location", status.location());
    }
    json.writeNumberProperty("functions", status.functions());
    json.writeBooleanProperty("writable", status.writable());
    StatisticsRoutes.writePool(json, status.pool());
    json.writeEndObject();
    json.writeArrayPropertyStart("problems");
    for (var problem : status.problems()) {
      json.writeStartObject();
      json.writeStringProperty("name", problem.name());
      json.writeStringProperty("path", Peers.told(request, problem.place()));
      json.writeStringProperty("message", Peers.told(request, problem.message()));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void live(Context ctx) {
    Answers.json(
        ctx,
        200,
        json -> {
          json.writeStartObject();
          json.writeStringProperty("status", "live");
          json.writeStringProperty("service", "impuls");
          json.writeEndObject();
        });
  }
}
