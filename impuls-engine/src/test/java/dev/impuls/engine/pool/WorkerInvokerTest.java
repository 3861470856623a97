package dev.impuls.engine.pool;

import dev.impuls.invoke.Invoker;
import dev.impuls.invoke.InvokerContract;
import dev.impuls.invoke.LimitedInvoker;
import dev.impuls.invoke.Limits;

class WorkerInvokerTest extends InvokerContract {
  @Override
  protected Invoker open(Limits limits) {
    return new LimitedInvoker(
        new WorkerInvoker(QuickWorkers.settings().withWorkers(1), limits), limits);
  }
}
