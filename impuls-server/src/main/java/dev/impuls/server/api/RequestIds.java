package dev.impuls.server.api;

import io.javalin.http.Context;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names each request, in its answer and in the log; a caller's own name is kept if it is plain. */
final class RequestIds {
  static final String HEADER = "X-Request-Id";
  private static final String ATTRIBUTE = "impuls.request-id";
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private RequestIds() {}

  /** The id of a request with that header. */
  static String from(@Nullable String header) {
    return header != null && PLAIN.matcher(header).matches()
        ? header
        : UUID.randomUUID().toString();
  }

  /** Called before anything else is done with a request. */
  static void assign(Context ctx) {
    String id = from(ctx.header(HEADER));
    ctx.attribute(ATTRIBUTE, id);
    ctx.header(HEADER, id);
  }

  static String of(Context ctx) {
    String id = ctx.attribute(ATTRIBUTE);
    return id == null ? "unknown" : id;
  }
}
