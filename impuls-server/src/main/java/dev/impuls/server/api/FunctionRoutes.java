package dev.impuls.server.api;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionDraft;
import dev.impuls.function.FunctionPatch;
import dev.impuls.function.FunctionRules;
import dev.impuls.function.Revision;
import dev.impuls.json.FunctionJson;
import dev.impuls.json.FunctionReader;
import dev.impuls.json.ListCursor;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.Page;
import dev.impuls.store.RevisionMismatchException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** {@code /api/v1/functions}: create, list, read, change, delete. */
final class FunctionRoutes {
  static final String PATH = "/api/v1/functions";
  private static final String ONE = PATH + "/{name}";

  /** 4 MiB of code, each byte of it escaped as six, and the other fields. */
  static final int MOST_BYTES = 26 * 1024 * 1024;

  private static final int MOST_PER_PAGE = 1000;

  /** Functions with more code are answered as they are written, without a length. */
  private static final int MAX_BUFFERED_CHARS = 64 * 1024;

  /** As most take, with what an answer has of it in memory. */
  private static final int BYTES_OF_A_SUMMARY = 512;

  /** What a list or an export of whole functions has in memory: one, as large as it may be. */
  static final long BYTES_OF_A_LIST = 2L * FunctionRules.MAX_CODE_BYTES;

  private final FunctionStore store;
  private final Bodies bodies;
  private final Budget memory;

  /**
   * @param memory of which answers that hold functions take what they need
   */
  FunctionRoutes(FunctionStore store, Bodies bodies, Budget memory) {
    this.store = store;
    this.bodies = bodies;
    this.memory = memory;
  }

  void register(RoutesConfig routes) {
    routes.post(PATH, this::create);
    routes.get(PATH, this::list);
    routes.head(PATH, this::list);
    routes.get(ONE, this::get);
    routes.head(ONE, this::get);
    routes.put(ONE, this::update);
    routes.patch(ONE, this::update);
    routes.delete(ONE, this::delete);
  }

  private void create(Context ctx) {
    try (Body body = bodies.receive(ctx, MOST_BYTES)) {
      FunctionDraft draft = FunctionReader.draft(body.object());
      Function function = store.create(draft);
      ctx.header("Location", PATH + "/" + function.name());
      answer(ctx, 201, function);
    }
  }

  private void get(Context ctx) {
    Function function = store.get(ctx.pathParam("name"));
    EntityTags wanted = EntityTags.of(ctx, "If-Match");
    if (wanted != null && !wanted.matchesStrongly(function.revision())) {
      throw new RevisionMismatchException(function.name(), function.revision());
    }
    EntityTags known = EntityTags.of(ctx, "If-None-Match");
    if (known != null && known.matchesWeakly(function.revision())) {
      tag(ctx, function);
      ctx.res().setStatus(304);
      return;
    }
    try (Budget.Share held = memory.share()) {
      held.take(2L * function.code().length()); // For as long as its client takes to read it.
      answer(ctx, 200, function);
    }
  }

  private void update(Context ctx) {
    String name = ctx.pathParam("name");
    try (Body body = bodies.receive(ctx, MOST_BYTES)) {
      FunctionPatch patch = FunctionReader.patch(body.object(), name);
      answer(ctx, 200, store.update(name, patch, expected(store, ctx, name)));
    }
  }

  private void delete(Context ctx) {
    String name = ctx.pathParam("name");
    store.delete(name, expected(store, ctx, name));
    Answers.json(
        ctx,
        200,
        json -> {
          json.writeStartObject();
          json.writeStringProperty("message", "Function deleted successfully");
          json.writeStringProperty("name", name);
          json.writeEndObject();
        });
  }

  /**
   * The revision the client works from, null if it does not say; the store compares it once more
   * when it makes the change.
   */
  static @Nullable Revision expected(FunctionStore store, Context ctx, String name) {
    EntityTags wanted = EntityTags.of(ctx, "If-Match");
    EntityTags unwanted = EntityTags.of(ctx, "If-None-Match");
    if ((wanted == null || wanted.any()) && unwanted == null) {
      return null; // Whatever is there; if nothing is, that is 404.
    }
    Revision current = store.get(name).revision();
    if ((wanted != null && !wanted.matchesStrongly(current))
        || (unwanted != null && unwanted.matchesWeakly(current))) {
      throw new RevisionMismatchException(name, current);
    }
    return current;
  }

