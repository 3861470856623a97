package dev.impuls.server.api;

import dev.impuls.function.Revision;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The value of {@code If-Match} or {@code If-None-Match}, RFC 9110, 13.1.1 and 13.1.2: {@code *},
 * or a list of entity tags.
 */
record EntityTags(boolean any, List<EntityTag> tags) {

  /** One tag, without its quotes. */
  record EntityTag(String value, boolean weak) {}

  EntityTags {
    tags = List.copyOf(tags);
  }

  /** The tag of a revision, as headers carry it. */
  static String of(Revision revision) {
    return '"' + revision.value() + '"';
  }

  /**
   * Reads the header of a request, all its lines as one list; null if it was not sent.
   *
   * @throws ApiException 400 if it is neither
   */
  static @Nullable EntityTags of(Context ctx, String header) {
    var lines = Collections.list(ctx.req().getHeaders(header));
    return parse(header, lines.isEmpty() ? null : String.join(",", lines));
  }

  /**
   * Reads the header's value, null if it was not sent.
   *
   * @throws ApiException 400 if it is neither
   */
  static @Nullable EntityTags parse(String header, @Nullable String value) {
    if (value == null) {
      return null;
    }
    if (value.strip().equals("*")) {
      return new EntityTags(true, List.of());
    }
    var tags = new ArrayList<EntityTag>();
    int at = 0;
    while (at >= 0 && at < value.length()) {
      at = element(value, afterBlanks(value, at), tags);
    }
    if (at < 0 || tags.isEmpty()) {
      throw new ApiException(
          400, "bad_request", header + " must be * or a list of entity tags, each in quotes");
    }
    return new EntityTags(false, tags);
  }

  /**
   * Reads one element of a list and the comma behind it; it may be empty, RFC 9110, 5.6.1.2. Looks
   * at each character once.
   *
   * @return where the next begins, -1 if this is none
   */
  private static int element(String value, int start, List<EntityTag> to) {
    int at = start;
    if (at < value.length() && value.charAt(at) != ',') {
      boolean weak = value.startsWith("W/", at);
      int open = weak ? at + 2 : at;
      int close = value.indexOf('"', open + 1);
      if (!value.startsWith("\"", open) || close < 0 || !isTag(value, open + 1, close)) {
        return -1;
      }
      to.add(new EntityTag(value.substring(open + 1, close), weak));
      at = afterBlanks(value, close + 1);
    }
    if (at == value.length()) {
      return at;
    }
    return value.charAt(at) == ',' ? at + 1 : -1;
  }

  private static int afterBlanks(String value, int start) {
    int at = start;
    while (at < value.length() && (value.charAt(at) == ' ' || value.charAt(at) == '\t')) {
      at++;
    }
    return at;
  }

  private static boolean isTag(String value, int start, int end) {
    for (int i = start; i < end; i++) {
      char c = value.charAt(i);
      if (c < 0x21 || c == 0x7f || c > 0xff) {
        return false;
      }
    }
    return true;
  }

  /** As {@code If-Match} compares: a weak tag is never equal. */
  boolean matchesStrongly(Revision revision) {
    return any
        || tags.stream().anyMatch(tag -> !tag.weak() && tag.value().equals(revision.value()));
  }

  /** As {@code If-None-Match} compares: weak or not makes no difference. */
  boolean matchesWeakly(Revision revision) {
    return any || tags.stream().anyMatch(tag -> tag.value().equals(revision.value()));
  }
}
