package dev.impuls.json;

import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.databind.JsonNode;

/** How JSON that others wrote is read, and what is said of it if it is none. */
public final class JsonReaders {
  /** Characters of a key that are shown. */
  private static final int MAX_KEY = 40;

  private JsonReaders() {}

  /**
   * Begins a factory whose parsers share no state. Jackson's table of property names is one for all
   * parsers of a factory: names with equal hashes in one document make it slow for all others, and
   * in the end have it refuse theirs.
   */
  public static JsonFactoryBuilder factory() {
    return JsonFactory.builder().disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES);
  }

  /**
   * Decodes UTF-8, without the mark that some editors put before it. Reading fails with a {@link
   * CharacterCodingException} at what is none, where Jackson's parsers without a table of names
   * would put a replacement character.
   */
  public static Reader utf8(InputStream in) {
    return new WithoutMark(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
  }

  private static final class WithoutMark extends FilterReader {
    private static final char MARK = '\ufeff';
    private boolean begun;

    WithoutMark(Reader in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int c = super.read();
      boolean isMark = !begun && c == MARK;
      begun = true;
      return isMark ? super.read() : c;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
      if (begun || length == 0) {
        return super.read(buffer, offset, length);
      }
      int first = read();
      if (first < 0) {
        return -1;
      }
      buffer[offset] = (char) first;
      return 1;
    }
  }

  /** Whether a value is an {@code int}; to JSON, 128.0 and 1.28e2 are the same number as 128. */
  public static boolean isInt(JsonNode value) {
    return value.isNumber() && value.canConvertToExactIntegral() && value.canConvertToInt();
  }

  /** Says in our own words why a text could not be read, and where; has no end of a sentence. */
  public static String problem(JacksonException e) {
    TokenStreamLocation at = e.getLocation();
    return what(e)
        + (at == null || at.getLineNr() < 1
            ? ""
            : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")");
  }

  /** The library tells limits and duplicates apart by its message alone. */
  private static String what(JacksonException e) {
    String message = String.valueOf(e.getOriginalMessage());
    if (e instanceof StreamConstraintsException) {
      if (message.contains("nesting depth")) {
        return "it is nested too deep";
      }
      if (message.contains("Number value length")) {
        return "a number has too many digits";
      }
      return "it has too many values, or too long a text";
    }
    if (e instanceof UnexpectedEndOfInputException) {
      return "it ends too early";
    }
    if (e.getCause() instanceof CharacterCodingException) {
      return "it is not UTF-8";
    }
    if (e instanceof JacksonIOException) {
      return "it cannot be read: " + message;
    }
    if (message.startsWith("Duplicate Object property")) {
      return "the key " + quoted(message) + " is there twice";
    }
    return message.startsWith("Trailing token")
        ? "there is more behind the first value"
        : "there is something that is not JSON";
  }

  private static String quoted(String message) {
    String key = message.substring(message.indexOf('"') + 1, message.lastIndexOf('"'));
    return '"' + (key.length() > MAX_KEY ? key.substring(0, MAX_KEY) + "…" : key) + '"';
  }
}
