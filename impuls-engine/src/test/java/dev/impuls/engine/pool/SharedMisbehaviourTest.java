package dev.impuls.engine.pool;

import dev.impuls.engine.MisbehaviourContract;
import dev.impuls.invoke.Invoker;
import dev.impuls.invoke.LimitedInvoker;
import dev.impuls.invoke.Limits;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestReporter;

/**
 * All in workers that they share with others, as functions do if nobody says otherwise: beside
 * steady calls of one in the same worker.
 */
class SharedMisbehaviourTest extends MisbehaviourContract {
  private @Nullable Invoker invoker;
  private SteadyCalls steady;

  @Override
  protected Invoker open(Limits limits) {
    var opened =
        new LimitedInvoker(
            new WorkerInvoker(QuickWorkers.settings().withWorkers(2), limits), limits);
    invoker = opened;
    return opened;
  }

  @BeforeEach
  void beginSteadyCalls() {
    steady = new SteadyCalls(Objects.requireNonNull(invoker));
  }

  @AfterEach
  void noneWasAnsweredWrongly(TestReporter reporter) throws Exception {
    steady.end();
    reporter.publishEntry("beside it", steady.latencies());
  }

  @Override
  protected boolean inProcessOfItsOwn() {
    return true;
  }

  @Override
  protected boolean inProcessOfMany() {
    return true;
  }
}
