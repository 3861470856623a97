package dev.impuls.desktop.code;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JavaScript as of ECMAScript 2026: with template literals in one another, private names, numeric
 * separators, BigInt and regular expressions, of which the tokenizer of the library knows too
 * little.
 */
final class JavaScriptTokenizer implements Tokenizer {
  private static final Set<String> KEYWORDS =
      Set.of(
          ("async await break case catch class const continue debugger default delete do else"
                  + " export extends finally for function if import in instanceof let new return"
                  + " static super switch this throw try typeof using var void while with yield")
              .split(" "));

  /** Keywords in some places only: before a name, a string or a computed name. */
  private static final Set<String> SOMETIMES = Set.of("as", "from", "get", "of", "set");

  private static final Set<String> CONSTANTS =
      Set.of("Infinity", "NaN", "false", "null", "true", "undefined");

  /** Keywords that stand for a value, so that a slash after them divides. */
  private static final Set<String> VALUES = Set.of("super", "this");

  private static final Pattern NUMBER =
      Pattern.compile(
          "0[xX][\\da-fA-F_]+n?|0[bB][01_]+n?|0[oO][0-7_]+n?"
              + "|(?:\\d[\\d_]*\\.?[\\d_]*|\\.\\d[\\d_]*)(?:[eE][+-]?\\d[\\d_]*)?n?");

  private enum In {
    CODE,
    COMMENT,
    TEMPLATE,
    SINGLE_QUOTES,
    DOUBLE_QUOTES
  }

  /**
   * Where a line leaves off.
   *
   * @param value whether a value was last, so that a slash divides
   * @param braces for each template literal that is open and in whose braces we are, how many
   *     braces are open in those
   */
  private record State(In in, boolean value, String braces) {
    static final State FIRST = new State(In.CODE, false, "");
  }

  private String line = "";
  private int at;
  private In in = In.CODE;
  private boolean value;
  private boolean afterDot;
  private final StringBuilder braces = new StringBuilder();
  private Sink sink = (_, _, _) -> {};

  @Override
  public Object read(String text, Object before, Sink pieces) {
    State state = before instanceof State found ? found : State.FIRST;
    line = text;
    at = 0;
    in = state.in;
    value = state.value;
    afterDot = false;
    braces.setLength(0);
    braces.append(state.braces);
    sink = pieces;
    if (before.equals(START) && text.startsWith("#!")) {
      sink.token(0, text.length(), TokenKind.COMMENT);
      return State.FIRST;
    }
    while (at < line.length()) {
      switch (in) {
        case CODE -> code();
        case COMMENT -> comment(at);
        case TEMPLATE -> template(at);
        case SINGLE_QUOTES -> string('\'', at);
        case DOUBLE_QUOTES -> string('"', at);
      }
    }
    return new State(in, value, braces.toString());
  }

  private void code() {
    char c = line.charAt(at);
    if (Character.isWhitespace(c)) {
      at++;
    } else if (line.startsWith("//", at)) {
      token(line.length(), TokenKind.COMMENT);
    } else if (line.startsWith("/*", at)) {
      in = In.COMMENT;
      int start = at;
      at += 2;
      comment(start);
    } else if (c == '\'' || c == '"') {
      int start = at;
      at++;
      string(c, start);
    } else if (c == '`') {
      in = In.TEMPLATE;
      int start = at;
      at++;
      template(start);
    } else if (isDigit(at) || (c == '.' && isDigit(at + 1))) {
      number();
    } else if (c == '/' && !value && regexEnd() > 0) {
      token(regexEnd(), TokenKind.REGEX);
      value = true;
    } else if (isNameStart()) {
      name();
    } else {
      sign(c);
    }
  }

  private void comment(int start) {
    int end = line.indexOf("*/", at);
    at = end < 0 ? line.length() : end + 2;
    in = end < 0 ? In.COMMENT : In.CODE;
    sink.token(start, at, TokenKind.COMMENT);
  }

  private void template(int start) {
    while (at < line.length()) {
      char c = line.charAt(at);
      if (c == '`') {
        at++;
        sink.token(start, at, TokenKind.STRING);
        in = In.CODE;
        value = true;
        return;
      }
      if (line.startsWith("${", at)) {
        if (at > start) {
          sink.token(start, at, TokenKind.STRING);
        }
        token(at + 1, TokenKind.OPERATOR);
        token(at + 1, TokenKind.BRACKET);
        braces.append('\0');
        in = In.CODE;
        value = false;
        return;
      }
      at += c == '\\' ? 2 : 1;
    }
    at = line.length();
    sink.token(start, at, TokenKind.STRING);
  }

