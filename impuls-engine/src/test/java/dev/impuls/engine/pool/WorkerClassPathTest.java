package dev.impuls.engine.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.engine.js.JsRuntime;
import dev.impuls.function.Function;
import dev.impuls.function.FunctionBuilder;
import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.InvocationResult.LogRecord;
import dev.impuls.invoke.Limits;
import java.io.File;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkerClassPathTest {
  private static final int PATIENCE_SECONDS = 60;

  /** Uses something of each library that functions find. */
  private static final String CODE =
      """
      import { createHash } from 'node:crypto';
      import { Buffer } from 'node:buffer';
      export const handler = async (event) => {
        console.log({ event });
        const refused = await fetch('http://a.test/').catch((e) => e.message);
        return [
          createHash('sha256').update(Buffer.from('x')).digest('hex').length,
          new URL('/x?y=1', 'https://bücher.example').href,
          'é'.normalize('NFD').length,
          /\\p{Script=Greek}(?<=α)/u.test('α'),
          new Intl.NumberFormat('en').format(1234.5),
          refused,
        ];
      };
      """;

  @Test
  void aWorkerRunsWhatFunctionsMayUse() throws Exception {
    Function function = new FunctionBuilder("f", CODE).at(Instant.EPOCH).build();
    try (var invoker = new WorkerInvoker(QuickWorkers.settings(), Limits.DEFAULT, Fetcher.NONE)) {
      var call = new Invocation("r", function, "{\"a\":1}");
      var result = invoker.invoke(call).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(result.error()).isNull();
      assertThat(result.body())
          .isEqualTo(
              "[64,\"https://xn--bcher-kva.example/x?y=1\",2,true,\"1,234.5\",\"fetch failed\"]");
      assertThat(result.logs())
          .extracting(LogRecord::message)
          .containsExactly("{ event: { a: 1 } }");
    }
  }

  @Test
  void holdsAllOfGraalThatThisProcessHas() {
    assertThat(JsRuntime.ofThisJava(null).classPath().split(File.pathSeparator))
        .containsAll(
            paths(System.getProperty("java.class.path")).stream()
                .filter(path -> path.contains("/org/graalvm/"))
                .toList());
  }

  @Test
  void holdsNothingOfTheServersSide() {
    assertThat(paths(JsRuntime.ofThisJava(null).classPath()))
        .noneMatch(path -> path.contains("jetty"))
        .noneMatch(path -> path.contains("logback"))
        .noneMatch(path -> path.contains("test-classes"));
  }

  @Test
  void holdsWhatThereIs() {
    assertThat(paths(JsRuntime.ofThisJava(null).classPath()))
        .doesNotHaveDuplicates()
        .allSatisfy(path -> assertThat(Path.of(path)).exists().isAbsolute());
  }

  private static List<String> paths(String classPath) {
    return List.of(classPath.split(File.pathSeparator));
  }
}
