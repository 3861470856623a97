package dev.impuls.engine.pool;

import dev.impuls.engine.MisbehaviourContract;
import dev.impuls.invoke.Invoker;
import dev.impuls.invoke.LimitedInvoker;
import dev.impuls.invoke.Limits;

/** All in workers that they share with others, as functions do if nobody says otherwise. */
class SharedMisbehaviourTest extends MisbehaviourContract {
  @Override
  protected Invoker open(Limits limits) {
    return new LimitedInvoker(
        new WorkerInvoker(QuickWorkers.settings().withWorkers(2), limits), limits);
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
