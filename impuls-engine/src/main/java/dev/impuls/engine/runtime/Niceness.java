package dev.impuls.engine.runtime;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lowers the scheduling priority of single threads of this process, which Linux can; elsewhere it
 * does nothing. Raising it again would need a privilege. May be used by any thread.
 */
public final class Niceness {
  /**
   * Next to a thread of the usual priority, one that is so much lower gets a quarter of a
   * processor. With 19 a thread can be so late that cancelling its code takes over a second.
   */
  public static final int LOWERED_BY = 5;

  private static final int LEAST_PRIORITY = 19;
  private static final int UNKNOWN = -1;
  private static final int PRIO_PROCESS = 0;
  private static final int OF_CALLER = 0;

  private @Nullable Native system;
  private boolean absent = !System.getProperty("os.name").equals("Linux");

  /** The kernel's number of the thread that asks; negative if it cannot be told. */
  public static int currentThread() {
    try {
      Path own = Files.readSymbolicLink(Path.of("/proc/thread-self"));
      return Integer.parseInt(own.getFileName().toString());
    } catch (IOException | NumberFormatException e) {
      return UNKNOWN;
    }
  }

  /**
   * Lets the threads of the caller's priority go before that one, however often it is called.
   *
   * @param thread the kernel's number
   * @return whether it was done; not for a thread that has ended
   */
  public synchronized boolean lower(int thread) {
    if (thread == UNKNOWN || absent) {
      return false;
    }
    try {
      Native found = system == null ? new Native() : system;
      system = found;
      int nice = (int) found.get.invokeExact(PRIO_PROCESS, OF_CALLER) + LOWERED_BY;
      return (int) found.set.invokeExact(PRIO_PROCESS, thread, Math.min(LEAST_PRIORITY, nice)) == 0;
    } catch (Throwable e) { // Whatever it is, it works without.
      absent = true;
      return false;
    }
  }

  /** The system's functions. */
  private static final class Native {
    private final MethodHandle get = handle("getpriority", 2);
    private final MethodHandle set = handle("setpriority", 3);

    @SuppressWarnings("restricted") // Workers are started with the permission to.
    private static MethodHandle handle(String function, int arguments) {
      Linker linker = Linker.nativeLinker();
      var types = new ValueLayout.OfInt[arguments];
      Arrays.fill(types, ValueLayout.JAVA_INT);
      return linker.downcallHandle(
          linker.defaultLookup().findOrThrow(function),
          FunctionDescriptor.of(ValueLayout.JAVA_INT, types));
    }
  }
}
