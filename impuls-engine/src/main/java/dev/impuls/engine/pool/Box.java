package dev.impuls.engine.pool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What the operating system keeps a function process from, beside what the engine does: the command
 * a process is started with. The first of these that works on this machine is taken.
 */
enum Box {
  /**
   * bubblewrap: no network, none of the machine's files but Java and Impuls to read, no other
   * process to be seen, no way to more rights.
   */
  BUBBLEWRAP {
    @Override
    List<String> command(Collection<Path> readable, Path work) {
      var command =
          new ArrayList<>(
              List.of(
                  "prlimit",
                  "--core=0",
                  "--fsize=0",
                  "--nofile=256",
                  "--",
                  BWRAP,
                  "--unshare-all",
                  "--die-with-parent",
                  "--new-session",
                  "--clearenv",
                  "--cap-drop",
                  "ALL",
                  "--proc",
                  "/proc",
                  "--dev",
                  "/dev"));
      Set<Path> seen = new LinkedHashSet<>();
      for (String system :
          List.of("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache")) {
        seen.add(Path.of(system));
      }
      seen.addAll(readable);
      for (Path path : seen) {
        command.addAll(List.of("--ro-bind-try", path.toString(), path.toString()));
      }
      command.addAll(
          List.of("--bind", work.toString(), work.toString(), "--chdir", work.toString(), "--"));
      return command;
    }
  },

  /** util-linux: no files to write, no core dumps, few descriptors, no way to more rights. */
  LIMITS {
    @Override
    List<String> command(Collection<Path> readable, Path work) {
      return List.of(
          "setpriv",
          "--no-new-privs",
          "--pdeathsig",
          "KILL",
          "prlimit",
          "--core=0",
          "--fsize=0",
          "--nofile=256",
          "--");
    }
  },

  /** Nothing but the engine and the Java machine. */
  NONE {
    @Override
    List<String> command(Collection<Path> readable, Path work) {
      return List.of();
    }
  };

  private static final int PATIENCE_SECONDS = 10;
  private static final String BWRAP = "bwrap";

  /** What the command of a process begins with. */
  abstract List<String> command(Collection<Path> readable, Path work);

  /** The tightest that works here. Starts processes to see. */
  static Box best(Collection<Path> readable, Path work, String java) {
    for (Box box : values()) {
      if (box == NONE || works(box, readable, work, java)) {
        return box;
      }
    }
    return NONE;
  }

  /**
   * Ends what a process may leave whose bubblewrap was killed while it was setting up: its inner
   * half waits for the outer one for good.
   *
   * @param work the process's directory, or one around it
   */
  static void endWhatWaits(Path work) {
    String path = asRead(work.toString().getBytes(StandardCharsets.UTF_8));
    ProcessHandle.allProcesses()
        .filter(process -> isOf(process.pid(), path))
        .forEach(ProcessHandle::destroyForcibly);
  }

  private static boolean isOf(long pid, String path) {
    try {
      String command = asRead(Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline")));
      // Of the directory itself or something in it, and of none that only begins as it does.
      return command.startsWith(BWRAP + "\0")
          && (command.contains(path + "\0") || command.contains(path + "/"));
    } catch (IOException e) {
      return false; // It has ended, or this is no Linux and has no bubblewrap.
    }
  }

  /** Bytes as text, whatever they are. */
  private static String asRead(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static boolean works(Box box, Collection<Path> readable, Path work, String java) {
    var command = new ArrayList<>(box.command(readable, work));
    command.addAll(List.of(java, "-XX:TieredStopAtLevel=1", "--version"));
    try {
      var builder =
          new ProcessBuilder(command)
              .directory(work.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD);
      builder.environment().clear();
      Process process = builder.start();
      try {
        return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return false; // There is no such command.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
