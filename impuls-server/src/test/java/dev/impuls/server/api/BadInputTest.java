package dev.impuls.server.api;

import static dev.impuls.server.ApiClient.FUNCTIONS;
import static dev.impuls.server.api.FunctionRoutesTest.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.server.ApiClient;
import dev.impuls.server.ApiClient.Answer;
import dev.impuls.server.RunningServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Whatever is sent, the answer is a clear 4xx in the one shape, and nothing is written. */
class BadInputTest {
  private static final String VALID =
      "{\"name\":\"f\",\"runtime\":\"nodejs22\",\"handler\":\"index.handler\",\"code\":\"1\"}";
  private static final String NAME_RULE =
      "must be 1 to 64 characters of A-Z a-z 0-9 - _, the first one a letter or a digit";

  @TempDir private static Path directory;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = new RunningServer(directory);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void nothingWasWritten() throws IOException {
    try (var files = Files.walk(directory.resolve("functions"))) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }

  private static Answer post(String json) {
    return server.send("POST", FUNCTIONS, json);
  }

  private static void assertInvalid(Answer answer, String details) {
    assertError(answer, 400, "validation_failed", "The function breaks a rule");
    assertThat(answer.json().get("details").toString()).isEqualTo(details);
  }

  private static String detail(String field, String message) {
    return "{\"field\":\"" + field + "\",\"message\":\"" + message + "\"}";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-a",
        "_a",
        "../x",
        "a/b",
        "a\\\\b",
        "..",
        ".",
        "a b",
        "a.b",
        "a\\u0000b",
        "a\\nb",
        "a\\u007f",
        "ä",
        "a%2fb",
        "CON.js",
        "abcdefghijklmnopqrstuvwxyz-abcdefghijklmnopqrstuvwxyz-abcdefghijk"
      })
  void names(String name) {
    assertInvalid(
        post(VALID.replace("\"f\"", '"' + name + '"')), "[" + detail("name", NAME_RULE) + "]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"con", "NUL", "Com1", "lpt9", "aux", "prn"})
  void deviceNames(String name) {
    assertInvalid(
        post(VALID.replace("\"f\"", '"' + name + '"')),
        "[" + detail("name", "must not be a device name that operating systems reserve") + "]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "memory_mb | 15 | must be from 16 to 10240",
        "memory_mb | 10241 | must be from 16 to 10240",
        "memory_mb | 128.5 | must be a whole number",
        "memory_mb | 1e999999999 | must be a whole number",
        "memory_mb | 2147483648 | must be a whole number",
        "memory_mb | \"128\" | must be a whole number",
        "memory_mb | null | must be a whole number",
        "memory_mb | 99999999999 | must be a whole number",
        "timeout_sec | 0 | must be from 1 to 900",
        "timeout_sec | 901 | must be from 1 to 900",
        "timeout_sec | true | must be a whole number",
        "group | \"a b\" | " + NAME_RULE,
        "group | \"NUL\" | must not be a device name that operating systems reserve",
        "group | 1 | must be a string",
        "group | null | must be a string",
        "isolation | \"\" | must be shared or dedicated",
        "isolation | \"Shared\" | must be shared or dedicated",
        "isolation | true | must be a string",
        "isolation | null | must be a string",
        "description | 1 | must be a string",
        "description | null | must be a string",
        "description | \"a\\u0000b\" | must not contain the NUL character",
        "description | \"\\ud800\" | must be Unicode text, without unpaired surrogates",
        "environment | [] | must be an object of strings",
        "environment | {\"A\":1} | must be an object of strings; the value of A is none",
        "environment | {\"1A\":\"x\"} | has a key that is not letters, digits and _, the first one"
            + " no digit: \\\"1A\\\"",
        "environment | {\"A\":\"\\u0000\"} | must not contain the NUL character",
        "extra | 1 | is not a field of a function",
      })
  void fields(String field, String value, String message) {
    assertInvalid(
        post(VALID.replace("{", "{\"" + field + "\":" + value + ",")),
        "[" + detail(field, message) + "]");
  }

  @Test
  void requiredFieldsAndEverythingElseAtOnce() {
    assertInvalid(
        post("{\"memory_mb\":1,\"timeout_sec\":\"x\",\"what\":1}"),
        "["
            + String.join(
                ",",
                detail("what", "is not a field of a function"),
                detail("timeout_sec", "must be a whole number"),
                detail("name", "is required"),
                detail("runtime", "is required"),
                detail("handler", "is required"),
                detail("code", "is required"),
                detail("memory_mb", "must be from 16 to 10240"))
            + "]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "handler", ".handler", "index.", "a b.c", "../index.handler", "a..b"})
  void handlers(String handler) {
    assertInvalid(
        post(VALID.replace("index.handler", handler)),
        "["
            + detail(
                "handler", "must be module.function, such as index.handler, at most 128 characters")
            + "]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Node", "node js", "1node", "nodejs/22"})
  void runtimes(String runtime) {
    assertInvalid(
        post(VALID.replace("nodejs22", runtime)),
        "[" + detail("runtime", "must be a runtime's name, such as nodejs22 or python312") + "]");
  }

  @Test
  void lengths() {
    var json = new JsonMapper();
    var draft = json.readTree(VALID).asObject().put("description", "é".repeat(4097));
    draft.put("code", "x".repeat(4 * 1024 * 1024 + 1));
    assertInvalid(
        post(draft.toString()),
        "["
            + detail("description", "must be at most 4096 characters")
            + ","
            + detail("code", "must be at most 4 MiB (4194304 bytes of UTF-8)")
            + "]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1] | The body must be a JSON object",
        "null | The body must be a JSON object",
        "'{\"a\":1,\"a\":2}' | 'The body is not valid JSON: the key \"a\" is there twice (line"
            + " 1, column 11)'",
        "'{\"a\":1}x' | 'The body is not valid JSON: there is something that is not JSON (line 1,"
            + " column 8)'",
        "'{\"a\":1}{}' | 'The body is not valid JSON: there is more behind the first value (line 1,"
            + " column 8)'",
        "'{\"a\":' | 'The body is not valid JSON: it ends too early (line 1, column 6)'",
      })
  void notOneObject(String body, String message) {
    assertError(post(body), 400, "invalid_json", message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"name\":",
        "{'name':1}",
        "{\"a\":NaN}",
        "{\"a\":\"\n\"}",
        "\uFEFF{}",
        "{} {}"
      })
  void notJson(String body) {
    Answer answer = post(body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("code").stringValue()).isEqualTo("invalid_json");
    assertThat(answer.json().get("message").stringValue()).startsWith("The body ");
  }

  @Test
  void deepJson() {
    Answer answer = post("{\"environment\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("message").stringValue())
        .startsWith("The body is not valid JSON: it is nested too deep");
  }

  @Test
  void moreValuesThanAnyFunctionHas() {
    Answer answer = post("{\"environment\":[" + "[],".repeat(200_000) + "1]}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("message").stringValue())
        .startsWith("The body is not valid JSON: it has too many values, or too long a text");
  }

  @Test
  void notUtf8() {
    byte[] latin1 = VALID.replace("\"1\"", "\"é\"").getBytes(StandardCharsets.ISO_8859_1);
    assertError(
        server.send(
            "POST",
            FUNCTIONS,
            BodyPublishers.ofByteArray(latin1),
            "Content-Type",
            "application/json"),
        400,
        "invalid_json",
        "The body is not valid JSON: it is not UTF-8");
    Answer utf16 =
        server.send(
            "POST",
            FUNCTIONS,
            BodyPublishers.ofByteArray(VALID.getBytes(StandardCharsets.UTF_16)),
            "Content-Type",
            "application/json");
    assertError(utf16, 400, "invalid_json", "The body is not valid JSON: it is not UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/jsonx"})
  void contentTypes(String type) {
    assertError(
        server.send("POST", FUNCTIONS, BodyPublishers.ofString(VALID), "Content-Type", type),
        415,
        "unsupported_media_type",
        "The body must be JSON: send the header Content-Type: application/json");
  }

  @Test
  void charsets() {
    assertError(
        server.send(
            "POST",
            FUNCTIONS,
            BodyPublishers.ofString(VALID),
            "Content-Type",
            "application/json; charset=iso-8859-1"),
        415,
        "unsupported_media_type",
        "The body must be JSON in UTF-8, and no other charset");
  }

  @Test
  void tooLargeByItsLengthIsNotEvenRead() throws IOException {
    String answer =
        server.raw(ApiClient.head("POST /api/v1/functions", "Content-Length: 104857600") + "{");
    assertThat(answer)
        .startsWith("HTTP/1.1 413 ")
        .contains("\"message\":\"The body is larger than 27262976 bytes\"");
  }

  @Test
  void tooLargeInChunksEndsTheReading() throws IOException {
    byte[] chunk =
        ("100000\r\n" + " ".repeat(0x100000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      var out = socket.getOutputStream();
      out.write(
          ApiClient.head("POST /api/v1/functions", "Transfer-Encoding: chunked")
              .getBytes(StandardCharsets.US_ASCII));
      int sent = 0;
      try {
        while (sent < 100) {
          out.write(chunk);
          sent++;
        }
      } catch (IOException e) {
        // The server no longer listens, as it should.
        assertThat(sent).isGreaterThan(25);
      }
      assertThat(sent).isLessThan(100);
    }
  }

  /** As a client does that reads no answer before it has sent all of its request. */
  @ParameterizedTest
  @ValueSource(strings = {FUNCTIONS, FUNCTIONS + "/nothing/invoke", "/api/v1/nothing"})
  void whoSendsAllOfABodyThatNobodyReadsGetsItsAnswer(String path) throws IOException {
    byte[] body = new byte[30 * 1024 * 1024];
    for (int i = 0; i < 10; i++) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        socket.setSoTimeout(10_000);
        var out = socket.getOutputStream();
        out.write(
            ApiClient.head("POST " + path, "Content-Length: " + body.length)
                .getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .startsWith("HTTP/1.1 4")
            .endsWith("}\n");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zz\r\n", "-1\r\n", "1\r\n{{{{"})
  void chunksThatAreNone(String chunk) throws IOException {
    assertThat(
            server.raw(
                ApiClient.head("POST /api/v1/functions", "Transfer-Encoding: chunked") + chunk))
        .startsWith("HTTP/1.1 400 ")
        .contains("{\"error\":true,\"message\":", "\"code\":\"bad_request\"");
  }

  @Test
  void pathsThatAreNone() throws IOException {
    assertError(server.get("/api/v2"), 404, "not_found", "There is nothing at /api/v2 in this API");
    assertError(
        server.get(FUNCTIONS + "/a%2f..%2fb"),
        404,
        "not_found",
        "There is no function named \"a/../b\"");
    assertError(
        server.get(FUNCTIONS + "/" + "x".repeat(2000)),
        404,
        "not_found",
        "There is no function named \"" + "x".repeat(2000) + "\"");
    for (String path : new String[] {"/api/v1/functions/%00", "/api/v1/functions/%zz", "/%"}) {
      assertThat(server.raw(ApiClient.head("GET " + path, "Connection: close")))
          .startsWith("HTTP/1.1 400 ")
          .contains("{\"error\":true,\"message\":", "\"request_id\":")
          .doesNotContain("<html", "at org.");
    }
    assertThat(
            server.raw(
                ApiClient.head("GET /api/v1/functions/../../../etc/passwd", "Connection: close")))
        .containsAnyOf("HTTP/1.1 404 ", "HTTP/1.1 400 ")
        .contains("{\"error\":true,");
  }

  @Test
  void requestsThatAreNoHttp() throws IOException {
    for (String request :
        new String[] {
          "GARBAGE\r\n\r\n",
          "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
          ApiClient.head("GET /", "X: " + "y".repeat(100_000)),
          "GET / HTTP/1.1\r\n\r\n",
        }) {
      assertThat(server.raw(request)).matches("(?s)HTTP/1.1 [45]\\d\\d .*\\{\"error\":true,.*");
    }
  }

  @Test
  void wrongMethods() {
    Answer answer = server.send("POST", FUNCTIONS + "/f", "{}");
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.json().get("code").stringValue()).isEqualTo("method_not_allowed");
    assertThat(String.valueOf(answer.header("Allow")).split(", "))
        .containsExactlyInAnyOrder("GET", "HEAD", "PUT", "PATCH", "DELETE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "limit=0 | limit | must be a whole number from 1 to 1000",
        "limit=1001 | limit | must be a whole number from 1 to 1000",
        "limit=x | limit | must be a whole number from 1 to 1000",
        "fields=code | fields | must be summary",
        "cursor=x | cursor | must be the next_cursor of an earlier answer",
        "cursor=%2e%2e | cursor | must be the next_cursor of an earlier answer",
      })
  void queries(String query, String parameter, String message) {
    Answer answer = server.get(FUNCTIONS + "?" + query);
    assertError(answer, 400, "validation_failed", "A query parameter breaks a rule");
    assertThat(answer.json().get("details").toString())
        .isEqualTo("[" + detail(parameter, message) + "]");
  }

  @Test
  void requestIdsAreKeptIfTheyArePlain() {
    assertThat(server.get("/health", "X-Request-Id", "abc-1.2_3").header("X-Request-Id"))
        .isEqualTo("abc-1.2_3");
    for (String other : new String[] {"a b", "x".repeat(65), "<script>"}) {
      assertThat(server.get("/health", "X-Request-Id", other).header("X-Request-Id"))
          .matches("[0-9a-f-]{36}");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"W/\"a\"", "\"", "a=b;c=\"d", "\"\\"})
  void acceptWithQuotesThatDoNotMatch(String accept) {
    assertError(
        server.get("/api/v1/export", "Accept", accept),
        400,
        "bad_request",
        "The header Accept is malformed");
    server.create("f", "exports.handler = async () => 1");
    Answer invoked = server.send("POST", FUNCTIONS + "/f/invoke", "{}", "Accept", accept);
    server.delete(FUNCTIONS + "/f");
    assertError(invoked, 400, "bad_request", "The header Accept is malformed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"foo", "latin1ication/json", "\"", "\"\"", "a b", "utf-9", "*", "utf-8/x"})
  void charsetsThatNobodyKnows(String charset) {
    for (String path :
        new String[] {FUNCTIONS, FUNCTIONS + "/f", FUNCTIONS + "/f/invoke", "/api/v1/import"}) {
      Answer answer =
          server.send(
              path.endsWith("/f") ? "PATCH" : "POST",
              path,
              BodyPublishers.ofString("{}"),
              "Content-Type",
              "application/json;charset=" + charset);
      assertThat(answer.status()).as(path).isEqualTo(415);
      assertThat(answer.body()).contains("unsupported_media_type");
    }
  }
}
