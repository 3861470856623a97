package dev.impuls.engine.runtime;

import dev.impuls.function.Function;
import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.Invoker;
import dev.impuls.invoke.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * Runs the functions of some runtimes, as those of one language: which names it answers to, what it
 * can do, and how its workers are started. One worker serves one of these. Who places calls, and
 * who starts, limits and watches workers, knows this and no implementation of it.
 */
@SuppressWarnings("JavaLangClash") // Functions have a runtime; java.lang's is named in full.
public interface Runtime {
  /** The runtimes it answers to, as functions name them; oldest first. */
  List<String> names();

  /** What runs the functions, and its version. Starts nothing. */
  String engineName();

  /** How its workers are started, but for what {@link #prepare} adds. Starts nothing. */
  WorkerProgram program();

  /** Whether workers can be started with a compiler, which takes long to get warm. */
  default boolean compiles() {
    return !program().compilerFlags().isEmpty();
  }

  /**
   * Puts what workers need beside their class path into a directory that they can read and not
   * write; done once before the first is started.
   *
   * @param directory empty
   * @return the flags of Java that have a worker find it
   */
  List<String> prepare(Path directory) throws IOException;

  /**
   * Returns a function that does a little of what functions do, and nothing that shows outside, for
   * a worker to be called as it will be.
   *
   * @param number each has another function
   */
  Function example(int number);

  /**
   * Runs functions in this process, where their memory is not limited.
   *
   * @param fetcher makes the requests of functions; closed with the invoker
   */
  Invoker inThisProcess(Limits limits, Clock clock, Fetcher fetcher);
}
