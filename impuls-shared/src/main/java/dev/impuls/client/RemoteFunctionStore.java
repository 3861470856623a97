package dev.impuls.client;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionDraft;
import dev.impuls.function.FunctionPatch;
import dev.impuls.function.FunctionRules;
import dev.impuls.function.FunctionSummary;
import dev.impuls.function.InvalidFunctionException;
import dev.impuls.function.Revision;
import dev.impuls.json.FunctionJson;
import dev.impuls.json.FunctionReader;
import dev.impuls.json.ListCursor;
import dev.impuls.store.Change;
import dev.impuls.store.ChangeFeed;
import dev.impuls.store.FunctionNotFoundException;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.Page;
import dev.impuls.store.StoreException;
import dev.impuls.store.StoreStatus;
import dev.impuls.store.StoreStatus.PoolUse;
import dev.impuls.store.StoreStatus.RecordProblem;
import dev.impuls.store.StoreUnavailableException;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The functions of a remote server, over its REST API. */
public final class RemoteFunctionStore implements FunctionStore {
  private static final String FUNCTIONS = "/api/v1/functions";
  private static final int LARGEST_PAGE = 1000;

  /** Any other is no one part of a path, or is changed or refused on the way. */
  private static final Pattern ADDRESSABLE =
      Pattern.compile("(?!\\.{1,2}$)[^/\\\\;%\\p{Cntrl}]{1,500}");

  private static final Duration PATIENCE_TO_CLOSE = Duration.ofSeconds(5);

  private final Api api;
  private final ChangeFeed feed = new ChangeFeed();

  /** Once somebody wants to hear. */
  private @Nullable RemoteChanges changes;

  /** Held shared by whoever waits for an answer, exclusively by close. */
  private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

  private volatile boolean closed;

  private RemoteFunctionStore(Api api) {
    this.api = api;
  }

  /**
   * Opens a server, which need not answer yet.
   *
   * @param server its address, {@code http} or {@code https}; with or without {@code /api/v1}
   * @throws IllegalArgumentException if that is no such address
   */
  public static RemoteFunctionStore open(URI server) {
    return open(server, null);
  }

  /**
   * The same of a server, or of what stands before it, that asks for a key.
   *
   * @param key shown as a bearer token (RFC 6750) with every request; null for none
   * @throws IllegalArgumentException if the address or the key can be none
   */
  public static RemoteFunctionStore open(URI server, @Nullable String key) {
    return new RemoteFunctionStore(new Api(ServerAddress.of(server), key));
  }

  // ---- One function ----

  @Override
  public Function create(FunctionDraft draft) {
    FunctionRules.require(draft);
    return function(request("POST", FUNCTIONS, draft(draft)), String.valueOf(draft.name()));
  }

  @Override
  public Function get(String name) {
    return function(api.request(one(name)).GET(), name);
  }

  @Override
  public Function update(String name, FunctionPatch patch, @Nullable Revision expected) {
    HttpRequest.Builder request = request("PATCH", one(name), patch(patch));
    if (expected != null) {
      request.header("If-Match", tag(expected));
    }
    return function(request, name);
  }

  @Override
  public Function put(Function function, @Nullable Revision expected) {
    FunctionRules.require(function);
    String name = function.name();
    HttpRequest.Builder request =
        request(
            "PUT",
            "/api/v1/import/" + Api.segment(name),
            json(j -> FunctionJson.write(j, function)));
    if (expected == null) {
      request.header("If-None-Match", "*");
    } else {
      request.header("If-Match", tag(expected));
    }
    return function(request, name);
  }

  @Override
  public void delete(String name, @Nullable Revision expected) {
    HttpRequest.Builder request = api.request(one(name)).DELETE();
    if (expected != null) {
      request.header("If-Match", tag(expected));
    }
    answer(request, name);
  }

  /**
   * The path of a function.
   *
   * @throws FunctionNotFoundException if no path leads to one of that name
   */
  private String one(String name) {
    requireOpen();
    if (!ADDRESSABLE.matcher(name).matches() || !FunctionRules.isUnicode(name)) {
      throw new FunctionNotFoundException(name);
    }
    return FUNCTIONS + "/" + Api.segment(name);
  }

  private static String tag(Revision revision) {
    return "\"" + revision + "\"";
  }

  private HttpRequest.Builder request(String method, String path, byte[] json) {
    return api.request(path)
        .header("Content-Type", "application/json")
        .method(method, Api.json(json));
  }

