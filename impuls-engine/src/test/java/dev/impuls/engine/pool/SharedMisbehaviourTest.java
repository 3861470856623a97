package dev.impuls.engine.pool;

import static dev.impuls.engine.pool.SteadyCalls.text;

import dev.impuls.engine.MisbehaviourContract;
import dev.impuls.invoke.Invoker;
import dev.impuls.invoke.LimitedInvoker;
import dev.impuls.invoke.Limits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/**
 * All in workers that they share with others, as functions do if nobody says otherwise: beside
 * steady calls of one in the same worker.
 */
class SharedMisbehaviourTest extends MisbehaviourContract {
  private static final long REMARKABLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private @Nullable Invoker invoker;
  private SteadyCalls steady;
  private final List<Long> all = new ArrayList<>();

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
  void noneWasAnsweredWrongly(TestInfo test) throws Exception {
    steady.end();
    all.addAll(steady.nanos());
    if (Collections.max(steady.nanos()) > REMARKABLE_NANOS) {
      System.out.println("Beside " + test.getDisplayName() + ": " + text(steady.nanos()));
    }
  }

  @AfterAll
  void printAll() {
    System.out.println("Beside all: " + text(all));
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
