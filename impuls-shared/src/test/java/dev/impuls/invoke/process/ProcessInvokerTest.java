package dev.impuls.invoke.process;

import dev.impuls.invoke.Invoker;
import dev.impuls.invoke.InvokerContract;
import dev.impuls.invoke.LimitedInvoker;
import dev.impuls.invoke.Limits;

class ProcessInvokerTest extends InvokerContract {
  @Override
  protected Invoker open(Limits limits) {
    return new LimitedInvoker(new ProcessInvoker(QuickProcesses.settings(), limits), limits);
  }
}
