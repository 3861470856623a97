package dev.impuls.engine.worker;

import dev.impuls.engine.runtime.Niceness;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Gives the threads of this process that compile a lower priority than the others, so that
 * compiling and most of all warming up take little of the processor from calls, here and in other
 * workers. Does so on Linux, where priorities are of threads; elsewhere nothing. Used by one
 * thread.
 */
final class CompilerThreads {
  private static final Path TASKS = Path.of("/proc/self/task");

  /** The Java machine's. */
  private static final List<String> OF_JAVA = List.of("C1 CompilerThread", "C2 CompilerThread");

  /** Linux keeps so many characters of a name. */
  private static final int LONGEST_NAME = 15;

  private final Set<String> names = new HashSet<>();
  private final Niceness niceness = new Niceness();

  /**
   * @param ofEngine the names of those that the engine has
   */
  CompilerThreads(Collection<String> ofEngine) {
    Stream.of(OF_JAVA, ofEngine)
        .flatMap(Collection::stream)
        .forEach(name -> names.add(name.substring(0, Math.min(LONGEST_NAME, name.length()))));
  }

  /**
   * Lowers those that there are. To be called again now and then, as such threads come and go;
   * reads one small file of each thread.
   */
  void lower() {
    if (!Files.isDirectory(TASKS)) {
      return;
    }
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
      for (Path task : tasks) {
        if (compiles(task)) {
          niceness.lower(Integer.parseInt(task.getFileName().toString()));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("the threads of this process cannot be listed", e);
    }
  }

  private boolean compiles(Path task) {
    try {
      return names.contains(Files.readString(task.resolve("comm")).strip());
    } catch (IOException e) {
      return false; // It has ended.
    }
  }
}
