package dev.impuls.server.api;

import static dev.impuls.server.ApiClient.FUNCTIONS;
import static dev.impuls.server.ApiClient.draft;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.function.FunctionRules;
import dev.impuls.server.ApiClient.Answer;
import dev.impuls.server.RunningServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Ids that come with what is imported. */
class ImportedIdsRoutesTest {
  private static final String IMPORT = "/api/v1/import";

  private final RunningServer server;

  ImportedIdsRoutesTest(@TempDir Path directory) {
    server = new RunningServer(directory);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String withId(String id, String function) {
    return "{\"id\":\"" + id + "\"," + function.substring(1);
  }

  @Test
  void oneThatIsNoUuidIsReplacedAndThatOfTwoFunctionsOnce() {
    String id = "0b7f4e0c-5d0f-4d0e-9f55-0f6a9d1a7c11";
    String body =
        "["
            + String.join(
                ",",
                withId("../../x", draft("a", "x")),
                withId(id, draft("b", "x")),
                withId(id, draft("c", "x")))
            + "]";

    Answer imported = server.send("POST", IMPORT, body);

    assertThat(imported.status()).isEqualTo(200);
    JsonNode rows = imported.json().path("functions");
    assertThat(rows.path(0).path("note").asString()).contains("new id", "no UUID");
    assertThat(rows.path(1).has("note")).isFalse();
    assertThat(rows.path(2).path("note").asString()).contains("new id", "\"b\"");
    assertThat(server.get(FUNCTIONS).json().path("functions").values())
        .hasSize(3)
        .extracting(function -> function.path("id").asString())
        .allMatch(FunctionRules::isUuid)
        .doesNotHaveDuplicates();
    assertThat(server.get(FUNCTIONS + "/b").json().path("id").asString()).isEqualTo(id);
  }

  @Test
  void oneThatIsPutKeepsNoneThatIsNoUuid() {
    server.create("hello", "x");
    Answer there = server.get(FUNCTIONS + "/hello");
    String id = there.json().path("id").asString();
    String other = there.body().replace(id, "../../x");
    String tag = String.valueOf(there.header("ETag"));

    Answer kept = server.send("PUT", IMPORT + "/hello", other, "If-Match", tag);

    assertThat(kept.status()).isEqualTo(200);
    assertThat(kept.json().path("id").asString()).isEqualTo(id);
    server.delete(FUNCTIONS + "/hello");
    Answer made = server.send("PUT", IMPORT + "/hello", other, "If-None-Match", "*");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().path("id").asString()).matches(FunctionRules::isUuid);
  }
}
