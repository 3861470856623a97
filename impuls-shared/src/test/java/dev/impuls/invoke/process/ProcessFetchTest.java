package dev.impuls.invoke.process;

import dev.impuls.invoke.FetchContract;
import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.Invoker;
import dev.impuls.invoke.Limits;

class ProcessFetchTest extends FetchContract {
  @Override
  protected Invoker open(Limits limits, Fetcher fetcher) {
    return new ProcessInvoker(QuickProcesses.settings(), limits, fetcher);
  }
}
