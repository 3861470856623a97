package dev.impuls.engine;

import dev.impuls.engine.http.HttpFetcher;
import dev.impuls.engine.http.OwnAddresses;
import dev.impuls.engine.pool.WorkerInvoker;
import dev.impuls.invoke.CallStatistics;
import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.Invoker;
import dev.impuls.invoke.LimitedInvoker;
import dev.impuls.invoke.ObservedInvoker;
import java.time.Clock;

/** Makes invokers. */
public final class Invokers {
  private Invokers() {}

  /**
   * Runs functions on this machine: calls are counted, let in within the limits, and run where the
   * settings say. Starts no process before {@link Invoker#prepare} or the first call.
   *
   * @throws java.io.UncheckedIOException if no directory can be made for processes
   */
  public static Invoker local(InvokerSettings settings) {
    Clock clock = Clock.systemUTC();
    return new ObservedInvoker(
        new LimitedInvoker(engine(settings, clock), settings.limits()), new CallStatistics(clock));
  }

  private static Invoker engine(InvokerSettings settings, Clock clock) {
    Fetcher fetcher =
        new HttpFetcher(settings.egress(), OwnAddresses.ofMachine(settings.ownPort()));
    return switch (settings.isolation()) {
      case SHARED -> new WorkerInvoker(settings.workers(), settings.limits(), fetcher);
      case PROCESS ->
          new WorkerInvoker(settings.workers().withWorkers(0), settings.limits(), fetcher);
      case NONE -> settings.workers().runtime().inThisProcess(settings.limits(), clock, fetcher);
    };
  }
}