  private static byte[] json(Consumer<JsonGenerator> content) {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = FunctionJson.generator(bytes)) {
      content.accept(json);
    }
    return bytes.toByteArray();
  }

  private static byte[] draft(FunctionDraft draft) {
    return json(json -> FunctionJson.write(json, draft));
  }

  private static byte[] patch(FunctionPatch patch) {
    return json(json -> FunctionJson.write(json, patch));
  }

  private Function function(HttpRequest.Builder request, String name) {
    return function(answer(request, name));
  }

  /**
   * Sends it, and answers what came back if it was done.
   *
   * @param name of the function it is about, or "" if it is about none
   */
  private JsonNode answer(HttpRequest.Builder request, String name) {
    use.readLock().lock();
    try {
      HttpResponse<InputStream> response = send(request.build());
      if (response.statusCode() / 100 != 2) {
        throw RemoteErrors.of(api, response, name);
      }
      return api.read(response);
    } finally {
      use.readLock().unlock();
    }
  }

  private Function function(JsonNode json) {
    try {
      if (json instanceof ObjectNode object) {
        return FunctionReader.function(object);
      }
    } catch (InvalidFunctionException e) {
      throw api.foreign(e);
    }
    throw api.foreign(null);
  }

  private HttpResponse<InputStream> send(HttpRequest request) {
    requireOpen();
    return api.send(request);
  }

  // ---- Many ----

  @Override
  public Page list(FunctionQuery query) {
    List<FunctionSummary> found = new ArrayList<>();
    FunctionQuery rest = query;
    while (true) {
      boolean whole = rest.limit() == Integer.MAX_VALUE;
      FunctionQuery page = whole ? rest : rest.withLimit(Math.min(rest.limit(), LARGEST_PAGE));
      JsonNode answer = page(page);
      for (JsonNode function : answer.path("functions").values()) {
        found.add(summary(function));
      }
      boolean more = answer.has("next_cursor");
      int left = whole ? 0 : query.limit() - found.size();
      if (!more || left == 0) {
        int total = answer.path("total").asInt(found.size());
        return new Page(List.copyOf(found), total, more);
      }
      rest = rest.withAfter(found.getLast().name()).withLimit(left);
    }
  }

  private JsonNode page(FunctionQuery query) {
    return answer(api.request(FUNCTIONS + parameters(query, "summary")).GET(), "");
  }

  private static String parameters(FunctionQuery query, @Nullable String fields) {
    var parameters = new LinkedHashMap<String, @Nullable String>();
    parameters.put("fields", fields);
    parameters.put("q", query.text());
    parameters.put("runtime", query.runtime());
    parameters.put("cursor", query.after() == null ? null : ListCursor.after(query.after()));
    parameters.put("limit", query.limit() > LARGEST_PAGE ? null : Integer.toString(query.limit()));
    return Api.query(parameters);
  }

  private FunctionSummary summary(JsonNode json) {
    try {
      if (json instanceof ObjectNode object) {
        return FunctionReader.summary(object);
      }
    } catch (InvalidFunctionException e) {
      throw api.foreign(e);
    }
    throw api.foreign(null);
  }

  @Override
  public Stream<Function> stream(FunctionQuery query) {
    HttpResponse<InputStream> response =
        send(api.request(FUNCTIONS + parameters(query, null)).GET().build());
    if (response.statusCode() != 200) {
      throw RemoteErrors.of(api, response, "");
    }
    var functions = new FunctionList(response.body(), api, this::requireOpen);
    return functions.stream().limit(query.limit()).onClose(functions::close);
  }

  // ---- The server ----

  @Override
  public Subscription subscribe(Consumer<Change> listener) {
    requireOpen();
    Subscription subscription = feed.subscribe(listener);
    try {
      synchronized (feed) {
        if (changes == null) {
          changes =
              new RemoteChanges(api, () -> list(FunctionQuery.ALL).functions(), feed::announce);
        }
      }
      return subscription;
    } catch (StoreException e) {
      subscription.close();
      throw e;
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new StoreUnavailableException("The store at " + api.base() + " is closed", null);
    }
  }

  @Override
  public StoreStatus status() {
    JsonNode health;
    try {
      health = api.read(send(api.request("/health").GET().build()));
    } catch (StoreUnavailableException e) {
      return new StoreStatus(
          "server", api.base().toString(), 0, false, String.valueOf(e.getMessage()), List.of());
    }
    JsonNode storage = health.path("storage");
    List<RecordProblem> problems = new ArrayList<>();
    for (JsonNode problem : health.path("problems").values()) {
      problems.add(
          new RecordProblem(
              problem.path("name").asString(""),
              problem.path("path").asString(""),
              problem.path("message").asString("")));
    }
    return new StoreStatus(
        "server",
        api.base().toString(),
        storage.path("functions").asInt(0),
        storage.path("writable").asBoolean(false),
        health.has("message") ? health.path("message").asString() : null,
        problems,
        pool(storage.path("pool")));
  }

  private static @Nullable PoolUse pool(JsonNode pool) {
    return pool.isObject()
        ? new PoolUse(
            pool.path("active").asInt(0),
            pool.path("idle").asInt(0),
            pool.path("waiting").asInt(0),
            pool.path("most").asInt(0))
        : null;
  }

  /** Whether all came that were waited for; the lock is held then. */
  private boolean awaitAnswers() {
    try {
      return use.writeLock().tryLock(PATIENCE_TO_CLOSE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** What is not answered within some seconds is broken off. */
  @Override
  public void close() {
    closed = true;
    if (awaitAnswers()) {
      use.writeLock().unlock();
    }
    api.close(); // Before the others: what subscribes just now ends with it.
    synchronized (feed) {
      if (changes != null) {
        changes.close();
      }
    }
    feed.close();
  }
}
