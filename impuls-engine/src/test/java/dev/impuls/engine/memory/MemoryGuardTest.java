package dev.impuls.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs functions that take too much memory in a process of their own, where the heap is small. */
@Tag("slow")
class MemoryGuardTest {
  private static final int PATIENCE_MINUTES = 5;

  /** Those that fill a heap in seconds even without the compiler. */
  private static final List<String> BOMBS =
      List.of(
          "push",
          "map",
          "list",
          "strings",
          "fill",
          "buffers16",
          "buffers100",
          "shared",
          "closures",
          "errors",
          "slowly",
          "caught",
          "leak");

  @Test
  void endsOnlyTheCallThatTakesTooMuch() throws Exception {
    List<String> lines = run(BOMBS);
    assertThat(lines).hasSameSizeAs(BOMBS);
    for (String line : lines) {
      String[] fields = line.split("\\|", -1);
      assertThat(fields[1]).as(line).isEqualTo("507 Runtime.OutOfMemory");
      assertThat(fields[2]).as(line).isEqualTo("[]");
    }
  }

  /** What makes garbage, or holds no more than it may, goes on. */
  @Test
  void endsNoCallThatKeepsToItsLimit() throws Exception {
    for (String line : run(List.of("garbage", "holds", "holdsAndMakesGarbage"))) {
      String[] fields = line.split("\\|", -1);
      assertThat(fields[1]).as(line).isEqualTo("200");
      assertThat(fields[2]).as(line).isEqualTo("[]");
    }
  }

  private static List<String> run(List<String> bombs) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-XX:MaxNewSize=64m",
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-Dlimit=64",
            "-cp",
            System.getProperty("java.class.path"),
            GuardedProcess.class.getName(),
            "2",
            "60"));
    command.addAll(bombs);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var lines = new ArrayList<String>();
    try (var out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (bombs.contains(line.split("\\|", 2)[0])) {
          lines.add(line);
        }
      }
      assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    lines.forEach(System.out::println);
    return lines;
  }
}
