package dev.impuls.server.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Where a page of a list ends, as text that clients hand back and do not read. */
final class Cursor {
  private static final String MARK = "after:";

  private Cursor() {}

  static String after(String name) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((MARK + name).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The name the page ended with.
   *
   * @throws ApiException 400 if it is no cursor of ours
   */
  static String name(String cursor) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      if (text.startsWith(MARK) && after(text.substring(MARK.length())).equals(cursor)) {
        return text.substring(MARK.length());
      }
    } catch (IllegalArgumentException e) {
      throw unknown();
    }
    throw unknown();
  }

  private static ApiException unknown() {
    return ApiException.badParameter("cursor", "must be the next_cursor of an earlier answer");
  }
}
