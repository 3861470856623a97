package dev.impuls.client;

import dev.impuls.function.Function;
import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.InvocationResult.LogRecord;
import dev.impuls.invoke.InvocationStatistics;
import dev.impuls.invoke.Invoker;
import dev.impuls.json.InvocationJson;
import dev.impuls.json.StatisticsJson;
import dev.impuls.store.StoreUnavailableException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Runs the functions of a remote server there, as they are there: of a call only the name of its
 * function counts. What a function logs is heard as it is logged; of a server, or a proxy before
 * it, that cannot do that, it comes with the result.
 */
public final class RemoteInvoker implements Invoker {
  private static final Logger logger = LoggerFactory.getLogger(RemoteInvoker.class);

  /** A function may have to be started first, on a machine that is busy. */
  private static final Duration ALLOWANCE = Duration.ofMinutes(2);

  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  private final Api api;

  private RemoteInvoker(Api api) {
    this.api = api;
  }

  /**
   * One that calls a server, which need not answer yet.
   *
   * @param server its address, {@code http} or {@code https}; with or without {@code /api/v1}
   * @throws IllegalArgumentException if that is no such address
   */
  public static RemoteInvoker open(URI server) {
    return open(server, null);
  }

  /**
   * The same of a server, or of what stands before it, that asks for a key.
   *
   * @param key shown as a bearer token (RFC 6750) with every request; null for none
   * @throws IllegalArgumentException if the address or the key can be none
   */
  public static RemoteInvoker open(URI server, @Nullable String key) {
    return new RemoteInvoker(new Api(ServerAddress.of(server), key));
  }

  @Override
  public CompletableFuture<InvocationResult> invoke(
      Invocation invocation, Consumer<LogRecord> log) {
    Function function = invocation.function();
    HttpRequest request =
        api.request("/api/v1/functions/" + Api.segment(function.name()) + "/invoke")
            .header("Accept", Api.EVENT_STREAM + ", application/json")
            .header("Content-Type", "application/json")
            .header("X-Request-Id", invocation.requestId())
            .timeout(Duration.ofSeconds(function.timeoutSec()).plus(ALLOWANCE))
            .POST(Api.json(invocation.event().getBytes(StandardCharsets.UTF_8)))
            .build();
    CompletableFuture<HttpResponse<InputStream>> sent = api.sendLater(request);
    var result = new CompletableFuture<InvocationResult>();
    // Reading blocks as long as the call runs: in the caller, if the answer has begun by now.
    var _ =
        sent.whenCompleteAsync(
            (response, failure) -> {
              try {
                result.complete(failure == null ? read(response, log) : unreachable(failure));
              } catch (RuntimeException | Error e) {
                result.completeExceptionally(e); // Or nobody would ever hear of it.
              }
            },
            Thread::startVirtualThread);
    var _ =
        result.whenComplete(
            (ended, failure) -> {
              if (result.isCancelled()) {
                sent.cancel(true);
                var _ = sent.thenAccept(RemoteInvoker::breakOff);
              }
            });
    return result;
  }

  private static void breakOff(HttpResponse<InputStream> response) {
    try {
      response.body().close();
    } catch (IOException e) {
      logger.debug("An answer cannot be broken off", e);
    }
  }

  private InvocationResult read(HttpResponse<InputStream> response, Consumer<LogRecord> log) {
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (response.statusCode() == OK && type.startsWith(Api.EVENT_STREAM)) {
      return readEvents(response.body(), log);
    }
    InvocationResult result = read(response);
    result.logs().forEach(log);
    return result;
  }

  private InvocationResult readEvents(InputStream body, Consumer<LogRecord> log) {
    var result = new AtomicReference<@Nullable InvocationResult>();
    Exception end = new EOFException();
    try (var events = new EventStream(body)) {
      events.read(
          event -> {
            switch (event.type()) {
              case "log" -> log.accept(known(InvocationJson.readLogRecord(api.json(event))));
              case "result" -> result.set(known(InvocationJson.read(api.json(event))));
              default -> {} // Of a newer server.
            }
          });
    } catch (IOException | StoreUnavailableException e) {
      end = e;
    }
    InvocationResult ended = result.get();
    return ended == null ? unreachable(end) : ended;
  }

  private <T> T known(@Nullable T read) {
    if (read == null) {
      throw api.foreign(null);
    }
    return read;
  }

  private InvocationResult read(HttpResponse<InputStream> response) {
    JsonNode json;
    try {
      json = api.read(response);
    } catch (StoreUnavailableException e) {
      return unreachable(e);
    }
    InvocationResult result = InvocationJson.read(json);
    if (result != null) {
      return result;
    }
    String message = json.path("message").asString("");
    return message.isEmpty()
        ? unreachable(api.foreign(null))
        : InvocationResult.refused(
            response.statusCode(), "Server." + json.path("code").asString("error"), message);
  }

  private InvocationResult unreachable(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    String message =
        cause instanceof IOException e ? api.why(e) : String.valueOf(cause.getMessage());
    return InvocationResult.refused(503, "Server.Unreachable", message);
  }

  @Override
  public List<RuntimeInfo> runtimes() {
    JsonNode json = api.read(api.send(api.request("/api/v1/runtimes").GET().build()));
    var runtimes = new ArrayList<RuntimeInfo>();
    for (JsonNode runtime : json.path("runtimes").values()) {
      runtimes.add(
          new RuntimeInfo(
              runtime.path("name").asString(""),
              runtime.path("engine").asString(""),
              runtime.path("compiled").asBoolean(false)));
    }
    return runtimes;
  }

  /**
   * What the server counted; empty of servers that do not count.
   *
   * @throws StoreUnavailableException if it cannot be asked
   */
  @Override
  public Optional<InvocationStatistics> statistics() {
    HttpResponse<InputStream> response = api.send(api.request("/api/v1/statistics").GET().build());
    JsonNode json = api.read(response);
    if (response.statusCode() == NOT_FOUND) {
      return Optional.empty();
    }
    InvocationStatistics read = StatisticsJson.read(json);
    if (read == null) {
      throw api.foreign(null);
    }
    return Optional.of(read);
  }

  @Override
  public void close() {
    api.close();
  }
}
