package dev.impuls.server.api;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionRules;
import dev.impuls.function.Revision;
import dev.impuls.json.FunctionReader;
import dev.impuls.json.Incoming;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.StoreStatus.RecordProblem;
import dev.impuls.transfer.ArchiveFormat;
import dev.impuls.transfer.Bundle;
import dev.impuls.transfer.ImportReport;
import dev.impuls.transfer.ImportReport.Outcome;
import dev.impuls.transfer.ImportReport.Row;
import dev.impuls.transfer.Importer;
import dev.impuls.transfer.NoRoomException;
import dev.impuls.transfer.OnConflict;
import dev.impuls.transfer.Progress;
import dev.impuls.transfer.Room;
import dev.impuls.transfer.Source;
import dev.impuls.transfer.Temporary;
import dev.impuls.transfer.TransferException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;

/** {@code /api/v1/export} and {@code /api/v1/import}: functions with their ids and times. */
final class TransferRoutes {
  private static final Logger log = LoggerFactory.getLogger(TransferRoutes.class);

  private static final String EXPORT = "/api/v1/export";
  private static final String IMPORT = "/api/v1/import";
  private static final String ONE = IMPORT + "/{name}";

  private static final long MAX_BYTES = 4L * 1024 * 1024 * 1024;

  /** Each takes disk space, and memory for the names of its functions. */
  private static final int MAX_IMPORTS = 2;

  /** What may be imported; the first bytes tell which of them it is. */
  private static final Set<String> TYPES =
      Set.of(
          "application/json",
          "application/zip",
          "application/gzip",
          "application/x-gzip",
          "application/x-tar",
          "application/octet-stream");

  private final FunctionStore store;
  private final Clock clock;
  private final Bodies bodies;
  private final Budget memory;
  private final Semaphore imports = new Semaphore(MAX_IMPORTS);

  /**
   * @param memory of which exports take what they need
   */
  TransferRoutes(FunctionStore store, Clock clock, Bodies bodies, Budget memory) {
    this.store = store;
    this.clock = clock;
    this.bodies = bodies;
    this.memory = memory;
  }

  void register(RoutesConfig routes) {
    routes.get(EXPORT, this::export);
    routes.post(IMPORT, this::importAll);
    routes.put(ONE, this::importOne);
  }

  // ---- Export ----

  /** What is asked for. */
  private enum Form {
    JSON("application/json", "json"),
    ZIP("application/zip", "zip"),
    TAR_GZ("application/gzip", "tar.gz");

    final String type;
    final String extension;

    Form(String type, String extension) {
      this.type = type;
      this.extension = extension;
    }

    static Form of(HttpFields headers) {
      if (!headers.contains(HttpHeader.ACCEPT)) {
        return JSON;
      }
      for (String range : MediaRanges.of(headers)) {
        String type = Bodies.mediaType(range);
        for (Form form : values()) {
          if (type.equals(form.type)) {
            return form;
          }
        }
        if (type.equals("*/*") || type.equals("application/*")) {
          return JSON;
        }
      }
      throw new ApiException(
          406,
          "not_acceptable",
          "An export is application/json, application/zip or application/gzip");
    }
  }

