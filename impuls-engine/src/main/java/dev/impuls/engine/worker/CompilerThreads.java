package dev.impuls.engine.worker;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Gives the threads of this process that compile a lower priority than the others, so that
 * compiling and most of all warming up take little of the processor from calls, here and in other
 * workers. Does so on Linux, where priorities are of threads; elsewhere nothing. May be used by any
 * thread.
 */
final class CompilerThreads {
  /** Next to a thread of the usual priority, one of this gets a quarter of a processor. */
  static final int NICE = 5;

  private static final int LEAST_PRIORITY = 19;
  private static final Path TASKS = Path.of("/proc/self/task");

  /** The Java machine's compilers and the engine's; Linux keeps 15 characters of a name. */
  private static final List<String> NAMES =
      List.of("C1 CompilerThre", "C2 CompilerThre", "TruffleCompiler");

  private static final int PRIO_PROCESS = 0;

  private CompilerThreads() {}

  /**
   * Lowers those that there are. To be called again now and then, as such threads come and go;
   * reads one small file of each thread.
   */
  static void lower() {
    if (Files.isDirectory(TASKS)) {
      Native.lowerAll();
    }
  }

  /** What needs Linux to be loaded. */
  private static final class Native {
    private static final MethodHandle GET = handle("getpriority", 2);
    private static final MethodHandle SET = handle("setpriority", 3);

    @SuppressWarnings("restricted") // Workers are started with the permission to.
    private static MethodHandle handle(String function, int arguments) {
      Linker linker = Linker.nativeLinker();
      var types = new ValueLayout.OfInt[arguments];
      Arrays.fill(types, ValueLayout.JAVA_INT);
      return linker.downcallHandle(
          linker.defaultLookup().findOrThrow(function),
          FunctionDescriptor.of(ValueLayout.JAVA_INT, types));
    }

    static void lowerAll() {
      try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
        int nice = Math.min(LEAST_PRIORITY, (int) GET.invokeExact(PRIO_PROCESS, 0) + NICE);
        for (Path task : tasks) {
          if (compiles(task)) {
            int id = Integer.parseInt(task.getFileName().toString());
            // Fails for a thread that has ended, which is all the same.
            int _ = (int) SET.invokeExact(PRIO_PROCESS, id, nice);
          }
        }
      } catch (Throwable e) {
        throw new IllegalStateException("the priority of threads cannot be set", e);
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
}
