package dev.impuls.server.api;

import dev.impuls.json.FunctionJson;
import dev.impuls.json.JsonReaders;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON as the API reads and writes it: UTF-8, no key twice, nothing behind the one value. */
final class Json {
  /** A value becomes some hundred bytes of memory; a function has a hundred of them or so. */
  private static final int MAX_VALUES = 200_000;

  /** Converting a number takes time in the square of its digits. */
  private static final int MAX_DIGITS = 10_000;

  /** Twice what a function's code may be: that is told as a rule that was broken. */
  private static final int MAX_TEXT = 8 * 1024 * 1024;

  private static final JsonFactory STRICT =
      JsonReaders.factory()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxTokenCount(MAX_VALUES)
                  .maxStringLength(MAX_TEXT)
                  .build())
          .build();

  private static final JsonFactory PLAIN =
      JsonReaders.factory()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNumberLength(MAX_DIGITS).build())
          .build();

  private static final JsonMapper MAPPER =
      JsonMapper.builder(STRICT).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final JsonMapper ANY = new JsonMapper(PLAIN);

  private Json() {}

  /** Not UTF-8, or not one JSON value; the message is for people. */
  static final class NotJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    NotJsonException(String message) {
      super(message, null, false, false);
    }
  }

  /** Reads one value. */
  static JsonNode parse(InputStream body) throws NotJsonException {
    try {
      return MAPPER.readTree(new InputStreamReader(body, StandardCharsets.UTF_8.newDecoder()));
    } catch (JacksonException e) {
      throw notJson(e);
    }
  }

  /** The text of a body that is one JSON value; a function gets it as it came. */
  static String checked(byte[] body) throws NotJsonException {
    String text = text(body);
    try (JsonParser parser = ANY.createParser(text)) {
      if (parser.nextToken() == null) {
        throw new NotJsonException("it is empty");
      }
      requireSpreadKeys(parser);
      parser.finishToken();
      if (parser.nextToken() != null) {
        throw new NotJsonException("there is more behind the first value");
      }
      return text;
    } catch (JacksonException e) {
      throw notJson(e);
    }
  }

  /** Reads to the end of the value that begins here. */
  private static void requireSpreadKeys(JsonParser parser) throws NotJsonException {
    if (!parser.currentToken().isStructStart()) {
      return;
    }
    var keys = new KeyHashes();
    int depth = 0;
    for (JsonToken token = parser.currentToken(); token != null; token = parser.nextToken()) {
      switch (token) {
        case START_OBJECT, START_ARRAY -> {
          depth++;
          keys.begin();
        }
        case PROPERTY_NAME -> keys.add(parser.currentName().hashCode());
        case END_OBJECT, END_ARRAY -> {
          depth--;
          if (!keys.endIsSpread()) {
            throw new NotJsonException("too many keys of an object have the same hash");
          }
          if (depth == 0) {
            return;
          }
        }
        default -> {}
      }
    }
  }

  private static String text(byte[] body) throws NotJsonException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw new NotJsonException("it is not UTF-8");
    }
  }

  private static NotJsonException notJson(JacksonException e) {
    return new NotJsonException(JsonReaders.problem(e));
  }

  /** Writes one value and a line end, which keeps answers apart on a terminal. */
  static void write(OutputStream out, Consumer<JsonGenerator> content) {
    JsonGenerator json = FunctionJson.generator(out);
    content.accept(json);
    json.writeRaw('\n');
    // Only if all went well: closing would send what was written as if it were all.
    json.close();
  }
}
