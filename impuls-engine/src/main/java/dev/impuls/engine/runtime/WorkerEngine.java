package dev.impuls.engine.runtime;

import dev.impuls.function.Function;
import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.InvocationResult.LogRecord;
import dev.impuls.invoke.Invoker;
import dev.impuls.invoke.Limits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What runs functions in a worker. */
public interface WorkerEngine extends Invoker {

  /**
   * Makes what the first call would wait for; returns when that is there. Before it, nobody calls.
   */
  void start();

  /**
   * Makes first calls as quick as they ever will be. Returns when that is done, or soon after it is
   * told to stop.
   */
  void warmUp(BooleanSupplier stop);

  /** Releases what is kept for calls of this revision of the function. */
  void forget(Function function);

  /**
   * Runs a call as {@link Invoker#invoke(Invocation, Consumer)} does, with a fetcher of its own.
   *
   * @param timeLeft of what the function may take
   * @param calls makes the requests of this call; not closed
   */
  CompletableFuture<InvocationResult> invoke(
      Invocation invocation, Duration timeLeft, Consumer<LogRecord> log, Fetcher calls);

  /** The names of its threads that compile, of which more than 15 characters are not looked at. */
  List<String> compilerThreads();

  /** Makes the engine of a worker. */
  @FunctionalInterface
  interface Maker {

    /**
     * Must be quick.
     *
     * @param events hears what it meets
     * @param shared whether it is for many functions, each of which is to have the memory it may
     *     use and no more
     */
    WorkerEngine make(Limits limits, EngineEvents events, boolean shared);
  }
}
