package dev.impuls.engine.js;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionBuilder;
import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.InvocationResult.LogRecord;
import dev.impuls.invoke.Limits;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Pieces of code print what Node.js was seen to print; see node/record.mjs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeCasesTest {
  private final JsInvoker invoker = new JsInvoker(Limits.DEFAULT, Clock.systemUTC());

  @BeforeAll
  void warmUp() {
    invoker.warmUp(1, () -> false);
  }

  @AfterAll
  void close() {
    invoker.close();
  }

  static Stream<Arguments> cases() throws Exception {
    Stream.Builder<Arguments> cases = Stream.builder();
    for (String file : new String[] {"console", "util", "modules", "web", "buffer", "crypto"}) {
      try (InputStream in = NodeCasesTest.class.getResourceAsStream("node/" + file + ".txt")) {
        String text =
            new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
        Arrays.stream(text.split("(?m)^====\n"))
            .map(one -> one.split("(?m)^----\n", 2))
            .forEach(parts -> cases.add(Arguments.of(file, parts[0].strip(), parts[1])));
      }
    }
    return cases.build();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  void printsWhatNodePrints(String file, String code, String expected) {
    var result =
        invoker
            .invoke(
                new Invocation(
                    "r", function("exports.handler = async () => {" + code + "};"), "null"))
            .join();
    assertThat(result.error()).isNull();
    assertThat(
            result.logs().stream().map(LogRecord::message).collect(Collectors.joining("\n"))
                + (result.logs().isEmpty() ? "" : "\n"))
        .isEqualTo(expected);
  }

  private static Function function(String code) {
    return new FunctionBuilder("f", code).runtime("nodejs20").at(Instant.EPOCH).build();
  }
}