  private void string(char quote, int start) {
    in = In.CODE;
    value = true;
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c == quote) {
        sink.token(start, at, TokenKind.STRING);
        return;
      }
      if (c == '\\' && at++ == line.length()) {
        in = quote == '"' ? In.DOUBLE_QUOTES : In.SINGLE_QUOTES;
      }
    }
    at = line.length();
    sink.token(start, at, TokenKind.STRING);
  }

  private void number() {
    Matcher found = NUMBER.matcher(line).region(at, line.length());
    int end = found.lookingAt() ? found.end() : at + 1;
    int wordEnd = nameEnd(end);
    token(wordEnd, wordEnd > end ? TokenKind.ERROR : TokenKind.NUMBER);
    value = true;
  }

  private int regexEnd() {
    boolean inClass = false;
    for (int end = at + 1; end < line.length(); end++) {
      switch (line.charAt(end)) {
        case '\\' -> end++;
        case '[' -> inClass = true;
        case ']' -> inClass = false;
        case '/' -> {
          if (!inClass) {
            return nameEnd(end + 1);
          }
        }
        default -> {}
      }
    }
    return -1;
  }

  private void name() {
    int end = nameEnd(at + 1);
    String word = line.substring(at, end);
    TokenKind kind = kind(word, end);
    token(end, kind);
    value = kind != TokenKind.KEYWORD || VALUES.contains(word);
    afterDot = false;
  }

  private TokenKind kind(String word, int end) {
    int next = end;
    while (next < line.length() && Character.isWhitespace(line.charAt(next))) {
      next++;
    }
    char following = next < line.length() ? line.charAt(next) : ' ';
    if (!afterDot) {
      if (KEYWORDS.contains(word)) {
        boolean key = following == ':' && !word.equals("default");
        return key ? TokenKind.VARIABLE : TokenKind.KEYWORD;
      }
      if (CONSTANTS.contains(word)) {
        return TokenKind.CONSTANT;
      }
      if (SOMETIMES.contains(word)
          && next > end
          && (Character.isUnicodeIdentifierStart(following)
              || "'\"[#{$_".indexOf(following) >= 0)) {
        return TokenKind.KEYWORD;
      }
    }
    if (following == '(') {
      return TokenKind.FUNCTION;
    }
    return Character.isUpperCase(word.charAt(0)) ? TokenKind.TYPE : TokenKind.TEXT;
  }

  private void sign(char c) {
    switch (c) {
      case '(', '[', '{' -> {
        if (c == '{' && !braces.isEmpty()) {
          nest(1);
        }
        token(at + 1, TokenKind.BRACKET);
        value = false;
      }
      case ')', ']' -> {
        token(at + 1, TokenKind.BRACKET);
        value = true;
      }
      case '}' -> {
        token(at + 1, TokenKind.BRACKET);
        value = false;
        if (!braces.isEmpty()) {
          if (braces.charAt(braces.length() - 1) == 0) {
            braces.setLength(braces.length() - 1);
            in = In.TEMPLATE;
          } else {
            nest(-1);
          }
        }
      }
      default -> {
        boolean twice = (c == '+' || c == '-') && line.startsWith(String.valueOf(c), at + 1);
        afterDot = c == '.' && !line.startsWith("...", at) && !endsSpread();
        token(at + (twice ? 2 : 1), TokenKind.OPERATOR);
        value &= twice;
        return;
      }
    }
    afterDot = false;
  }

  private boolean endsSpread() {
    return at > 0 && line.charAt(at - 1) == '.';
  }

  private void nest(int by) {
    int last = braces.length() - 1;
    braces.setCharAt(last, (char) (braces.charAt(last) + by));
  }

  private void token(int end, TokenKind kind) {
    sink.token(at, end, kind);
    at = end;
  }

  private boolean isDigit(int index) {
    return index < line.length() && line.charAt(index) >= '0' && line.charAt(index) <= '9';
  }

  private boolean isNameStart() {
    int c = line.codePointAt(at);
    return c == '#' || c == '$' || c == '_' || c == '\\' || Character.isUnicodeIdentifierStart(c);
  }

  private int nameEnd(int from) {
    int end = Math.max(from, at);
    while (end < line.length()) {
      int c = line.codePointAt(end);
      if (c != '$' && c != '\\' && !Character.isUnicodeIdentifierPart(c)) {
        break;
      }
      end += Character.charCount(c);
    }
    return end;
  }
}
