package dev.impuls.invoke.process;

import dev.impuls.invoke.Invoker;
import dev.impuls.invoke.LimitedInvoker;
import dev.impuls.invoke.Limits;
import dev.impuls.invoke.MisbehaviourContract;

class ProcessMisbehaviourTest extends MisbehaviourContract {
  @Override
  protected Invoker open(Limits limits) {
    return new LimitedInvoker(new ProcessInvoker(QuickProcesses.settings(), limits), limits);
  }

  @Override
  protected boolean inProcessOfItsOwn() {
    return true;
  }
}
