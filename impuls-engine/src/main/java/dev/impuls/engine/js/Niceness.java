package dev.impuls.engine.js;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Lowers the scheduling priority of single threads, which Linux can; elsewhere it does nothing.
 * Raising it again would need a privilege.
 */
final class Niceness {
  private static final int UNKNOWN = -1;
  private static final int PRIO_PROCESS = 0;

  /** With 19 a thread can be so late that cancelling its code takes over a second. */
  private static final int NICE = 5;

  private @Nullable MethodHandle setPriority;
  private boolean absent = !System.getProperty("os.name").equals("Linux");

  /** The kernel's number of the thread that asks; negative if it cannot be told. */
  static int currentThread() {
    try {
      Path own = Files.readSymbolicLink(Path.of("/proc/thread-self"));
      return Integer.parseInt(own.getFileName().toString());
    } catch (IOException | NumberFormatException e) {
      return UNKNOWN;
    }
  }

  /**
   * Lets other threads go before this one.
   *
   * @param thread of {@link #currentThread}
   * @return whether it was done
   */
  synchronized boolean lower(int thread) {
    if (thread == UNKNOWN || absent) {
      return false;
    }
    try {
      if (setPriority == null) {
        setPriority = find();
      }
      return (int) setPriority.invokeExact(PRIO_PROCESS, thread, NICE) == 0;
    } catch (Throwable e) { // Whatever it is, it works without.
      absent = true;
      return false;
    }
  }

  @SuppressWarnings("restricted")
  private static MethodHandle find() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().find("setpriority").orElseThrow(),
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT));
  }
}
