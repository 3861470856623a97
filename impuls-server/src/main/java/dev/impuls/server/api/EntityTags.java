package dev.impuls.server.api;

import dev.impuls.function.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The value of {@code If-Match} or {@code If-None-Match}, RFC 9110, 13.1.1 and 13.1.2: {@code *},
 * or a list of entity tags.
 */
record EntityTags(boolean any, List<EntityTag> tags) {
  private static final Pattern TAG =
      Pattern.compile("\\s*(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"\\s*(,|$)");

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
   * Reads the header, null if it was not sent.
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
    Matcher matcher = TAG.matcher(value);
    int end = 0;
    while (end < value.length() && matcher.find(end) && matcher.start() == end) {
      tags.add(new EntityTag(matcher.group(2), matcher.group(1) != null));
      end = matcher.end();
    }
    if (end < value.length() || tags.isEmpty() || value.stripTrailing().endsWith(",")) {
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
