package dev.impuls.engine.js;

/** JavaScript's strings may hold halves of surrogate pairs; nothing beyond it can. */
final class Texts {
  private static final char REPLACEMENT = '\uFFFD';

  private Texts() {}

  /** The text with each half of a pair that stands alone replaced by U+FFFD, as Node writes it. */
  static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return replaceLone(text, i);
      }
    }
    return text;
  }

  private static String replaceLone(String text, int from) {
    var out = new StringBuilder(text.length()).append(text, 0, from);
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        out.append(c).append(text.charAt(++i));
      } else {
        out.append(Character.isSurrogate(c) ? REPLACEMENT : c);
      }
    }
    return out.toString();
  }

  /** The text, well-formed, and not longer than that many characters and a sign that it is cut. */
  static String cut(String text, int longest) {
    return text.length() <= longest
        ? wellFormed(text)
        : wellFormed(text.substring(0, longest)) + "\u2026";
  }

  /** How many bytes a well-formed text takes as UTF-8. */
  static int utf8Length(String text) {
    int bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Each half of a pair takes two of its four bytes.
      bytes += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
    }
    return bytes;
  }
}
