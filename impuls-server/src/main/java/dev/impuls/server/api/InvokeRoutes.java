package dev.impuls.server.api;

import dev.impuls.function.Function;
import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.InvocationResult.InvocationError;
import dev.impuls.invoke.Invoker;
import dev.impuls.store.FunctionStore;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** {@code POST /api/v1/functions/{name}/invoke}. */
final class InvokeRoutes {
  private static final int MOST_EVENT_BYTES = 6 * 1024 * 1024;
  private static final String RETRY_AFTER_SECONDS = "1";

  private final FunctionStore store;
  private final Invoker invoker;

  InvokeRoutes(FunctionStore store, Invoker invoker) {
    this.store = store;
    this.invoker = invoker;
  }

  void register(RoutesConfig routes) {
    routes.post(FunctionRoutes.PATH + "/{name}/invoke", this::invoke);
  }

  private void invoke(Context ctx) {
    Function function = store.get(ctx.pathParam("name"));
    String requestId = RequestIds.of(ctx);
    InvocationResult result = call(ctx, function, requestId);
    int status = result.error() == null ? 200 : result.statusCode();
    if (status == 429) {
      ctx.header("Retry-After", RETRY_AFTER_SECONDS);
    }
    Answers.json(ctx, status, json -> write(json, result, requestId));
  }

  private InvocationResult call(Context ctx, Function function, String requestId) {
    String event;
    try {
      byte[] body = Bodies.read(ctx, MOST_EVENT_BYTES);
      event = body.length == 0 ? "null" : Json.checked(body);
    } catch (Json.NotJsonException e) {
      return InvocationResult.refused(
          400, "Event.NotJson", "The event is not valid JSON: " + e.getMessage());
    } catch (ApiException e) {
      if (e.status() != 413) {
        throw e;
      }
      return InvocationResult.refused(
          413, "Event.TooLarge", "The event is larger than " + MOST_EVENT_BYTES + " bytes");
    }
    return invoker.invoke(new Invocation(requestId, function, event));
  }

  private static void write(JsonGenerator json, InvocationResult result, String requestId) {
    json.writeStartObject();
    json.writeNumberProperty("status_code", result.statusCode());
    InvocationError error = result.error();
    if (error == null) {
      json.writeName("body");
      json.writeRawValue(String.valueOf(result.body()));
      if (result.headers() != null) {
        json.writeName("headers");
        json.writeRawValue(result.headers());
      }
    } else {
      json.writeObjectPropertyStart("error");
      json.writeStringProperty("type", error.type());
      json.writeStringProperty("message", error.message());
      json.writeStringProperty("stack", error.stack());
      json.writeEndObject();
    }
    json.writeNumberProperty("duration_ms", Math.round(result.duration().toNanos() / 1e3) / 1e3);
    json.writeNumberProperty("memory_used_mb", result.memoryUsedMb());
    json.writeArrayPropertyStart("logs");
    for (var record : result.logs()) {
      json.writeStartObject();
      json.writeStringProperty("time", record.time().toString());
      json.writeStringProperty("level", record.level().name().toLowerCase(Locale.ROOT));
      json.writeStringProperty("message", record.message());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringProperty("request_id", requestId);
    json.writeBooleanProperty("cold_start", result.coldStart());
    json.writeEndObject();
  }
}
