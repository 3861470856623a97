package dev.impuls.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impuls.function.Function;
import dev.impuls.function.InvalidFunctionException;
import dev.impuls.function.Placement;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class FunctionReaderTest {
  /** As an Impuls before there were groups has exported it. */
  private static final String OLDER =
      """
      {"id":"0b7f4e0c-5d0f-4d0e-9f55-0f6a9d1a7c11","name":"hello","description":"says hello",
       "runtime":"nodejs22","handler":"index.handler","code_path":"somewhere","memory_mb":256,
       "timeout_sec":7,"created_at":"2021-02-03T04:05:06.789012Z",
       "updated_at":"2022-02-03T04:05:06.000001Z",
       "code":"exports.handler = async () => 'hello';\\n","environment":{"A":"ä","GREETING":"hi"},
       "sha256":"10e8126ea789f95c8e39881ca2ebbc866bf6ae05538ac9693c1ffa3b1813cb35"}
      """;

  private static ObjectNode older() {
    return (ObjectNode) JsonMapper.shared().readTree(OLDER);
  }

  @Test
  void whatAnOlderImpulsAnswersHasTheDefaults() {
    assertThat(FunctionReader.function(older()).placement()).isEqualTo(Placement.DEFAULT);
    assertThat(FunctionReader.function(older()).sha256())
        .isEqualTo(older().get("sha256").stringValue());
    assertThat(FunctionReader.summary(older()).placement()).isEqualTo(Placement.DEFAULT);
  }

  @Test
  void whatAnOlderImpulsExportedIsWhole() {
    assertThat(FunctionReader.incoming(older()).draft().placement()).isEqualTo(Placement.DEFAULT);
  }

  @Test
  void anAlteredGroupShows() {
    ObjectNode altered = older().put("group", "team-1");

    assertThatThrownBy(() -> FunctionReader.incoming(altered))
        .isInstanceOf(InvalidFunctionException.class)
        .hasMessageContaining("altered");
  }

  @Test
  void whatIsWrittenIsReadAsItWas() {
    ObjectNode json = older().put("group", "team-1").put("isolation", Placement.DEDICATED);
    json.remove("sha256");
    Function function = Objects.requireNonNull(FunctionReader.incoming(json).function());
    assertThat(function.placement()).isEqualTo(new Placement("team-1", Placement.DEDICATED));

    var bytes = new ByteArrayOutputStream();
    try (var out = FunctionJson.generator(bytes)) {
      FunctionJson.writeHashed(out, function);
    }
    var written = (ObjectNode) JsonMapper.shared().readTree(bytes.toString(StandardCharsets.UTF_8));

    assertThat(FunctionReader.incoming(written).function()).isEqualTo(function);
    assertThat(FunctionReader.function(written)).isEqualTo(function);
    assertThat(FunctionReader.summary(written)).isEqualTo(function.summary());
  }
}
