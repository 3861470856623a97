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

  /** The style class of its text. */
  String styleClass() {
    return styleClass;
  }
}
