package dev.impuls.desktop.run;

import dev.impuls.desktop.ui.Texts;
import dev.impuls.json.UnlimitedJson;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.core.util.Separators.Spacing;
import tools.jackson.databind.json.JsonMapper;

/** JSON texts of any size and depth, with their numbers as they are written. */
final class Json {
  private static final Texts T = Texts.of(Json.class);

  /** Function results may be larger and deeper than what the library lets in by itself. */
  private static final JsonMapper MAPPER = JsonMapper.builder(UnlimitedJson.FACTORY).build();

  private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");
  private static final DefaultPrettyPrinter PRETTY =
      new DefaultPrettyPrinter(
              Separators.createDefaultInstance()
                  .withObjectNameValueSpacing(Spacing.AFTER)
                  .withObjectEmptySeparator("")
                  .withArrayEmptySeparator(""))
          .withArrayIndenter(INDENTER)
          .withObjectIndenter(INDENTER);

  /** What says nothing to people: codes of characters, and places the library does not know. */
  private static final Pattern NOISE =
      Pattern.compile(" \\(start marker at .*| \\(code \\d+[^)]*\\)");

  private Json() {}

  /**
   * Why a text is no JSON.
   *
   * @param line where, the first is 1
   */
  record Problem(int line, int column, String message) {}

  /** A text laid out for people, or as much of it as was wanted. */
  record Formatted(String text, boolean cut) {}

  static JsonParser parser(Reader reader) {
    return MAPPER.createParser(reader);
  }

  /** What keeps a text from being one JSON value; nothing keeps a blank one, which is null. */
  static Optional<Problem> check(String text) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    try (JsonParser parser = parser(new StringReader(text))) {
      parser.nextToken();
      parser.skipChildren();
      parser.finishToken();
      if (parser.nextToken() != null) {
        return Optional.of(problem(parser.currentTokenLocation(), T.get("json.more")));
      }
      return Optional.empty();
    } catch (JacksonException e) {
      return Optional.of(problem(e.getLocation(), words(e)));
    }
  }

  private static Problem problem(TokenStreamLocation at, String message) {
    return new Problem(Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()), message);
  }

  private static String words(JacksonException e) {
    String message = String.valueOf(e.getOriginalMessage());
    message = NOISE.matcher(message).replaceAll("");
    return message.lines().findFirst().orElse("");
  }

  /** The event a text stands for. */
  static String event(String text) {
    return text.isBlank() ? "null" : text;
  }

  /**
   * Lays out a JSON value in lines.
   *
   * @param most about how many characters are wanted
   * @throws JacksonException if it is none
   */
  static Formatted format(String json, int most) {
    var text = new StringWriter();
    boolean cut = false;
    try (JsonParser parser = parser(new StringReader(json));
        JsonGenerator generator = MAPPER.writer().with(PRETTY).createGenerator(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (text.getBuffer().length() >= most) {
          cut = true;
          break;
        }
        copy(token, parser, generator);
      }
      generator.flush();
    } catch (JacksonException e) {
      // What is left open when a text is cut is closed in vain.
      if (!cut) {
        throw e;
      }
    }
    if (text.getBuffer().length() > most) {
      text.getBuffer().setLength(most);
      cut = true;
    }
    return new Formatted(text.toString(), cut);
  }

  private static void copy(JsonToken token, JsonParser parser, JsonGenerator generator) {
    switch (token) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> generator.writeNumber(parser.getString());
      case PROPERTY_NAME -> generator.writeName(parser.getString());
      case VALUE_STRING -> generator.writeString(parser.getString());
      default -> generator.copyCurrentEvent(parser);
    }
  }

  /** A reader of a text from some place on. */
  static Reader from(String text, int start) {
    var reader = new StringReader(text);
    try {
      long skipped = reader.skip(start);
      assert skipped == start;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return reader;
  }
}
