package dev.impuls.server.api;

import dev.impuls.function.Revision;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The value of {@code If-Match} or {@code If-None-Match}, RFC 9110, 13.1.1 and 13.1.2: {@code *},
 * or a list of entity tags.
 */
record EntityTags(boolean any, List<EntityTag> tags) {

  /** Of a list; it may be empty, RFC 9110, 5.6.1.2. */
  private static final Pattern ELEMENT =
      Pattern.compile("[ \\t]*(?:(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"[ \\t]*)?(?:,|$)");

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
    Matcher matcher = ELEMENT.matcher(value);
    int end = 0;
    while (end < value.length() && matcher.find(end) && matcher.start() == end) {
      if (matcher.group(2) != null) {
        tags.add(new EntityTag(matcher.group(2), matcher.group(1) != null));
      }
      end = matcher.end();
    }
    if (end < value.length() || tags.isEmpty()) {
      throw new ApiException(
          400, "bad_request", header + " must be * or a list of entity tags, each in quotes");
    }
    return new EntityTags(false, tags);
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