  private void export(Context ctx) {
    Form form = Form.of(ServletContextRequest.getServletContextRequest(ctx.req()).getHeaders());
    List<String> names = ctx.queryParams("name").stream().distinct().toList();
    names.forEach(store::get); // Those that are not there are told while an error can be answered.
    Instant now = clock.instant();
    try (Budget.Share held = memory.share()) {
      held.take(FunctionRoutes.BYTES_OF_A_LIST);
      HttpServletResponse response = ctx.res();
      response.setStatus(200);
      response.setContentType(form.type);
      response.setHeader(
          "Content-Disposition",
          "attachment; filename=\"impuls-"
              + now.atZone(ZoneOffset.UTC).toLocalDate()
              + "."
              + form.extension
              + "\"");
      try (Stream<Function> functions =
          names.isEmpty() ? store.stream(FunctionQuery.ALL) : names.stream().map(store::get)) {
        Request request = ServletContextRequest.getServletContextRequest(ctx.req());
        boolean all = names.isEmpty();
        write(form, response.getOutputStream(), functions.iterator(), now, all, request);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void write(
      Form form,
      OutputStream out,
      Iterator<Function> functions,
      Instant now,
      boolean all,
      Request request)
      throws IOException {
    try {
      switch (form) {
        case JSON ->
            Bundle.write(
                out, functions, origin(request), now, () -> all ? unreadable(request) : List.of());
        case ZIP -> ArchiveFormat.ZIP.write(out, functions, now);
        case TAR_GZ -> ArchiveFormat.TAR_GZ.write(out, functions, now);
      }
    } catch (TransferException e) {
      throw new ApiException(409, "not_exportable", String.valueOf(e.getMessage()));
    }
  }

  /** Where functions are from, to people: to those elsewhere, the server as they call it. */
  private String origin(Request request) {
    return Peers.isLocal(request)
        ? store.status().location()
        : String.valueOf(request.getHttpURI().getAuthority());
  }

  private List<RecordProblem> unreadable(Request request) {
    return store.status().problems().stream()
        .map(
            problem ->
                new RecordProblem(
                    problem.name(),
                    Peers.told(request, problem.place()),
                    Peers.told(request, problem.message())))
        .toList();
  }

  // ---- Import ----

  private void importAll(Context ctx) {
    OnConflict onConflict = onConflict(ctx.queryParam("on_conflict"));
    boolean dryRun = flag("dry_run", ctx.queryParam("dry_run"));
    if (!imports.tryAcquire()) {
      throw new ApiException(
          ApiError.later(
              "busy",
              MAX_IMPORTS + " imports are under way, and no more are taken; try again later"));
    }
    ImportReport report;
    try {
      report = told(ctx, imported(ctx, onConflict, dryRun));
    } finally {
      imports.release();
    }
    boolean refused = onConflict == OnConflict.FAIL && !dryRun && report.count(Outcome.FAILED) > 0;
    Answers.json(ctx, refused ? 409 : 200, json -> write(json, report, refused, ctx));
  }

  /** The report as this client may read it. */
  private static ImportReport told(Context ctx, ImportReport report) {
    Request request = ServletContextRequest.getServletContextRequest(ctx.req());
    List<Row> rows =
        report.rows().stream()
            .map(
                row -> {
                  String reason = row.reason();
                  return reason == null ? row : row.withReason(Peers.told(request, reason));
                })
            .toList();
    return new ImportReport(rows, report.applied());
  }

  private ImportReport imported(Context ctx, OnConflict onConflict, boolean dryRun) {
    try {
      Path file = Temporary.file("impuls-import-", ".body");
      try {
        receive(ctx, file);
        try (Source source = Source.of(file)) {
          return new Importer(store, onConflict, Progress.NONE).run(source, name -> true, dryRun);
        }
      } finally {
        Temporary.delete(file);
      }
    } catch (TransferException e) {
      throw new ApiException(
          400, "invalid_import", "What was sent cannot be imported: " + e.getMessage());
    } catch (NoRoomException e) {
      log.warn("Request {}: {}", RequestIds.of(ctx), e.getMessage());
      throw new ApiException(507, "insufficient_storage", String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OnConflict onConflict(@Nullable String text) {
    return switch (text) {
      case null -> OnConflict.FAIL;
      case "fail" -> OnConflict.FAIL;
      case "skip" -> OnConflict.SKIP;
      case "overwrite" -> OnConflict.OVERWRITE;
      default -> throw ApiException.badParameter("on_conflict", "must be fail, skip or overwrite");
    };
  }

  private static boolean flag(String name, @Nullable String text) {
    return switch (text) {
      case null -> false;
      case "false" -> false;
      case "true" -> true;
      default -> throw ApiException.badParameter(name, "must be true or false");
    };
  }

  private static void receive(Context ctx, Path file) throws IOException {
    String type = ctx.contentType();
    if (type == null || !TYPES.contains(Bodies.mediaType(type))) {
      throw new ApiException(
          415,
          "unsupported_media_type",
          "The body must be JSON, a zip or a tar file: send the header Content-Type:"
              + " application/json, application/zip or application/gzip");
    }
    long announced = ctx.req().getContentLengthLong(); // -1 if it is not.
    if (announced > MAX_BYTES) {
      throw Received.tooLarge(MAX_BYTES);
    }
    Room room = Room.in(Objects.requireNonNull(file.toAbsolutePath().getParent()));
    room.take(Math.max(0, announced));
    try (InputStream in = new Received(ctx.req().getInputStream(), MAX_BYTES);
        OutputStream out = Files.newOutputStream(file)) {
      byte[] buffer = new byte[64 * 1024];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (announced < 0) {
          room.take(n);
        }
        write(out, buffer, n);
      }
    }
  }

  private static void write(OutputStream out, byte[] buffer, int length) throws NoRoomException {
    try {
      out.write(buffer, 0, length);
    } catch (IOException e) {
      throw new NoRoomException(e);
    }
  }

  private static void write(JsonGenerator json, ImportReport report, boolean refused, Context ctx) {
    json.writeStartObject();
    if (refused) {
      json.writeBooleanProperty("error", true);
      json.writeStringProperty(
          "message",
          report.applied()
              ? "It failed on the way, and what was written could not all be taken back"
              : "Nothing was imported, as "
                  + report.count(Outcome.FAILED)
                  + " of the functions cannot be; on_conflict=skip or overwrite imports the"
                  + " others");
      json.writeStringProperty("code", "import_refused");
      json.writeStringProperty("request_id", RequestIds.of(ctx));
    } else if (report.rows().isEmpty()) {
      json.writeStringProperty("message", "There was no function in it: nothing was imported");
    }
    report.writeFields(json);
    json.writeEndObject();
  }

  /** One function as it is given: its id, if it is a UUID, and its times are kept, too. */
  private void importOne(Context ctx) {
    String name = ctx.pathParam("name");
    try (Body body = bodies.receive(ctx, FunctionRoutes.MOST_BYTES)) {
      importOne(ctx, name, FunctionReader.function(body.object()));
    }
  }

  private void importOne(Context ctx, String name, Function function) {
    if (!function.name().equals(name)) {
      throw ApiException.badField("name", "must be the one in the path");
    }
    EntityTags wanted = EntityTags.of(ctx, "If-Match");
    EntityTags unwanted = EntityTags.of(ctx, "If-None-Match");
    Revision expected = null;
    if (wanted != null) {
      expected = FunctionRoutes.expected(store, ctx, name);
    } else if (unwanted == null || !unwanted.any()) {
      throw new ApiException(
          428,
          "precondition_required",
          "Say what is there: If-None-Match: * if nothing is, or If-Match with its ETag");
    }
    Function kept = store.put(withUsualId(function, expected), expected);
    FunctionRoutes.answer(ctx, expected == null ? 201 : 200, kept);
  }

  /** The function, with the id of the one that is there, or a new one, if its own is no UUID. */
  private Function withUsualId(Function function, @Nullable Revision expected) {
    String id = function.id();
    if (id.isEmpty() || FunctionRules.isUuid(id)) {
      return function;
    }
    String other =
        expected == null ? UUID.randomUUID().toString() : store.get(function.name()).id();
    return Objects.requireNonNull(Incoming.of(function).withId(other).function());
  }
}
