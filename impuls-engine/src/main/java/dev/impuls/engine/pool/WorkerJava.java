package dev.impuls.engine.pool;

import dev.impuls.engine.runtime.WorkerProgram;
import java.util.ArrayList;
import java.util.List;

/** The Java command lines of a runtime's workers, up to the arguments of their main. */
final class WorkerJava {
  /** One for both kinds: a class cache is made for one collector. */
  static final String COLLECTOR = "-XX:+UseSerialGC";

  private static final int FIRST_HEAP_MB = 48;

  private final WorkerProgram program;
  private final List<String> prepared;

  /**
   * @param prepared the flags that have it find what was prepared for it
   */
  WorkerJava(WorkerProgram program, List<String> prepared) {
    this.program = program;
    this.prepared = List.copyOf(prepared);
  }

  /**
   * @param more flags
   */
  List<String> command(WorkerPlan plan, List<String> more) {
    var command = new ArrayList<String>();
    command.add(program.java());
    if (plan.compiles()) {
      command.addAll(program.compilerFlags());
    } else {
      // Takes calls sooner: less of what starting runs is compiled. What is hot is all the same.
      command.add("-XX:CompileThresholdScaling=3");
    }
    if (!plan.shared()) {
      command.add("-XX:+ExitOnOutOfMemoryError");
    }
    command.addAll(more);
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            COLLECTOR,
            "-Xmx" + plan.heapMb() + "m",
            // What is not used goes back to the machine, as most processes are idle.
            "-Xms" + Math.min(FIRST_HEAP_MB, plan.heapMb()) + "m",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=20",
            "-XX:-ShrinkHeapInSteps",
            // A larger one shows late what is kept.
            "-XX:MaxNewSize=64m",
            "-Xss1m",
            "-XX:ReservedCodeCacheSize=64m",
            "-XX:MaxMetaspaceSize=256m",
            "-XX:MaxDirectMemorySize=16m",
            "-Djdk.nio.maxCachedBufferSize=65536",
            "-XX:-UsePerfData",
            "-XX:TrimNativeHeapInterval=10000",
            "-Dfile.encoding=UTF-8",
            // There is no logging library, which is not to be complained about.
            "-Dslf4j.internal.verbosity=ERROR"));
    command.addAll(prepared);
    command.addAll(List.of("-cp", program.classPath(), program.mainClass()));
    return command;
  }
}
