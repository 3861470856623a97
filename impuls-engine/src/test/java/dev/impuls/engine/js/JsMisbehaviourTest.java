package dev.impuls.engine.js;

import dev.impuls.engine.MisbehaviourContract;
import dev.impuls.invoke.Invoker;
import dev.impuls.invoke.LimitedInvoker;
import dev.impuls.invoke.Limits;
import java.time.Clock;

class JsMisbehaviourTest extends MisbehaviourContract {
  @Override
  protected Invoker open(Limits limits) {
    return new LimitedInvoker(new JsInvoker(limits, Clock.systemUTC()), limits);
  }

  @Override
  protected boolean inProcessOfItsOwn() {
    return false;
  }
}