  static void answer(Context ctx, int status, Function function) {
    tag(ctx, function);
    if (function.code().length() <= MAX_BUFFERED_CHARS) {
      Answers.json(ctx, status, json -> FunctionJson.write(json, function));
    } else {
      Answers.stream(ctx, status, json -> FunctionJson.write(json, function));
    }
  }

  private static void tag(Context ctx, Function function) {
    ctx.header("ETag", EntityTags.of(function.revision()));
    ctx.header("Cache-Control", "no-cache");
  }

  private void list(Context ctx) {
    boolean summary = isSummary(ctx.queryParam("fields"));
    Integer limit = limit(ctx.queryParam("limit"));
    String cursor = ctx.queryParam("cursor");
    var query =
        new FunctionQuery(
            ctx.queryParam("q"),
            ctx.queryParam("runtime"),
            cursor == null ? null : after(cursor),
            limit == null ? Integer.MAX_VALUE : limit);
    if (summary) {
      Page page = store.list(query);
      try (Budget.Share held = memory.share()) {
        held.take((long) BYTES_OF_A_SUMMARY * page.functions().size());
        Answers.stream(
            ctx,
            200,
            json -> {
              begin(json);
              page.functions().forEach(function -> FunctionJson.write(json, function));
              end(
                  json,
                  page.functions().size(),
                  page.total(),
                  page.more() ? page.functions().getLast().name() : null);
            });
      }
    } else {
      listWhole(ctx, query);
    }
  }

  private void listWhole(Context ctx, FunctionQuery query) {
    int total = store.list(query.withLimit(1)).total();
    // One more than the page holds tells whether there is another page.
    FunctionQuery oneMore =
        query.limit() == Integer.MAX_VALUE ? query : query.withLimit(query.limit() + 1);
    try (Budget.Share held = memory.share()) {
      held.take(BYTES_OF_A_LIST);
      Answers.stream(
          ctx,
          200,
          json -> {
            begin(json);
            int count = 0;
            String last = null;
            boolean more = false;
            try (var functions = store.stream(oneMore)) {
              for (Iterator<Function> i = functions.iterator(); i.hasNext() && !more; ) {
                Function function = i.next();
                more = count == query.limit();
                if (!more) {
                  FunctionJson.write(json, function);
                  last = function.name();
                  count++;
                }
              }
            }
            end(json, count, total, more ? last : null);
          });
    }
  }

  private static void begin(JsonGenerator json) {
    json.writeStartObject();
    json.writeArrayPropertyStart("functions");
  }

  private static void end(JsonGenerator json, int count, int total, @Nullable String last) {
    json.writeEndArray();
    json.writeNumberProperty("count", count);
    json.writeNumberProperty("total", total);
    if (last != null) {
      json.writeStringProperty("next_cursor", ListCursor.after(last));
    }
    json.writeEndObject();
  }

  private static boolean isSummary(@Nullable String fields) {
    if (fields == null) {
      return false;
    }
    if (fields.equals("summary")) {
      return true;
    }
    throw ApiException.badParameter("fields", "must be summary");
  }

  private static String after(String cursor) {
    String name = ListCursor.name(cursor);
    if (name == null) {
      throw ApiException.badParameter("cursor", "must be the next_cursor of an earlier answer");
    }
    return name;
  }

  private static @Nullable Integer limit(@Nullable String limit) {
    if (limit == null) {
      return null;
    }
    if (limit.matches("[0-9]{1,4}")) {
      int number = Integer.parseInt(limit);
      if (number >= 1 && number <= MOST_PER_PAGE) {
        return number;
      }
    }
    throw ApiException.badParameter("limit", "must be a whole number from 1 to 1000");
  }
}
