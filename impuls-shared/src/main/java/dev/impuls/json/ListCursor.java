package dev.impuls.json;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Where a page of a list ends, as text that goes to and fro and says nothing to people. */
public final class ListCursor {
  private static final String MARK = "after:";

  private ListCursor() {}

  /** The cursor of a page whose last function has that name. */
  public static String after(String name) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((MARK + name).getBytes(StandardCharsets.UTF_8));
  }

  /** The name the page ended with, or null if that is no cursor of ours. */
  public static @Nullable String name(String cursor) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      return text.startsWith(MARK) && after(text.substring(MARK.length())).equals(cursor)
          ? text.substring(MARK.length())
          : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
