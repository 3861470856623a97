package dev.impuls.engine.js;

import dev.impuls.engine.FetchContract;
import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.Invoker;
import dev.impuls.invoke.Limits;
import java.time.Clock;

class JsFetchTest extends FetchContract {
  @Override
  protected Invoker open(Limits limits, Fetcher fetcher) {
    return new JsInvoker(limits, Clock.systemUTC(), fetcher);
  }
}
