package dev.impuls.engine.runtime;

import java.nio.file.Path;
import java.util.List;

/**
 * The Java program that a worker of a runtime is. What all workers have is not part of it: memory,
 * collector, arguments.
 *
 * @param javaHome of the JDK that runs it
 * @param classPath what it needs and no more, as it may read all of it
 * @param mainClass its main hands its arguments to {@code dev.impuls.engine.worker.WorkerMain}
 * @param compilerFlags those of Java that a worker with a compiler has first; empty if there is no
 *     compiler
 * @param compilerFiles what these flags have Java read
 */
public record WorkerProgram(
    Path javaHome,
    String classPath,
    String mainClass,
    List<String> compilerFlags,
    List<Path> compilerFiles) {
  public WorkerProgram {
    compilerFlags = List.copyOf(compilerFlags);
    compilerFiles = List.copyOf(compilerFiles);
  }

  /** The command of its Java. */
  public String java() {
    return javaHome.resolve("bin").resolve("java").toString();
  }
}
