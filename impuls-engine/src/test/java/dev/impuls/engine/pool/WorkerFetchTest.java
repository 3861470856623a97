package dev.impuls.engine.pool;

import dev.impuls.engine.FetchContract;
import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.Invoker;
import dev.impuls.invoke.Limits;

class WorkerFetchTest extends FetchContract {
  @Override
  protected Invoker open(Limits limits, Fetcher fetcher) {
    return new WorkerInvoker(QuickWorkers.settings().withWorkers(1), limits, fetcher);
  }
}
