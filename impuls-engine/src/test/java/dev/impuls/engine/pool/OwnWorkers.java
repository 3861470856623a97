package dev.impuls.engine.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.engine.js.JsWorker;
import dev.impuls.store.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** The processes of a test's workers: those that were not there when this was made. */
final class OwnWorkers {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Set<ProcessHandle> before = new HashSet<>();

  OwnWorkers() {
    processes().forEach(before::add);
  }

  /** Java's own of all tests in this process, without what keeps them in. */
  static Stream<ProcessHandle> processes() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> commandLine(process.pid()).contains(JsWorker.class.getName()))
        .filter(process -> commandLine(process.pid()).split("\0", 2)[0].endsWith("/java"));
  }

  /** With a zero behind each argument; empty if the process has ended. */
  static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
    } catch (IOException e) {
      return "";
    }
  }

  /** This test's. */
  Set<ProcessHandle> all() {
    var own = new HashSet<ProcessHandle>();
    processes().filter(process -> !before.contains(process)).forEach(own::add);
    return own;
  }

  /** Those started with that argument. */
  List<ProcessHandle> with(String argument) {
    return all().stream()
        .filter(process -> commandLine(process.pid()).contains("\0" + argument + "\0"))
        .toList();
  }

  ProcessHandle only() {
    Set<ProcessHandle> own = all();
    assertThat(own).hasSize(1);
    return own.iterator().next();
  }

  static void await(Callable<Boolean> condition) throws Exception {
    Await.until("the workers are as they should be", PATIENCE, condition);
  }
}
