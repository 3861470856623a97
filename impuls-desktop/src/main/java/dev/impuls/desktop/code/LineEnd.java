package dev.impuls.desktop.code;

/** How a line ends. */
enum LineEnd {
  LF("\n"),
  CRLF("\r\n"),
  CR("\r"),
  /**
   * Not at all: the last line of a text, or a part of a line that is too long to be laid out at
   * once and goes on in the next.
   */
  NONE("");

  private final String text;

  LineEnd(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
