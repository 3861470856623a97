package dev.impuls.server.api;

import static dev.impuls.server.ApiClient.FUNCTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.server.ApiClient.Answer;
import dev.impuls.server.RunningServer;
import dev.impuls.temporary.OwnFiles;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Functions leave a server and come to it with their ids and times. */
class TransferRoutesTest {
  private static final String EXPORT = "/api/v1/export";
  private static final String IMPORT = "/api/v1/import";

  @TempDir private Path directory;
  private RunningServer from;
  private RunningServer to;

  @BeforeEach
  void start() {
    from = new RunningServer(directory.resolve("from"));
    to = new RunningServer(directory.resolve("to"));
    from.create("hello", "exports.handler = async () => 'ü\ud83d\ude00';\r\n");
    from.create("other", "");
  }

  @AfterEach
  void stop() {
    from.close();
    to.close();
  }

  private Answer post(String query, String type, byte[] body) {
    return to.send("POST", IMPORT + query, BodyPublishers.ofByteArray(body), "Content-Type", type);
  }

  private Answer post(String query, String json) {
    return to.send("POST", IMPORT + query, json);
  }

  private static List<String> results(Answer answer) {
    return StreamSupport.stream(answer.json().path("functions").spliterator(), false)
        .map(row -> row.path("name").asString() + " " + row.path("result").asString())
        .toList();
  }

  private void assertSame() {
    assertThat(to.get(FUNCTIONS).json()).isEqualTo(from.get(FUNCTIONS).json());
    assertThat(to.get(FUNCTIONS + "/hello").header("ETag"))
        .isEqualTo(from.get(FUNCTIONS + "/hello").header("ETag"));
  }

