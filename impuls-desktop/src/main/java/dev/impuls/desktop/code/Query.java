package dev.impuls.desktop.code;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What is looked for.
 *
 * @param text what it is; empty finds nothing
 * @param regex whether it is a regular expression
 */
record Query(String text, boolean matchCase, boolean wholeWord, boolean regex) {
  private static final String WORD = "[\\p{L}\\p{N}\\p{M}_$]";

  /**
   * As a pattern.
   *
   * @throws PatternSyntaxException if it is no regular expression
   */
  Pattern pattern() {
    int flags = Pattern.MULTILINE | Pattern.UNIX_LINES;
    if (!matchCase) {
      flags |= Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
    }
    if (!regex) {
      flags |= wholeWord ? 0 : Pattern.LITERAL;
    } else {
      // By itself, so that what is said of it is said of what was typed.
      Pattern itself = Pattern.compile(text, flags);
      if (!wholeWord) {
        return itself;
      }
    }
    String whole = regex ? "(?:" + text + ")" : Pattern.quote(text);
    return Pattern.compile(
        wholeWord ? "(?<!" + WORD + ")" + whole + "(?!" + WORD + ")" : text, flags);
  }
}
