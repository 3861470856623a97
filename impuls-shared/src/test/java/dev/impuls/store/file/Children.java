package dev.impuls.store.file;

import dev.impuls.KeptClasses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts child processes: JVMs with the class path of the tests, and shells. */
final class Children {
  private Children() {}

  /** A child JVM that starts fast. What the prefix says is put before the command. */
  static Process java(List<String> prefix, Class<?> main, String... arguments) throws IOException {
    return start(javaCommand(prefix, main, arguments));
  }

  static List<String> javaCommand(List<String> prefix, Class<?> main, String... arguments) {
    KeptClasses kept = Made.CLASSES;
    var command = new ArrayList<>(prefix);
    command.addAll(java("-Xlog:disable", "-XX:AOTCache=" + kept.cache(), "-cp", kept.classPath()));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  private static List<String> java(String... flags) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xmx128m"));
    command.addAll(List.of(flags));
    return command;
  }

  private static final class Made {
    static final KeptClasses CLASSES = make();

    private static KeptClasses make() {
      try {
        return KeptClasses.of("children", System.getProperty("java.class.path"), Children::train);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static void train(String classPath, String flag, Path output)
      throws IOException, InterruptedException {
    var command = java("-Xlog:disable", flag, "-cp", classPath, Trained.class.getName());
    command.add(output.resolveSibling("data").toString());
    new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start()
        .waitFor();
  }

  /** Does all that can be done in a store, and ends. */
  static final class Trained {
    private Trained() {}

    public static void main(String[] arguments) {
      try (var store = Tree.open(Path.of(arguments[0]))) {
        for (Step.Kind kind : Step.Kind.values()) {
          new Step(kind, "f", 1).run(store);
        }
      }
    }
  }

  static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Runs a shell command and fails unless it succeeds. */
  static void shell(Path directory, String command) throws Exception {
    Process process =
        new ProcessBuilder("sh", "-c", command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError(command + ": " + output);
    }
  }

  /** Whether a command can be run here and succeeds. */
  static boolean works(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
