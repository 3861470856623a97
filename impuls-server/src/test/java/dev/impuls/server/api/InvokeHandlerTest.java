package dev.impuls.server.api;

import static dev.impuls.server.ApiClient.FUNCTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.invoke.Limits;
import dev.impuls.server.ApiClient;
import dev.impuls.server.ApiClient.Answer;
import dev.impuls.server.RunningServer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class InvokeHandlerTest {
  @TempDir private static Path directory;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    server =
        new RunningServer(
            directory,
            new Limits(2, 2, 0, Limits.DEFAULT.resultBytes(), Limits.DEFAULT.logBytes()));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aCallAnswersWithWhatTheFunctionReturned() {
    server.create(
        "hello",
        "exports.handler = async (event) => { console.warn('seen', event); return { hi: event.name"
            + " }; }");
    Answer first =
        server.send(
            "POST",
            FUNCTIONS + "/hello/invoke?local=true",
            "{\"name\":\"Ada\"}",
            "X-Request-Id",
            "r-1");
    assertThat(first.status()).isEqualTo(200);
    JsonNode json = first.json();
    assertThat(json.propertyNames())
        .containsExactly(
            "status_code",
            "body",
            "duration_ms",
            "memory_used_mb",
            "logs",
            "request_id",
            "cold_start");
    assertThat(json.get("status_code").intValue()).isEqualTo(200);
    assertThat(json.get("body").toString()).isEqualTo("{\"hi\":\"Ada\"}");
    assertThat(json.get("logs").get(0).get("level").stringValue()).isEqualTo("warn");
    assertThat(json.get("logs").get(0).get("message").stringValue())
        .isEqualTo("seen { name: 'Ada' }");
    assertThat(json.get("request_id").stringValue()).isEqualTo("r-1");
    assertThat(first.header("X-Request-Id")).isEqualTo("r-1");
    assertThat(json.get("cold_start").booleanValue()).isTrue();
    assertThat(server.invoke("hello", "{}").json().get("cold_start").booleanValue()).isFalse();
  }

  @Test
  void aStreamTellsWhatIsLoggedAndThenTheResult() {
    server.create(
        "talks",
        "exports.handler = async (event) => { console.log('a\\n"
            + "b'); console.error('\\ud800'); return event }");
    Answer answer = stream("talks", "{\"n\":\n1.50}", "X-Request-Id", "r-1");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("text/event-stream");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.header("X-Request-Id")).isEqualTo("r-1");
    List<String> lines =
        answer.body().lines().filter(line -> !line.isEmpty() && !line.startsWith(":")).toList();
    assertThat(lines).hasSize(6);
    assertThat(lines.get(0)).isEqualTo("event: log");
    JsonNode first = data(lines.get(1));
    assertThat(first.propertyNames()).containsExactly("time", "level", "message");
    assertThat(first.get("level").stringValue()).isEqualTo("info");
    assertThat(first.get("message").stringValue()).isEqualTo("a\nb");
    assertThat(lines.get(2)).isEqualTo("event: log");
    assertThat(data(lines.get(3)).get("message").stringValue()).isEqualTo("\ufffd");
    assertThat(lines.get(4)).isEqualTo("event: result");
    JsonNode result = data(lines.get(5));
    assertThat(result.get("status_code").intValue()).isEqualTo(200);
    assertThat(result.get("body").toString()).isEqualTo("{\"n\":1.5}");
    assertThat(result.get("logs").get(0)).isEqualTo(first);
    assertThat(result.get("request_id").stringValue()).isEqualTo("r-1");
  }

  @Test
  void aStreamTellsAlsoWhyACallFailed() {
    server.create("throws", "exports.handler = async () => { throw new TypeError('no') }");
    Answer answer = stream("throws", "1");
    assertThat(answer.status()).isEqualTo(200);
    String last = answer.body().lines().filter(line -> !line.isEmpty()).toList().getLast();
    assertThat(data(last).get("status_code").intValue()).isEqualTo(500);
    assertThat(data(last).get("error").get("type").stringValue()).isEqualTo("TypeError");
  }

  @Test
  void whatNoFunctionGetsToSeeIsNotStreamed() {
    server.create("seen", "exports.handler = async () => 1");
    assertFailed(
        stream("seen", "{"),
        400,
        "Event.NotJson",
        server.invoke("seen", "{").json().get("error").get("message").stringValue());
    Answer missing = stream("missing", "1");
    assertThat(missing.status()).isEqualTo(404);
    assertError(missing, "not_found", "There is no function named \"missing\"");
  }

  private static Answer stream(String function, String event, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.addAll(List.of("Accept", "application/json;q=0.5, text/event-stream"));
    return server.send(
        "POST", FUNCTIONS + "/" + function + "/invoke", event, all.toArray(new String[0]));
  }

  private static JsonNode data(String line) {
    assertThat(line).startsWith("data: ");
    return new JsonMapper().readTree(line.substring("data: ".length()));
  }

  @Test
  void statusCodeBodyAndHeadersAreTheFunctions() {
    server.create(
        "teapot",
        "exports.handler = async () => ({ statusCode: 418, headers: { 'X-A': 'b' }, body: [1, null]"
            + " })");
    Answer answer = server.invoke("teapot", "{}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("status_code").intValue()).isEqualTo(418);
    assertThat(answer.json().get("body").toString()).isEqualTo("[1,null]");
    assertThat(answer.json().get("headers").toString()).isEqualTo("{\"X-A\":\"b\"}");
  }

  @Test
  void noBodyIsANullEvent() {
    server.create("event", "exports.handler = async (event) => ({ event })");
    Answer answer = server.send("POST", FUNCTIONS + "/event/invoke", BodyPublishers.noBody());
    assertThat(answer.json().get("body").toString()).isEqualTo("{\"event\":null}");
  }

  @Test
  void anEmptyBodyIsOfNoType() {
    server.create("empty", "exports.handler = async (event) => ({ event })");
    Answer answer =
        server.send(
            "POST",
            FUNCTIONS + "/empty/invoke",
            BodyPublishers.noBody(),
            "Content-Type",
            "application/json");
    assertThat(answer.json().get("body").toString()).isEqualTo("{\"event\":null}");
  }

  @Test
  void anEventReachesTheFunctionAsItCame() {
    server.create("same", "exports.handler = async (event) => event");
    String event = "{\"n\":" + "1".repeat(2000) + ",\"a\":1,\"a\":\"\\ud800\"}";
    assertThat(server.invoke("same", event).body())
        .contains("\"body\":{\"n\":null,\"a\":\"\\ud800\"}");
  }

  /** All strings that so many of two parts make; if these have one hash, all have. */
  private static List<String> keys(String one, String other, int parts) {
    List<String> keys = List.of("");
    for (int i = 0; i < parts; i++) {
      keys = keys.stream().flatMap(key -> Stream.of(key + one, key + other)).toList();
    }
    return keys;
  }

  private static String object(List<String> keys) {
    return keys.stream().map(key -> "\"" + key + "\":1").collect(Collectors.joining(",", "{", "}"));
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 12, 16})
  void keysThatCollideInTheEngineAreRefused(int parts) {
    server.create("keys", "exports.handler = async (event) => Object.keys(event).length");
    String event = object(keys("Aa", "BB", parts)); // 31 * 'A' + 'a' == 31 * 'B' + 'B'
    for (String nested : List.of(event, "[[" + event + "]]", "{\"a\":" + event + "}")) {
      assertFailed(
          server.invoke("keys", nested),
          400,
          "Event.NotJson",
          "The event is not valid JSON: too many keys of an object have the same hash");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 12})
  void keysThatCollideInTheParserHurtNobodyElse(int parts) {
    server.create("apart", "exports.handler = async (event) => Object.keys(event).length");
    String event = object(keys("Ab", "BA", parts)); // 33 * 'A' + 'b' == 33 * 'B' + 'A'
    assertThat(server.invoke("apart", event).json().get("body").intValue()).isEqualTo(1 << parts);
    for (int keys : new int[] {5000, 7000, 10_000}) {
      List<String> others = IntStream.range(0, keys).mapToObj(i -> "key" + i).toList();
      Answer answer = server.invoke("apart", object(others));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().get("body").intValue()).isEqualTo(keys);
    }
  }

  @Test
  void someKeysThatCollideAreTaken() {
    server.create("some", "exports.handler = async (event) => Object.keys(event).length");
    Answer answer = server.invoke("some", object(keys("Aa", "BB", 6)));
    assertThat(answer.json().get("body").intValue()).isEqualTo(64);
  }

  @ParameterizedTest
  @ValueSource(ints = {10_001, 1_000_000})
  void aNumberOfTooManyDigitsIsRefused(int digits) {
    server.create("digits", "exports.handler = async (event) => typeof event");
    for (String number : List.of("1".repeat(digits), "0." + "1".repeat(digits))) {
      Answer answer = server.invoke("digits", "[" + number + "]");
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json().get("error").get("message").stringValue())
          .startsWith("The event is not valid JSON: a number has too many digits");
    }
  }

  @Test
  void halfACharacterInALogOrAnErrorIsReplaced() {
    server.create(
        "half", "exports.handler = async () => { console.log('\\ud800!'); throw '\\udc00' }");
    JsonNode json = server.invoke("half", "1").json();
    assertThat(json.get("logs").get(0).get("message").stringValue()).isEqualTo("\ufffd!");
    assertThat(json.get("error").get("message").stringValue()).isEqualTo("\ufffd");
  }

  @Test
  void aThrowIs500WithTheLineItWasThrownAt() {
    server.create("fails", "exports.handler = async () => {\n  throw new TypeError('no');\n}");
    assertFailed(server.invoke("fails", "{}"), 500, "TypeError", "no");
    assertThat(server.invoke("fails", "{}").json().get("error").get("stack").stringValue())
        .contains("function.js:2:9");
  }

  @Test
  void aFunctionThatRunsPastItsTimeIs504() {
    server.send(
        "POST",
        FUNCTIONS,
        ApiClient.draft("endless", "exports.handler = () => { for (;;); }")
            .replace("{\"", "{\"timeout_sec\":1,\""));
    Answer answer = server.invoke("endless", "{}");
    assertThat(answer.status()).isEqualTo(504);
    assertThat(answer.json().get("error").get("message").stringValue())
        .endsWith("Task timed out after 1.00 seconds");
  }

  @Test
  void aRuntimeThatIsNotHereIs501() {
    server.send("POST", FUNCTIONS, ApiClient.draft("snake", "x").replace("nodejs22", "python312"));
    assertFailed(
        server.invoke("snake", "{}"),
        501,
        "Runtime.Unavailable",
        "The runtime \"python312\" cannot be run here; what can is nodejs18, nodejs20,"
            + " nodejs22, nodejs24");
  }

  @Test
  void anEventThatIsNotJsonIs400AndATooLargeOne413() {
    server.create("any", "exports.handler = async () => 1");
    assertFailed(
        server.invoke("any", "{} {}"),
        400,
        "Event.NotJson",
        "The event is not valid JSON: there is more behind the first value");
    assertFailed(
        server.invoke("any", " "),
        400,
        "Event.NotJson",
        "The event is not valid JSON: it is empty");
    assertThat(server.invoke("any", "[".repeat(10_000)).status()).isEqualTo(400);
    assertFailed(
        server.invoke("any", '"' + "x".repeat(6 * 1024 * 1024) + '"'),
        413,
        "Event.TooLarge",
        "The event is larger than 6291456 bytes");
    assertThat(
            server
                .send(
                    "POST",
                    FUNCTIONS + "/any/invoke",
                    BodyPublishers.ofString("a=b"),
                    "Content-Type",
                    "application/x-www-form-urlencoded")
                .status())
        .isEqualTo(415);
  }

  @Test
  void moreCallsAtOnceThanTheServerLetsInAre429() throws InterruptedException, ExecutionException {
    server.create(
        "slow", "exports.handler = () => new Promise((done) => setTimeout(() => done(1), 1500))");
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> a = executor.submit(() -> server.invoke("slow", "{}"));
      Future<Answer> b = executor.submit(() -> server.invoke("slow", "{}"));
      Future<Answer> c = executor.submit(() -> server.invoke("slow", "{}"));
      var answers = List.of(a.get(), b.get(), c.get());
      assertThat(answers.stream().map(Answer::status)).containsExactlyInAnyOrder(200, 200, 429);
      Answer refused = answers.stream().filter(x -> x.status() == 429).findFirst().orElseThrow();
      assertThat(refused.header("Retry-After")).isEqualTo("1");
      assertThat(refused.json().get("error").get("type").stringValue())
          .isEqualTo("TooManyRequests");
    }
  }

  @Test
  void onlyPostCalls() {
    for (String method : List.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS")) {
      Answer answer = server.send(method, FUNCTIONS + "/any/invoke", BodyPublishers.noBody());
      assertThat(answer.status()).isEqualTo(405);
      assertThat(answer.header("Allow")).isEqualTo("POST");
      if (!method.equals("HEAD")) {
        assertError(answer, "method_not_allowed", method + " is not possible here; use POST");
      }
    }
  }

  @Test
  void theNameMayBeEncoded() {
    server.create("a-b", "exports.handler = async () => 'found'");
    assertThat(server.invoke("a%2Db", "1").json().get("body").stringValue()).isEqualTo("found");
    Answer missing = server.invoke("%C3%A4%2F..", "1");
    assertThat(missing.status()).isEqualTo(404);
    assertError(missing, "not_found", "There is no function named \"ä/..\"");
  }

  @Test
  void anEventCutShortIsRefused() throws IOException {
    server.create("whole", "exports.handler = async () => 1");
    String head =
        ApiClient.head("POST " + FUNCTIONS + "/whole/invoke", "Transfer-Encoding: chunked");
    assertThat(server.raw(head + "zz\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .contains("{\"error\":true,\"message\":", "\"code\":\"bad_request\"");
  }

  @Test
  void aRecordThatCannotBeReadIsTold(@TempDir Path data) throws IOException {
    try (var own = new RunningServer(data)) {
      own.create("bad", "exports.handler = async () => 1");
      Files.writeString(data.resolve("functions/metadata/bad.json"), "{");
      Answer answer = own.invoke("bad", "1");
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.json().get("code").stringValue()).isEqualTo("broken_record");
      assertThat(answer.json().get("message").stringValue())
          .contains("functions/metadata/bad.json");
    }
  }

  @Test
  void withoutItsStoreItIsUnavailable(@TempDir Path data) throws IOException {
    try (var own = new RunningServer(data)) {
      own.create("hello", "exports.handler = async () => 1");
      Files.move(data.resolve("functions"), data.resolve("elsewhere"));
      Answer answer = own.invoke("hello", "1");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.json().get("code").stringValue()).isEqualTo("storage_unavailable");
      Files.move(data.resolve("elsewhere"), data.resolve("functions"));
      assertThat(own.invoke("hello", "1").status()).isEqualTo(200);
    }
  }

  @Test
  void anUpdatedFunctionRunsItsNewCode() {
    server.create("changes", "let n = 0; exports.handler = async () => ++n");
    server.invoke("changes", "{}");
    assertThat(server.invoke("changes", "{}").json().get("body").intValue()).isEqualTo(2);
    server.send(
        "PUT", FUNCTIONS + "/changes", "{\"code\":\"exports.handler = async () => 'new'\"}");
    assertThat(server.invoke("changes", "{}").json().get("body").stringValue()).isEqualTo("new");
  }

  private static void assertError(Answer answer, String code, String message) {
    assertThat(answer.json().get("error").booleanValue()).isTrue();
    assertThat(answer.json().get("code").stringValue()).isEqualTo(code);
    assertThat(answer.json().get("message").stringValue()).isEqualTo(message);
  }

  private static void assertFailed(Answer answer, int status, String type, String message) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    JsonNode json = answer.json();
    assertThat(json.propertyNames())
        .containsExactly(
            "status_code",
            "error",
            "duration_ms",
            "memory_used_mb",
            "logs",
            "request_id",
            "cold_start");
    assertThat(json.get("status_code").intValue()).isEqualTo(status);
    assertThat(json.get("error").get("type").stringValue()).isEqualTo(type);
    assertThat(json.get("error").get("message").stringValue()).isEqualTo(message);
  }
}
