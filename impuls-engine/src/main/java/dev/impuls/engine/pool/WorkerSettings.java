package dev.impuls.engine.pool;

import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How function processes are made and how many there may be.
 *
 * @param javaHome of a JDK 25
 * @param classPath of workers: the engine, GraalJS and what they need
 * @param compilerPath a directory, or several parted as in a class path, with the Graal compiler's
 *     jars; null to interpret only
 * @param directory where directories for the processes are made; the path must be short, as sockets
 *     are in them and their paths have to fit into 108 bytes
 * @param workers workers that functions share, the one in reserve included; 0 if each function has
 *     a process of its own
 * @param spares where each has its own, processes kept ready for functions that have none yet
 * @param mostProcesses processes at once, spare ones included
 * @param mostMemoryMb the memory all processes may take together, MiB; what each counts as is in
 *     {@code docs/isolation.md}
 * @param idleKept how long a process stays that nobody calls
 */
public record WorkerSettings(
    Path javaHome,
    String classPath,
    @Nullable String compilerPath,
    Path directory,
    int workers,
    int spares,
    int mostProcesses,
    int mostMemoryMb,
    Duration idleKept) {
  private static final int WORKERS = 2;
  private static final int SPARES = 2;
  private static final int MOST_PROCESSES = 64;
  private static final int MIB = 1024 * 1024;

  public WorkerSettings {
    if (workers < 0 || spares < 0 || mostProcesses < 1 || mostMemoryMb < 1) {
      throw new IllegalArgumentException("there has to be room for one process at least");
    }
  }

  /**
   * The Java this process runs with, and of its class path what workers need; two workers, 64
   * processes, half of the machine's memory, five minutes.
   *
   * @param compilerPath as the component of that name
   */
  public static WorkerSettings ofThisJava(@Nullable String compilerPath) {
    return new WorkerSettings(
        Path.of(System.getProperty("java.home")),
        WorkerClassPath.find(),
        compilerPath,
        Path.of(System.getProperty("java.io.tmpdir")),
        WORKERS,
        SPARES,
        MOST_PROCESSES,
        halfOfTheMachinesMemoryMb(),
        Duration.ofMinutes(5));
  }

  /**
   * Where the Graal compiler is: beside the library this class is in; null elsewhere than in a
   * distribution, where there is none.
   */
  public static @Nullable String bundledCompiler() {
    try {
      Path own =
          Path.of(WorkerSettings.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path compiler = own.resolveSibling("graal");
      return Files.isDirectory(compiler) ? compiler.toString() : null;
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int halfOfTheMachinesMemoryMb() {
    var machine =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return (int) (machine.getTotalMemorySize() / MIB / 2);
  }

  /** The same with so many workers that functions share; 0 gives each function its own. */
  public WorkerSettings withWorkers(int number) {
    return with(number, spares);
  }

  /** The same with another number of spare processes, where each function has its own. */
  public WorkerSettings withSpares(int number) {
    return with(workers, number);
  }

  private WorkerSettings with(int newWorkers, int newSpares) {
    return new WorkerSettings(
        javaHome,
        classPath,
        compilerPath,
        directory,
        newWorkers,
        newSpares,
        mostProcesses,
        mostMemoryMb,
        idleKept);
  }

  /** What processes are started with. */
  String java() {
    return javaHome.resolve("bin").resolve("java").toString();
  }

  /** So many spares as leave room for functions. */
  int sparesWithin() {
    return workers > 0 ? 0 : Math.min(spares, mostProcesses / 4);
  }
}
