package dev.impuls.server.api;

import dev.impuls.invoke.Invoker;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** {@code GET /api/v1/runtimes}: what this server can run. */
final class RuntimeRoutes {
  private final Invoker invoker;

  RuntimeRoutes(Invoker invoker) {
    this.invoker = invoker;
  }

  void register(RoutesConfig routes) {
    routes.get("/api/v1/runtimes", this::list);
    routes.head("/api/v1/runtimes", this::list);
  }

  private void list(Context ctx) {
    var runtimes = invoker.runtimes();
    Answers.json(
        ctx,
        200,
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("runtimes");
          for (var runtime : runtimes) {
            json.writeStartObject();
            json.writeStringProperty("name", runtime.name());
            json.writeStringProperty("engine", runtime.engine());
            json.writeBooleanProperty("compiled", runtime.compiled());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeNumberProperty("count", runtimes.size());
          json.writeEndObject();
        });
  }
}
