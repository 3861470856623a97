package dev.impuls.desktop.code;

import java.util.Locale;

/** What a piece of code is. */
enum TokenKind {
  TEXT,
  KEYWORD,
  CONSTANT,
  TYPE,
  FUNCTION,
  VARIABLE,
  STRING,
  NUMBER,
  REGEX,
  COMMENT,
  OPERATOR,
  BRACKET,
  ERROR;

  private final String styleClass = "code-" + name().toLowerCase(Locale.ROOT);

  /** Whether it looks like any text: each piece that does not is a node of its own. */
  boolean isPlain() {
    return this == TEXT || this == OPERATOR || this == BRACKET;
  }

  /** The style class of its text, if it is not plain. */
  String styleClass() {
    return styleClass;
  }
}
