package dev.impuls.server.api;

import dev.impuls.invoke.InvocationStatistics;
import dev.impuls.invoke.Invoker;
import dev.impuls.json.StatisticsJson;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.StoreStatus.PoolUse;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** {@code GET /api/v1/statistics}: what was counted of calls, and the use of connections. */
final class StatisticsRoutes {
  private static final ApiError NOT_COUNTED =
      new ApiError(404, "not_found", "This server does not count calls");

  private final FunctionStore store;
  private final Invoker invoker;

  StatisticsRoutes(FunctionStore store, Invoker invoker) {
    this.store = store;
    this.invoker = invoker;
  }

  void register(RoutesConfig routes) {
    routes.get("/api/v1/statistics", this::show);
    routes.head("/api/v1/statistics", this::show);
  }

  private void show(Context ctx) {
    InvocationStatistics statistics =
        invoker.statistics().orElseThrow(() -> new ApiException(NOT_COUNTED));
    PoolUse pool = store.status().pool();
    Answers.json(
        ctx,
        200,
        json -> {
          json.writeStartObject();
          StatisticsJson.writeFields(json, statistics);
          json.writeObjectPropertyStart("storage");
          writePool(json, pool);
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  /** Writes nothing if there is none. */
  static void writePool(JsonGenerator json, @Nullable PoolUse pool) {
    if (pool != null) {
      json.writeObjectPropertyStart("pool");
      json.writeNumberProperty("active", pool.active());
      json.writeNumberProperty("idle", pool.idle());
      json.writeNumberProperty("waiting", pool.waiting());
      json.writeNumberProperty("most", pool.most());
      json.writeEndObject();
    }
  }
}
