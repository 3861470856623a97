package dev.impuls.engine.worker;

import dev.impuls.engine.js.Niceness;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Gives the threads of this process that compile a lower priority than the others, so that
 * compiling and most of all warming up take little of the processor from calls, here and in other
 * workers. Does so on Linux, where priorities are of threads; elsewhere nothing. Used by one
 * thread.
 */
final class CompilerThreads {
  private static final Path TASKS = Path.of("/proc/self/task");

  /** The Java machine's compilers and the engine's; Linux keeps 15 characters of a name. */
  private static final List<String> NAMES =
      List.of("C1 CompilerThre", "C2 CompilerThre", "TruffleCompiler");

  private final Niceness niceness = new Niceness();

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

  private static boolean compiles(Path task) {
    try {
      return NAMES.contains(Files.readString(task.resolve("comm")).strip());
    } catch (IOException e) {
      return false; // It has ended.
    }
  }
}
