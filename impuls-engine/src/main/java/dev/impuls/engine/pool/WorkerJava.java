package dev.impuls.engine.pool;

import java.util.ArrayList;
import java.util.List;

/** The Java command lines of workers, up to the class that is run. */
final class WorkerJava {
  /** One for both kinds: a class cache is made for one collector. */
  static final String COLLECTOR = "-XX:+UseSerialGC";

  /**
   * The second compiler's thresholds, six times the usual ones. Warming up runs the Graal
   * compiler's own code some thousand times, which does not make compiling it well worthwhile;
   * calls are hot enough all the same. Takes a sixth less processor time than the usual ones;
   * without the second compiler it would be two fifths less, but then calls never become as fast.
   */
  private static final List<String> COMPILE_WELL_LATER =
      List.of(
          "-XX:Tier4InvocationThreshold=30000",
          "-XX:Tier4MinInvocationThreshold=3600",
          "-XX:Tier4CompileThreshold=90000",
          "-XX:Tier4BackEdgeThreshold=240000");

  private static final int FIRST_HEAP_MB = 48;

  private final WorkerSettings settings;
  private final String engineFlag;

  /**
   * @param engineFlag tells the engine where its native library is
   */
  WorkerJava(WorkerSettings settings, String engineFlag) {
    this.settings = settings;
    this.engineFlag = engineFlag;
  }

  /**
   * @param more flags
   */
  List<String> command(WorkerPlan plan, List<String> more) {
    var command = new ArrayList<String>();
    command.add(settings.java());
    if (plan.compiles()) {
      // The compiler wants its flags in this order.
      command.addAll(
          List.of(
              "--upgrade-module-path=" + settings.compilerPath(),
              "-XX:+UnlockExperimentalVMOptions",
              "-XX:+EnableJVMCI"));
      command.addAll(COMPILE_WELL_LATER);
    }
    if (!plan.compiles()) {
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
            "-Dslf4j.internal.verbosity=ERROR",
            engineFlag,
            "-cp",
            settings.classPath()));
    return command;
  }
}
