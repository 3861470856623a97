package dev.impuls.desktop.code;

/** A line as it is shown, and what ends it. */
record Line(String text, LineEnd end) {
  /** How much of the whole text it is. */
  int length() {
    return text.length() + end.text().length();
  }

  Line withText(String other) {
    return new Line(other, end);
  }
}