  @Test
  void aBundleBringsOverEverything() {
    Answer bundle = from.get(EXPORT);
    assertThat(bundle.status()).isEqualTo(200);
    assertThat(bundle.header("Content-Type")).isEqualTo("application/json");
    assertThat(bundle.header("Content-Disposition")).contains("attachment", ".json");
    assertThat(bundle.json().path("format").asString()).isEqualTo("impuls-bundle");
    assertThat(bundle.json().path("count").asInt()).isEqualTo(2);

    Answer report = post("", bundle.body());

    assertThat(report.status()).isEqualTo(200);
    assertThat(results(report)).containsExactly("hello created", "other created");
    assertThat(report.json().path("created").asInt()).isEqualTo(2);
    assertSame();
    assertThat(results(post("", bundle.body())))
        .containsExactly("hello unchanged", "other unchanged");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/zip", "application/gzip"})
  void anArchiveDoes(String type) {
    byte[] archive = from.download(EXPORT, type);

    assertThat(post("", type, archive).status()).isEqualTo(200);

    assertSame();
  }

  @Test
  void aListThatWasSavedDoes() {
    assertThat(post("", from.get(FUNCTIONS).body()).status()).isEqualTo(200);
    assertSame();
  }

  @Test
  void aBareArrayDoes() {
    assertThat(post("", from.get(FUNCTIONS).json().path("functions").toString()).status())
        .isEqualTo(200);
    assertSame();
  }

  @Test
  void someCanBeExported() {
    assertThat(from.get(EXPORT + "?name=other&name=other").json().path("count").asInt())
        .isEqualTo(1);
    assertThat(from.get(EXPORT + "?name=other&name=nothere").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          application/json, text/html | application/json
          text/html, */*;q=0.8        | application/json
          application/*               | application/json
          application/zip, */*        | application/zip
          APPLICATION/GZIP            | application/gzip
          application/json;q=0.5, application/zip | application/zip
          """)
  void theFormIsTheOneThatIsAccepted(String accept, String type) {
    assertThat(from.get(EXPORT, "Accept", accept).header("Content-Type"))
        .isIn(type, type + ";charset=utf-8");
  }

  @Test
  void noOtherFormCanBeHad() {
    assertThat(from.get(EXPORT, "Accept", "text/html").status()).isEqualTo(406);
  }

  // ---- Conflicts ----

  @Test
  void nothingIsChangedIfOneIsThere() {
    Answer mine = to.create("hello", "mine");

    Answer refused = post("", from.get(EXPORT).body());

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().path("error").asBoolean()).isTrue();
    assertThat(refused.json().path("code").asString()).isEqualTo("import_refused");
    assertThat(refused.json().path("applied").asBoolean()).isFalse();
    assertThat(results(refused)).containsExactly("hello failed", "other not_imported");
    assertThat(refused.json().path("created").asInt()).isZero();
    assertThat(refused.json().path("not_imported").asInt()).isEqualTo(1);
    assertThat(to.get(FUNCTIONS).json().path("count").asInt()).isEqualTo(1);
    assertThat(to.get(FUNCTIONS + "/hello").json()).isEqualTo(mine.json());
  }

  @Test
  void itIsSkippedOrOverwrittenIfThatIsWanted() {
    Answer mine = to.create("hello", "mine");
    String bundle = from.get(EXPORT).body();

    Answer dry = post("?on_conflict=overwrite&dry_run=true", bundle);
    assertThat(results(dry)).containsExactly("hello updated", "other created");
    assertThat(to.get(FUNCTIONS).json().path("count").asInt()).isEqualTo(1);
    assertThat(results(post("?on_conflict=skip", bundle)))
        .containsExactly("hello skipped", "other created");
    assertThat(to.get(FUNCTIONS + "/hello").json()).isEqualTo(mine.json());
    assertThat(results(post("?on_conflict=overwrite", bundle)))
        .containsExactly("hello updated", "other unchanged");
    assertSame();
  }

  @Test
  void whatWasAlteredIsToldWithTheOthers() {
    String altered = from.get(EXPORT).body().replace("async", "axync");

    Answer refused = post("", altered);
    Answer skipped = post("?on_conflict=skip", altered);

    assertThat(refused.status()).isEqualTo(409);
    assertThat(results(skipped)).containsExactly("hello failed", "other created");
    JsonNode failed = skipped.json().path("functions").path(0);
    assertThat(failed.path("reason").asString()).contains("altered");
  }

  // ---- What is no import ----

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "{\"functions\":[]}",
        "x",
        "{\"functions\":[{\"name\":\"a\"",
        "{\"format\":\"impuls-bundle\",\"version\":99,\"functions\":[]}"
      })
  void whatIsNoBundleIsRefused(String body) {
    Answer refused = post("", body);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("code").asString()).isEqualTo("invalid_import");
    assertThat(to.get(FUNCTIONS).json().path("count").asInt()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"?on_conflict=maybe", "?dry_run=yes", "?on_conflict="})
  void parametersThatAreUnknownAreRefused(String query) {
    assertThat(post(query, from.get(EXPORT).body()).status()).isEqualTo(400);
  }

  @Test
  void otherTypesAreRefused() {
    assertThat(post("", "text/plain", new byte[] {'['}).status()).isEqualTo(415);
    assertThat(to.send("POST", IMPORT, BodyPublishers.ofString("[]")).status()).isEqualTo(415);
  }

  @Test
  void nothingOfAnImportIsLeftBehind() throws Exception {
    post("", from.get(EXPORT).body());
    post("", "application/zip", from.download(EXPORT, "application/zip"));
    post("", "nonsense");
    // Of this process: other tests may be importing just now.
    assertThat(OwnFiles.ofThisProcess())
        .noneMatch(name -> name.startsWith("impuls-import-") || name.startsWith("impuls-undo-"));
  }

  // ---- One as it is ----

  @Test
  void oneIsKeptAsItIsGiven() {
    Answer hello = from.get(FUNCTIONS + "/hello");

    Answer made = to.send("PUT", IMPORT + "/hello", hello.body(), "If-None-Match", "*");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.header("ETag")).isEqualTo(hello.header("ETag"));
    assertThat(to.send("PUT", IMPORT + "/hello", hello.body(), "If-None-Match", "*").status())
        .isEqualTo(409);
    Answer changed = from.send("PATCH", FUNCTIONS + "/hello", "{\"code\":\"x\"}");
    String tag = String.valueOf(hello.header("ETag"));
    assertThat(to.send("PUT", IMPORT + "/hello", changed.body(), "If-Match", tag).status())
        .isEqualTo(200);
    assertThat(to.send("PUT", IMPORT + "/hello", changed.body(), "If-Match", tag).status())
        .isEqualTo(412);
    assertThat(to.get(FUNCTIONS + "/hello").header("ETag")).isEqualTo(changed.header("ETag"));
  }

  @Test
  void whatIsThereMustBeSaid() {
    String hello = from.get(FUNCTIONS + "/hello").body();

    assertThat(to.send("PUT", IMPORT + "/hello", hello).status()).isEqualTo(428);
    assertThat(to.send("PUT", IMPORT + "/bye", hello, "If-None-Match", "*").status())
        .isEqualTo(400);
    assertThat(to.send("PUT", IMPORT + "/hello", "{}", "If-None-Match", "*").status())
        .isEqualTo(400);
  }
}
