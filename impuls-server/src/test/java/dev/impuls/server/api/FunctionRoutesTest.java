package dev.impuls.server.api;

import static dev.impuls.server.ApiClient.FUNCTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.server.ApiClient;
import dev.impuls.server.ApiClient.Answer;
import dev.impuls.server.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class FunctionRoutesTest {
  @TempDir private Path directory;
  private RunningServer server;

  @BeforeEach
  void start() {
    server = new RunningServer(directory);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"256", "256.0", "2.56e2", "25600E-2"})
  void aWholeNumberMayBeWrittenInAnyWay(String number) {
    String name = "whole-" + number.replaceAll("[^0-9]", "_");
    Answer created =
        server.send(
            "POST",
            FUNCTIONS,
            ApiClient.draft(name, "1").replace("{\"", "{\"memory_mb\":" + number + ",\""));
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.json().get("memory_mb").intValue()).isEqualTo(256);
  }

  @Test
  void aCreatedFunctionComesBackWholeWithItsPlaceAndItsTag() {
    Answer created =
        server.send(
            "POST",
            FUNCTIONS,
            """
            {"name":"hello","description":"Greets","runtime":"nodejs22","handler":"index.handler",
             "code":"exports.handler = async () => 1;","memory_mb":256,"timeout_sec":5,
             "isolation":"dedicated","group":"team-1","environment":{"A":"b"}}
            """);
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Location")).isEqualTo("/api/v1/functions/hello");
    assertThat(created.header("Content-Type")).isEqualTo("application/json");
    JsonNode json = created.json();
    assertThat(json.get("id").stringValue())
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}");
    assertThat(Instant.parse(json.get("created_at").stringValue())).isNotNull();
    assertThat(json.get("updated_at")).isEqualTo(json.get("created_at"));
    ObjectNode rest = ((ObjectNode) json).deepCopy();
    rest.remove(List.of("id", "created_at", "updated_at"));
    assertThat(rest.toString())
        .isEqualTo(
            "{\"name\":\"hello\",\"description\":\"Greets\",\"runtime\":\"nodejs22\","
                + "\"handler\":\"index.handler\",\"code_path\":\"functions/code/hello/function.js\",\"memory_mb\":256,\"timeout_sec\":5,\"group\":\"team-1\",\"isolation\":\"dedicated\",\"code\":\"exports.handler"
                + " = async () => 1;\",\"environment\":{\"A\":\"b\"}}");
    Answer read = server.get(FUNCTIONS + "/hello");
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.json()).isEqualTo(json);
    assertThat(read.header("ETag")).isEqualTo(created.header("ETag")).matches("\"[0-9a-f]{32}\"");
  }

  @Test
  void whatIsNotGivenHasItsDefault() {
    JsonNode created = server.create("plain", "").json();
    assertThat(created.get("description").stringValue()).isEmpty();
    assertThat(created.get("memory_mb").intValue()).isEqualTo(128);
    assertThat(created.get("timeout_sec").intValue()).isEqualTo(30);
    assertThat(created.get("group").stringValue()).isEmpty();
    assertThat(created.get("isolation").stringValue()).isEqualTo("shared");
    assertThat(created.get("environment").toString()).isEqualTo("{}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "PATCH"})
  void groupAndIsolationAreChangedIfTheyAreSent(String method) {
    Answer created = server.create("placed", "1");
    Answer changed = server.send(method, FUNCTIONS + "/placed", "{\"group\":\"team-1\"}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.header("ETag")).isNotEqualTo(created.header("ETag"));
    server.send(method, FUNCTIONS + "/placed", "{\"isolation\":\"dedicated\"}");

    JsonNode read = server.get(FUNCTIONS + "/placed").json();

    assertThat(read.get("group").stringValue()).isEqualTo("team-1");
    assertThat(read.get("isolation").stringValue()).isEqualTo("dedicated");
    server.send(method, FUNCTIONS + "/placed", "{\"group\":\"\",\"isolation\":\"shared\"}");
    read = server.get(FUNCTIONS + "/placed").json();
    assertThat(read.get("group").stringValue()).isEmpty();
    assertThat(read.get("isolation").stringValue()).isEqualTo("shared");
  }

  @Test
  void anExportedFunctionIsAcceptedAndItsReadOnlyFieldsIgnored() {
    Answer created = server.create("one", "1");
    String exported = created.body().replace("\"name\":\"one\"", "\"name\":\"two\"");
    Answer copy = server.send("POST", FUNCTIONS, exported);
    assertThat(copy.status()).isEqualTo(201);
    assertThat(copy.json().get("id")).isNotEqualTo(created.json().get("id"));
    assertThat(server.send("PUT", FUNCTIONS + "/one", created.body()).status()).isEqualTo(200);
  }

  @Test
  void aTakenNameIsRefused() {
    server.create("one", "1");
    Answer again = server.create("one", "2");
    assertError(again, 409, "already_exists", "There is a function named \"one\" already");
    assertThat(server.get(FUNCTIONS + "/one").json().get("code").stringValue()).isEqualTo("1");
  }

  @Test
  void putAndPatchChangeOnlyWhatIsThere() {
    for (String method : List.of("PUT", "PATCH")) {
      String name = "f-" + method;
      Answer created =
          server.send(
              "POST",
              FUNCTIONS,
              ApiClient.draft(name, "1")
                  .replace("{", "{\"environment\":{\"A\":\"1\",\"B\":\"2\"},"));
      Answer updated =
          server.send(
              method, FUNCTIONS + "/" + name, "{\"code\":\"2\",\"environment\":{\"C\":\"3\"}}");
      assertThat(updated.status()).isEqualTo(200);
      assertThat(updated.json().get("code").stringValue()).isEqualTo("2");
      assertThat(updated.json().get("environment").toString()).isEqualTo("{\"C\":\"3\"}");
      assertThat(updated.json().get("id")).isEqualTo(created.json().get("id"));
      assertThat(updated.json().get("created_at")).isEqualTo(created.json().get("created_at"));
      assertThat(updated.json().get("updated_at")).isNotEqualTo(created.json().get("updated_at"));
      assertThat(updated.header("ETag")).isNotEqualTo(created.header("ETag"));
    }
  }

  @Test
  void aNameNeverChanges() {
    server.create("one", "1");
    Answer renamed = server.send("PUT", FUNCTIONS + "/one", "{\"name\":\"two\"}");
    assertError(renamed, 400, "validation_failed", "The function breaks a rule");
    assertThat(renamed.json().get("details").toString())
        .isEqualTo("[{\"field\":\"name\",\"message\":\"cannot be changed\"}]");
  }

  @Test
  void ifMatchMakesAChangeConditional() {
    String first = String.valueOf(server.create("one", "1").header("ETag"));
    Answer second = server.send("PUT", FUNCTIONS + "/one", "{\"code\":\"2\"}", "If-Match", first);
    assertThat(second.status()).isEqualTo(200);
    String now = String.valueOf(second.header("ETag"));
    Answer stale = server.send("PUT", FUNCTIONS + "/one", "{\"code\":\"3\"}", "If-Match", first);
    assertError(stale, 412, "revision_mismatch", "The function \"one\" was changed meanwhile");
    assertThat(stale.header("ETag")).isEqualTo(now);
    assertThat(server.delete(FUNCTIONS + "/one", "If-Match", first).status()).isEqualTo(412);
    assertThat(server.delete(FUNCTIONS + "/one", "If-Match", "W/" + now).status()).isEqualTo(412);
    assertThat(
            server
                .send("PUT", FUNCTIONS + "/one", "{\"code\":\"3\"}", "If-Match", "\"x\", " + now)
                .status())
        .isEqualTo(200);
    assertThat(server.delete(FUNCTIONS + "/one", "If-Match", "*").status()).isEqualTo(200);
    assertThat(server.delete(FUNCTIONS + "/one", "If-Match", "*").status()).isEqualTo(404);
    assertError(
        server.delete(FUNCTIONS + "/one", "If-Match", "unquoted"),
        400,
        "bad_request",
        "If-Match must be * or a list of entity tags, each in quotes");
  }

  @Test
  void ifNoneMatchSparesTheBody() {
    String tag = String.valueOf(server.create("one", "1").header("ETag"));
    for (String known : List.of(tag, "W/" + tag, "\"x\", " + tag, "*")) {
      Answer same = server.get(FUNCTIONS + "/one", "If-None-Match", known);
      assertThat(same.status()).as(known).isEqualTo(304);
      assertThat(same.body()).isEmpty();
      assertThat(same.header("ETag")).isEqualTo(tag);
    }
    assertThat(server.get(FUNCTIONS + "/one", "If-None-Match", "\"x\"").status()).isEqualTo(200);
  }

  @Test
  void conditionsHoldForEveryMethod() {
    String tag = String.valueOf(server.create("one", "1").header("ETag"));
    String one = FUNCTIONS + "/one";
    assertThat(server.get(one, "If-Match", "\"x\"").status()).isEqualTo(412);
    assertThat(server.get(one, "If-None-Match", "\"x\"", "If-None-Match", tag).status())
        .isEqualTo(304);
    assertThat(server.send("PUT", one, "{\"code\":\"2\"}", "If-None-Match", "*").status())
        .isEqualTo(412);
    assertThat(server.send("PUT", one, "{\"code\":\"2\"}", "If-None-Match", tag).status())
        .isEqualTo(412);
    assertThat(server.get(one).header("ETag")).isEqualTo(tag);
    assertThat(server.send("PUT", one, "{\"code\":\"2\"}", "If-None-Match", "\"x\"").status())
        .isEqualTo(200);
  }

  @Test
  void halfACharacterInAHandWrittenFileIsShownAsItIs() throws IOException {
    server.create("half", "1");
    Path file = directory.resolve("functions/metadata/half.json");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("\"description\": \"\"", "\"description\": \"\\ud800 \ud83d\ude00\""));
    Answer read = server.get(FUNCTIONS + "/half");
    assertThat(read.json().get("description").stringValue()).isEqualTo("\ud800 \ud83d\ude00");
    assertThat(server.get(FUNCTIONS).json().get("count").intValue()).isEqualTo(1);
  }

  @Test
  void headSaysWhatGetWouldWithoutTheBody() {
    server.create("one", "1");
    Answer get = server.get(FUNCTIONS + "/one");
    Answer head = server.send("HEAD", FUNCTIONS + "/one", "");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.header("ETag")).isEqualTo(get.header("ETag"));
    assertThat(head.header("Content-Length")).isEqualTo(get.header("Content-Length"));
    assertThat(server.send("HEAD", FUNCTIONS + "/two", "").status()).isEqualTo(404);
  }

  @Test
  void aDeletedFunctionIsGone() {
    server.create("one", "1");
    Answer deleted = server.delete(FUNCTIONS + "/one");
    assertThat(deleted.status()).isEqualTo(200);
    assertThat(deleted.body())
        .isEqualTo("{\"message\":\"Function deleted successfully\",\"name\":\"one\"}\n");
    for (Answer after :
        List.of(
            server.get(FUNCTIONS + "/one"),
            server.delete(FUNCTIONS + "/one"),
            server.send("PUT", FUNCTIONS + "/one", "{}"),
            server.invoke("one", "{}"))) {
      assertError(after, 404, "not_found", "There is no function named \"one\"");
    }
  }

  @Test
  void theListIsACompleteBackup() {
    assertThat(server.get(FUNCTIONS).body())
        .isEqualTo("{\"functions\":[],\"count\":0,\"total\":0}\n");
    JsonNode b = server.create("b", "2").json();
    JsonNode a = server.create("a", "1").json();
    JsonNode list = server.get(FUNCTIONS).json();
    assertThat(list.get("functions").values()).containsExactly(a, b);
    assertThat(list.get("count").intValue()).isEqualTo(2);
  }

  @Test
  void summariesLeaveOutCodeAndEnvironment() {
    server.create("a", "1");
    JsonNode list = server.get(FUNCTIONS + "?fields=summary").json();
    assertThat(list.get("functions").get(0).propertyNames())
        .containsExactly(
            "id",
            "name",
            "description",
            "runtime",
            "handler",
            "code_path",
            "memory_mb",
            "timeout_sec",
            "group",
            "isolation",
            "created_at",
            "updated_at");
  }

  @Test
  void pagesGoOnWhereTheLastEnded() {
    for (int i = 0; i < 7; i++) {
      server.create("f" + i, "1");
    }
    for (String fields : List.of("&fields=summary", "")) {
      var names = new ArrayList<String>();
      String next = "";
      int pages = 0;
      do {
        JsonNode page = server.get(FUNCTIONS + "?limit=3" + fields + next).json();
        assertThat(page.get("total").intValue()).isEqualTo(7);
        assertThat(page.get("count").intValue()).isEqualTo(page.get("functions").size());
        page.get("functions").forEach(f -> names.add(f.get("name").stringValue()));
        next = page.has("next_cursor") ? "&cursor=" + page.get("next_cursor").stringValue() : "";
        pages++;
      } while (!next.isEmpty());
      assertThat(pages).isEqualTo(3);
      assertThat(names).containsExactly("f0", "f1", "f2", "f3", "f4", "f5", "f6");
    }
  }

  @Test
  void listsAreFilteredByTextAndRuntime() {
    server.send(
        "POST",
        FUNCTIONS,
        ApiClient.draft("alpha", "1").replace("{", "{\"description\":\"Ünder\","));
    server.send("POST", FUNCTIONS, ApiClient.draft("beta", "1").replace("nodejs22", "python312"));
    assertThat(names("?q=ALPH")).containsExactly("alpha");
    assertThat(names("?q=%C3%BCnd")).containsExactly("alpha");
    assertThat(names("?q=nothing")).isEmpty();
    assertThat(names("?runtime=python312")).containsExactly("beta");
    assertThat(names("?runtime=python")).isEmpty();
  }

  private List<String> names(String query) {
    JsonNode functions = server.get(FUNCTIONS + query).json().get("functions");
    return StreamSupport.stream(functions.spliterator(), false)
        .map(function -> function.get("name").stringValue())
        .toList();
  }

  @Test
  void aStoredFunctionThatBreaksARuleIsShownAndOnlyUpdatesRefuseIt() throws IOException {
    server.create("one", "1");
    Path file = directory.resolve("functions/metadata/one.json");
    Files.writeString(
        file, Files.readString(file).replace("\"memory_mb\": 128", "\"memory_mb\": 5"));
    Answer read = server.get(FUNCTIONS + "/one");
    assertThat(read.json().get("memory_mb").intValue()).isEqualTo(5);
    Answer updated = server.send("PUT", FUNCTIONS + "/one", "{\"description\":\"x\"}");
    assertThat(updated.status()).isEqualTo(400);
    assertThat(updated.json().get("details").toString())
        .isEqualTo("[{\"field\":\"memory_mb\",\"message\":\"must be from 16 to 10240\"}]");
    assertThat(server.send("PUT", FUNCTIONS + "/one", "{\"memory_mb\":64}").status())
        .isEqualTo(200);
  }

  @Test
  void aHandEditChangesTheTag() throws IOException {
    Answer created = server.create("one", "1");
    Files.writeString(directory.resolve("functions/code/one/function.js"), "2");
    Answer read =
        server.get(FUNCTIONS + "/one", "If-None-Match", String.valueOf(created.header("ETag")));
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.json().get("code").stringValue()).isEqualTo("2");
    assertThat(read.header("ETag")).isNotEqualTo(created.header("ETag"));
  }

  @Test
  void aBrokenRecordIsReportedAndHidesNothingElse() throws IOException {
    server.create("good", "1");
    server.create("bad", "1");
    Files.writeString(directory.resolve("functions/metadata/bad.json"), "{ \"name\": ");
    Answer read = server.get(FUNCTIONS + "/bad");
    assertThat(read.status()).isEqualTo(500);
    assertThat(read.json().get("code").stringValue()).isEqualTo("broken_record");
    assertThat(read.json().get("message").stringValue())
        .startsWith(
            "The function \"bad\" cannot be read: functions/metadata/bad.json: is not valid JSON: ")
        .endsWith("; repair or delete it");
    assertThat(names("")).containsExactly("good");
    JsonNode health = server.get("/health").json();
    assertThat(health.get("status").stringValue()).isEqualTo("healthy");
    assertThat(health.get("problems").get(0).get("path").stringValue())
        .isEqualTo("functions/metadata/bad.json");
    assertThat(server.create("bad", "1").status()).isEqualTo(409);
    assertThat(server.delete(FUNCTIONS + "/bad").status()).isEqualTo(200);
    assertThat(server.get("/health").json().get("problems").size()).isZero();
  }

  static void assertError(Answer answer, int status, String code, String message) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    JsonNode json = answer.json();
    assertThat(json.get("error").booleanValue()).isTrue();
    assertThat(json.get("code").stringValue()).isEqualTo(code);
    assertThat(json.get("message").stringValue()).isEqualTo(message);
    assertThat(json.get("request_id").stringValue()).isEqualTo(answer.header("X-Request-Id"));
  }
}
