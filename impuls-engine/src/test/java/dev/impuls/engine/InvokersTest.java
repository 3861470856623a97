package dev.impuls.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impuls.engine.http.TestServer;
import dev.impuls.engine.pool.QuickWorkers;
import dev.impuls.function.FunctionBuilder;
import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.InvocationStatistics;
import dev.impuls.invoke.Invoker;
import dev.impuls.invoke.Limits;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every invoker of this machine does, wherever it runs functions. */
class InvokersTest {
  private static final int PATIENCE_SECONDS = 60;
  private static final String WAITS =
      """
      exports.handler = () => {
        console.log('runs');
        return new Promise((resolve) => setTimeout(resolve, 60_000));
      };
      """;
  private static final String FETCHES =
      """
      exports.handler = (url) =>
        fetch(url).then((answer) => answer.status, (failure) => failure.cause.code);
      """;

  private static InvokerSettings settings(Isolation isolation) {
    return InvokerSettings.usual()
        .withIsolation(isolation)
        .withWorkers(QuickWorkers.settings().withWorkers(1));
  }

  private static Invocation call(String code, String event) {
    var function = new FunctionBuilder("f", code).id("").timeoutSec(60).build();
    return new Invocation("r", function, event);
  }

  private static String fetched(Invoker invoker, String url) throws Exception {
    var call = invoker.invoke(call(FETCHES, '"' + url + '"'));
    return String.valueOf(call.get(PATIENCE_SECONDS, TimeUnit.SECONDS).body());
  }

  @ParameterizedTest
  @EnumSource
  void hasTheSameLayersWhereverFunctionsRun(Isolation isolation) throws Exception {
    InvokerSettings one =
        settings(isolation)
            .withLimits(new Limits(1, 1, 0, 1000, 1000))
            .withEnvironment(Map.of("EGRESS", "127.0.0.1"));
    try (var server = new TestServer();
        Invoker invoker = Invokers.local(one)) {
      assertThat(fetched(invoker, server.url() + "/answer")).isEqualTo("200");

      var runs = new CountDownLatch(1);
      var first = invoker.invoke(call(WAITS, "null"), record -> runs.countDown());
      assertThat(runs.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      var second = invoker.invoke(call(WAITS, "null"));
      assertThat(second.get(PATIENCE_SECONDS, TimeUnit.SECONDS).statusCode()).isEqualTo(429);

      InvocationStatistics counted = invoker.statistics().orElseThrow();
      assertThat(counted.calls()).isEqualTo(2);
      assertThat(counted.failed()).isEqualTo(1);
      assertThat(counted.running()).isEqualTo(1);
      first.cancel(true);
      assertThat(invoker.statistics().orElseThrow().running()).isZero();
    }
  }

  @Test
  void whatThisProgramListensOnIsReachedOnlyWithItsPort() throws Exception {
    try (var server = new TestServer()) {
      InvokerSettings own =
          settings(Isolation.NONE)
              .withEnvironment(Map.of("EGRESS", "127.0.0.1"))
              .withOwnPort(port -> port == server.port());
      try (Invoker invoker = Invokers.local(own)) {
        assertThat(fetched(invoker, server.url() + "/answer")).isEqualTo("\"EACCES\"");
      }
    }
  }

  @Test
  void anEnvironmentThatSaysNothingChangesNothing() {
    InvokerSettings usual = InvokerSettings.usual();
    assertThat(usual.withEnvironment(Map.of("OTHER", "deny"))).isEqualTo(usual);
  }

  @Test
  void anEnvironmentThatCannotBeUsedIsNamed() {
    InvokerSettings usual = InvokerSettings.usual();
    assertThatThrownBy(() -> usual.withEnvironment(Map.of("EGRESS", "a.test,*")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("EGRESS cannot be used: \"*\": it is no host name");
  }
}
