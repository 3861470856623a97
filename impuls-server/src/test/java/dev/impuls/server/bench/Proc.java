package dev.impuls.server.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What Linux tells of processes. */
final class Proc {
  private static final double IDLE_SHARE = 0.1;
  private static final int TICKS_PER_SECOND = 100;
  private static final long LOOK_MILLIS = 500;

  /** An idle function process gives memory back after some seconds. */
  private static final int QUIET_LOOKS = 12;

  private Proc() {}

  /** The memory it holds, what it shares with others included, in MiB. */
  static long rssMib(long pid) throws IOException {
    return number(pid, "status", "VmRSS:") / 1024;
  }

  /** The most memory it has held so far, in MiB. */
  static long peakMib(long pid) throws IOException {
    return number(pid, "status", "VmHWM:") / 1024;
  }

  /** The memory it holds, with a fair share of what it shares with others, in MiB. */
  static long pssMib(long pid) throws IOException {
    return number(pid, "smaps_rollup", "Pss:") / 1024;
  }

  static long threads(long pid) throws IOException {
    return number(pid, "status", "Threads:");
  }

  static long openFiles(long pid) throws IOException {
    try (var files = Files.list(file(pid, "fd"))) {
      return files.count();
    }
  }

  /** The processes below a server that run functions, or wait to do so. */
  static List<ProcessHandle> functionProcesses(long server) {
    return ProcessHandle.of(server).stream()
        .flatMap(ProcessHandle::descendants)
        .filter(process -> commandLine(process.pid()).contains(Settings.FUNCTION_PROCESS))
        // Not what keeps them in.
        .filter(process -> commandLine(process.pid()).split("\0", 2)[0].endsWith("/java"))
        .toList();
  }

  /** Those of them whose Java keeps its classes in an AOT cache. */
  static List<ProcessHandle> lightWorkers(long server) {
    return functionProcesses(server).stream()
        .filter(process -> commandLine(process.pid()).contains("-XX:AOTCache"))
        .toList();
  }

  /** Processor time it has used, in hundredths of a second; 0 if it has ended. */
  static long ticks(long pid) {
    return ticks(pid, 2);
  }

  /**
   * @param fields its own in user and in system mode, then those of its children that have ended
   */
  private static long ticks(long pid, int fields) {
    try {
      String stat = Files.readString(file(pid, "stat"));
      String[] all = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Stream.of(all).skip(11).limit(fields).mapToLong(Long::parseLong).sum();
    } catch (IOException e) {
      return 0;
    }
  }

  /**
   * What a process and all below it use.
   *
   * @param processorSeconds of those that have ended, too
   * @param residentMib what they share counted for each
   */
  record Tree(double processorSeconds, long residentMib, int processes) {}

  /** What a process and all below it use now. */
  static Tree tree(long pid) {
    List<Long> pids =
        ProcessHandle.of(pid).stream()
            .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
            .map(ProcessHandle::pid)
            .toList();
    return new Tree(
        pids.stream().mapToLong(each -> ticks(each, 4)).sum() / (double) TICKS_PER_SECOND,
        pids.stream().mapToLong(Proc::residentMib).sum(),
        pids.size());
  }

  private static long residentMib(long pid) {
    try {
      return rssMib(pid);
    } catch (IOException e) {
      return 0; // It has ended.
    }
  }

  /** Waits until a server and all below it hardly use a processor, but not longer than that. */
  static void awaitIdle(long server, double mostSeconds) throws InterruptedException {
    awaitIdle(server, 1, mostSeconds);
  }

  /** The same until function processes have given back what they do not need. */
  static void awaitSettled(long server, double mostSeconds) throws InterruptedException {
    awaitIdle(server, QUIET_LOOKS, mostSeconds);
  }

  private static void awaitIdle(long server, int looks, double mostSeconds)
      throws InterruptedException {
    long begun = System.nanoTime();
    long before = ticksOfAll(server);
    int quiet = 0;
    while (quiet < looks && StoreBenchmark.seconds(begun) < mostSeconds) {
      Thread.sleep(LOOK_MILLIS);
      long now = ticksOfAll(server);
      boolean idle = Math.abs(now - before) <= IDLE_SHARE * TICKS_PER_SECOND * LOOK_MILLIS / 1e3;
      quiet = idle ? quiet + 1 : 0;
      before = now;
    }
  }

  private static long ticksOfAll(long server) {
    return ticks(server)
        + ProcessHandle.of(server).stream()
            .flatMap(ProcessHandle::descendants)
            .mapToLong(process -> ticks(process.pid()))
            .sum();
  }

  static String commandLine(long pid) {
    try {
      return Files.readString(file(pid, "cmdline"));
    } catch (IOException e) {
      return ""; // It has ended.
    }
  }

  private static long number(long pid, String name, String key) throws IOException {
    return Files.readAllLines(file(pid, name)).stream()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow(() -> new NoSuchFileException(key + " of process " + pid));
  }

  private static Path file(long pid, String name) {
    return Path.of("/proc", Long.toString(pid), name);
  }
}
