package dev.impuls.engine.pool;

import dev.impuls.engine.MisbehaviourContract;
import dev.impuls.invoke.Invoker;
import dev.impuls.invoke.LimitedInvoker;
import dev.impuls.invoke.Limits;

class WorkerMisbehaviourTest extends MisbehaviourContract {
  @Override
  protected Invoker open(Limits limits) {
    return new LimitedInvoker(new WorkerInvoker(QuickWorkers.settings(), limits), limits);
  }

  @Override
  protected boolean inProcessOfItsOwn() {
    return true;
  }
}
