package dev.impuls.server.bench;

import static dev.impuls.server.bench.StoreBenchmark.print;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Prints what this machine does, each figure with what it is measured against from the same run.
 * Arguments: the distribution to start servers from, and a directory on the disk to measure, which
 * must not exist.
 */
public final class Benchmark {
  private Benchmark() {}

  public static void main(String[] args) throws Exception {
    Path script = Path.of(args[0]).toAbsolutePath().resolve("bin/impuls-server");
    Path directory = Files.createDirectories(Path.of(args[1]).toAbsolutePath());
    try {
      print(
          String.format(
              Locale.ROOT,
              "Java %s, %d processors, %s",
              Runtime.version(),
              Runtime.getRuntime().availableProcessors(),
              Files.getFileStore(directory).type()));
      new StoreBenchmark(directory).run();
      new ManyFunctionsBenchmark(script, directory).run();
      new InvokeBenchmark(script, directory).run();
    } finally {
      StoreBenchmark.remove(directory);
    }
  }
}
