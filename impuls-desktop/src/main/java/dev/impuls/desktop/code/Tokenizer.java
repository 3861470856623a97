package dev.impuls.desktop.code;

/** Finds what the pieces of code are, line by line. Not for several threads. */
interface Tokenizer {
  /** Finds nothing. */
  Tokenizer NONE = (_, state, _) -> state;

  /** Where a text begins. */
  Object START = 0;

  /** Gets the pieces of a line, in order; what is between them is of no kind. */
  @FunctionalInterface
  interface Sink {
    void token(int start, int end, TokenKind kind);
  }

  /**
   * Reads a line.
   *
   * @param line without its end
   * @param state what reading the line before answered; {@link #START} for the first
   * @return where the line leaves off: equal if, and only if, what follows is read the same
   */
  Object read(String line, Object state, Sink sink);
}
