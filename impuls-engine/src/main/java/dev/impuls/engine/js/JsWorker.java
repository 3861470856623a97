package dev.impuls.engine.js;

import dev.impuls.engine.worker.WorkerMain;
import dev.impuls.invoke.Fetcher;
import java.io.IOException;
import java.time.Clock;

/** What runs in a worker of {@link JsRuntime}. */
public final class JsWorker {
  private JsWorker() {}

  /**
   * Runs until the connection ends.
   *
   * @param args those of {@link WorkerMain#run}
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    WorkerMain.run(
        args,
        (limits, events, shared) ->
            new JsInvoker(limits, Clock.systemUTC(), Fetcher.NONE, events, shared));
  }
}
