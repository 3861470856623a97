package dev.impuls.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.impuls.engine.js.Niceness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CompilerThreadsTest {
  private static final Path TASKS = Path.of("/proc/self/task");

  /** The nice value in {@code stat}, counted from the end of the name. */
  private static final int NICE_FIELD = 16;

  @Test
  void lowersThoseThatCompileAndNoOthers() throws IOException {
    assumeTrue(Files.isDirectory(TASKS), "this is Linux");
    int usual = niceOf("VM Thread").getFirst();

    var compilers = new CompilerThreads();
    compilers.lower();
    compilers.lower(); // Which is no lower.

    assertThat(niceOf("C1 CompilerThre")).isNotEmpty().containsOnly(usual + Niceness.LOWERED_BY);
    assertThat(niceOf("VM Thread")).containsOnly(usual);
  }

  private static List<Integer> niceOf(String name) throws IOException {
    var found = new ArrayList<Integer>();
    try (Stream<Path> tasks = Files.list(TASKS)) {
      for (Path task : tasks.toList()) {
        if (Files.readString(task.resolve("comm")).strip().equals(name)) {
          String stat = Files.readString(task.resolve("stat"));
          String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
          found.add(Integer.parseInt(fields[NICE_FIELD]));
        }
      }
    }
    return found;
  }
}
