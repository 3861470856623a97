package dev.impuls.server.api;

import static dev.impuls.server.ApiClient.FUNCTIONS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.server.ApiClient;
import dev.impuls.server.ApiClient.Answer;
import dev.impuls.server.RunningServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of every length, as they are or encoded, announced or not. */
class RequestBodiesTest {
  @TempDir private static Path directory;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = new RunningServer(directory);
    server.create("length", "exports.handler = async event => JSON.stringify(event).length");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static byte[] gzip(byte[] bytes) {
    var encoded = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(encoded)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return encoded.toByteArray();
  }

  private static byte[] text(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 'a');
    bytes[0] = '"';
    bytes[length - 1] = '"';
    return bytes;
  }

  private static Answer invoke(byte[] body, boolean announced, String... headers) {
    String[] all = Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = "Content-Type";
    all[headers.length + 1] = "application/json";
    return server.send(
        "POST",
        FUNCTIONS + "/length/invoke",
        announced
            ? BodyPublishers.ofByteArray(body)
            : BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)),
        all);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 65_535, 65_536, 65_537, 200_000, 2_000_000, 6 * 1024 * 1024})
  void comeWholeWhateverTheirLength(int length) {
    for (boolean announced : new boolean[] {true, false}) {
      assertThat(invoke(text(length), announced).json().get("body").asInt()).isEqualTo(length);
      assertThat(
              invoke(gzip(text(length)), announced, "Content-Encoding", "gzip")
                  .json()
                  .get("body")
                  .asInt())
          .isEqualTo(length);
    }
  }

  @Test
  void areNoLongerThanTheyMayBeEncodedOrNot() {
    byte[] tooLong = text(6 * 1024 * 1024 + 1);
    for (boolean announced : new boolean[] {true, false}) {
      assertThat(invoke(tooLong, announced).status()).isEqualTo(413);
      assertThat(invoke(gzip(tooLong), announced, "Content-Encoding", "x-gzip").status())
          .isEqualTo(413);
    }
  }

  @Test
  void aFunctionMayBeSentEncoded() {
    byte[] draft = ApiClient.draft("packed", "x".repeat(1_000_000)).getBytes(UTF_8);
    Answer answer =
        server.send(
            "POST",
            FUNCTIONS,
            BodyPublishers.ofByteArray(gzip(draft)),
            "Content-Type",
            "application/json",
            "Content-Encoding",
            "GZIP");
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.json().get("code").asString()).hasSize(1_000_000);
    assertThat(server.get(FUNCTIONS + "/packed").json()).isEqualTo(answer.json());
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "deflate", "gzip, gzip", "x"})
  void otherEncodingsAreRefused(String encoding) {
    Answer answer = invoke(text(2), true, "Content-Encoding", encoding);
    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.header("Accept-Encoding")).isEqualTo("gzip");
  }

  @Test
  void whatIsNoGzipOrCutShortIsTold() {
    byte[] whole = gzip(text(100_000));
    byte[] damaged = whole.clone();
    damaged[whole.length - 6] ^= 1;
    for (byte[] body :
        new byte[][] {
          text(2),
          text(100_000),
          Arrays.copyOf(whole, whole.length / 2),
          Arrays.copyOf(whole, 5),
          damaged
        }) {
      Answer answer = invoke(body, true, "Content-Encoding", "gzip");
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body()).contains("gzip").doesNotContain("null");
    }
  }

  @Test
  void aTextLongerThanAnyFunctionIsTold() {
    Answer answer = server.create("long", "x".repeat(9 * 1024 * 1024));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("too long a text");
  }

  @Test
  void largeFunctionsAreAnsweredWhole() {
    String code = "é\\u0000\"\\n".repeat(200_000);
    assertThat(server.create("large", code).json().get("code").asString()).isEqualTo(code);
    assertThat(server.get(FUNCTIONS + "/large").json().get("code").asString()).isEqualTo(code);
    Answer head = server.send("HEAD", FUNCTIONS + "/large", BodyPublishers.noBody());
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }
}
