package dev.impuls.engine.js;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionBuilder;
import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.InvocationResult.LogRecord;
import dev.impuls.invoke.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The examples do what they say. */
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "examples");
  private static final JsonMapper JSON = new JsonMapper();

  @ParameterizedTest
  @ValueSource(strings = {"resize-plan", "order-total", "word-count", "rate-limit", "check-order"})
  void answersAsExpected(String name) throws Exception {
    Path folder = EXAMPLES.resolve(name);
    Function function = read(folder);
    JsonNode expected = JSON.readTree(Files.readString(folder.resolve("expected.json")));
    String event = Files.readString(folder.resolve("event.json"));
    assertThat(function.name()).isEqualTo(name);

    try (var invoker = new JsInvoker(Limits.DEFAULT, Clock.systemUTC())) {
      invoker.warmUp(1, () -> false); // Their time is not to be spent on making the engine.
      InvocationResult first = invoker.invoke(new Invocation("r-1", function, event)).join();
      check(first, expected);
      assertThat(first.logs().stream().map(LogRecord::message).toList())
          .isEqualTo(expected.get("logs").valueStream().map(JsonNode::asString).toList());
      if (expected.has("then")) {
        check(invoker.invoke(new Invocation("r-2", function, event)).join(), expected.get("then"));
      }
    }
  }

  private static void check(InvocationResult result, JsonNode expected) {
    assertThat(result.statusCode()).isEqualTo(expected.get("status_code").asInt());
    if (expected.has("error")) {
      assertThat(result.error()).isNotNull();
      assertThat(result.error().type()).isEqualTo(expected.at("/error/type").asString());
      assertThat(result.error().message()).isEqualTo(expected.at("/error/message").asString());
    } else {
      assertThat(result.error()).isNull();
      assertThat(JSON.readTree(result.body())).isEqualTo(expected.get("body"));
      if (expected.has("headers")) {
        assertThat(JSON.readTree(result.headers())).isEqualTo(expected.get("headers"));
      }
    }
  }

  private static Function read(Path folder) throws Exception {
    JsonNode json = JSON.readTree(Files.readString(folder.resolve("function.json")));
    var environment = new HashMap<String, String>();
    json.get("environment")
        .properties()
        .forEach(entry -> environment.put(entry.getKey(), entry.getValue().asString()));
    return new FunctionBuilder(
            json.get("name").asString(), Files.readString(folder.resolve("function.js")))
        .description(json.get("description").asString())
        .runtime(json.get("runtime").asString())
        .handler(json.get("handler").asString())
        .memoryMb(json.get("memory_mb").asInt())
        .timeoutSec(json.get("timeout_sec").asInt())
        .environment(environment)
        .at(Instant.EPOCH)
        .build();
  }
}
