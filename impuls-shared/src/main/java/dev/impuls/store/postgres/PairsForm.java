package dev.impuls.store.postgres;

import java.util.Map;
import java.util.TreeMap;

/** {@code key=value key = 'a value'}, a backslash before what is to be itself. */
final class PairsForm {
  private final String text;
  private int at;

  private PairsForm(String text) {
    this.text = text;
  }

  static Map<String, String> read(String text) {
    var options = new TreeMap<String, String>();
    var form = new PairsForm(text);
    form.skipSpace();
    while (form.at < text.length()) {
      String key = form.key();
      options.put(key, form.value(key));
      form.skipSpace();
    }
    return options;
  }

  private void skipSpace() {
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private String key() {
    int begin = at;
    while (at < text.length() && text.charAt(at) != '=' && !isSpace(text.charAt(at))) {
      at++;
    }
    String key = text.substring(begin, at);
    skipSpace();
    if (at >= text.length() || text.charAt(at) != '=' || key.isEmpty()) {
      // The word may be the rest of a password that has a space in it, so it is not named.
      throw new IllegalArgumentException(
          "each option must be key=value; a value with a space in it stands in ' and '");
    }
    at++;
    skipSpace();
    return key;
  }

  private String value(String key) {
    var value = new StringBuilder();
    boolean quoted = at < text.length() && text.charAt(at) == '\'';
    if (quoted) {
      at++;
    }
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (quoted ? c == '\'' : isSpace(c)) {
        return value.toString();
      }
      if (c == '\\' && at < text.length()) {
        c = text.charAt(at++);
      }
      value.append(c);
    }
    if (quoted) {
      throw new IllegalArgumentException(
          "the ' that ends the value of "
              + (LibpqOptions.isKnown(key) ? key : "an option")
              + " is missing");
    }
    return value.toString();
  }
}
