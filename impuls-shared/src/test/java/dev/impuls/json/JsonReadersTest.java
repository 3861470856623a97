package dev.impuls.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonReadersTest {
  private static final JsonMapper MAPPER = new JsonMapper(JsonReaders.factory().build());

  private static String read(byte[] bytes) throws IOException {
    try (Reader reader = JsonReaders.utf8(new ByteArrayInputStream(bytes))) {
      return reader.readAllAsString();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "{\"ä\":\"\ud83d\ude00\"}", "a\ufeffb"})
  void aTextIsReadWithAndWithoutAMark(String text) throws IOException {
    assertThat(read(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
    assertThat(read(("\ufeff" + text).getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
  }

  @Test
  void whatIsNoUtf8IsNotReplaced() {
    assertThatThrownBy(() -> read(new byte[] {'"', (byte) 0xff, '"'}))
        .isInstanceOf(CharacterCodingException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-0.0", "128", "128.0", "1.28e2", "-2147483648", "2147483647.0"})
  void aWholeNumberIsAnIntHoweverItIsWritten(String number) {
    JsonNode value = MAPPER.readTree(number);
    assertThat(JsonReaders.isInt(value)).isTrue();
    assertThat(value.intValue()).isEqualTo(new BigDecimal(number).intValueExact());
    assertThat(JsonReaders.isInt(exactly(number))).isTrue();
    assertThat(exactly(number).intValue()).isEqualTo(value.intValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "2147483648", "-2147483649.0", "1e999999999", "\"1\"", "null"})
  void nothingElseIsAnInt(String value) {
    assertThat(JsonReaders.isInt(MAPPER.readTree(value))).isFalse();
    assertThat(JsonReaders.isInt(exactly(value))).isFalse();
  }

  private static JsonNode exactly(String json) {
    return MAPPER.reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).readTree(json);
  }

  /** All of these have one hash. */
  private static String colliding() {
    List<String> keys = List.of("");
    for (int i = 0; i < 9; i++) {
      keys = keys.stream().flatMap(key -> Stream.of(key + "Ab", key + "BA")).toList();
    }
    return keys.stream().map(key -> "\"" + key + "\":1").collect(Collectors.joining(",", "{", "}"));
  }

  @Test
  void keysThatCollideDoNotConcernOtherTexts() {
    assertThat(MAPPER.readTree(colliding()).size()).isEqualTo(512);
    for (int keys : new int[] {5000, 7000, 10_000}) {
      String others =
          IntStream.range(0, keys)
              .mapToObj(i -> "\"key" + i + "\":1")
              .collect(Collectors.joining(",", "{", "}"));
      assertThat(MAPPER.readTree(others).size()).isEqualTo(keys);
    }
  }
}
