package dev.impuls.engine.js;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.function.Runtimes;
import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.Invoker;
import dev.impuls.invoke.InvokerContract;
import dev.impuls.invoke.LimitedInvoker;
import dev.impuls.invoke.Limits;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class JsInvokerTest extends InvokerContract {
  @Override
  protected Invoker open(Limits limits) {
    var engine = new JsInvoker(limits, Clock.systemUTC());
    engine.warmUp(1, () -> false); // A call's second is not to be spent on making the engine.
    return new LimitedInvoker(engine, limits);
  }

  @Test
  void tellsWhatItRuns() {
    assertThat(invoker.runtimes())
        .extracting(Invoker.RuntimeInfo::name)
        .isEqualTo(Runtimes.BUILT_IN);
    assertThat(invoker.runtimes()).allMatch(runtime -> runtime.engine().startsWith("GraalJS 25."));
  }

  @Test
  void warmsUpAndRunsOn() {
    try (var own = new JsInvoker(LIMITS, Clock.systemUTC())) {
      own.warmUp(3, () -> false);
      assertThat(
              own.invoke(new Invocation("r", function("f", "exports.handler = () => 1;"), "null"))
                  .join()
                  .body())
          .isEqualTo("1");
    }
  }

  @Test
  void forgetsWhatWaitsForTheNextCall() {
    try (var own = new JsInvoker(LIMITS, Clock.systemUTC())) {
      var function = function("f", "exports.handler = () => 1;");
      var invocation = new Invocation("r", function, "null");
      assertThat(own.invoke(invocation).join().coldStart()).isTrue();
      assertThat(own.invoke(invocation).join().coldStart()).isFalse();
      assertThat(own.idleEnvironments()).isEqualTo(1);
      own.forget(function);
      assertThat(own.idleEnvironments()).isZero();
      assertThat(own.invoke(invocation).join().coldStart()).isTrue();
    }
  }
}
