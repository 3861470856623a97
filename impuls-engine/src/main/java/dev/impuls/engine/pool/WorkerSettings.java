package dev.impuls.engine.pool;

import dev.impuls.engine.runtime.Runtime;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How function processes are made and how many there may be.
 *
 * @param runtime what runs the functions
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
    Runtime runtime,
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

  /** Two workers of that runtime, 64 processes, half of the machine's memory, five minutes. */
  public static WorkerSettings usual(Runtime runtime) {
    return new WorkerSettings(
        runtime,
        Path.of(System.getProperty("java.io.tmpdir")),
        WORKERS,
        SPARES,
        MOST_PROCESSES,
        halfOfTheMachinesMemoryMb(),
        Duration.ofMinutes(5));
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
        runtime, directory, newWorkers, newSpares, mostProcesses, mostMemoryMb, idleKept);
  }

  /** So many spares as leave room for functions. */
  int sparesWithin() {
    return workers > 0 ? 0 : Math.min(spares, mostProcesses / 4);
  }
}
