package dev.impuls.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.impuls.engine.runtime.Niceness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CompilerThreadsTest {
  private static final Path TASKS = Path.of("/proc/self/task");

  /** The nice value in {@code stat}, counted from the end of the name. */
  private static final int NICE_FIELD = 16;

  @Test
  void lowersThoseThatCompileAndNoOthers() throws Exception {
    assumeTrue(Files.isDirectory(TASKS), "this is Linux");
    int usual = niceOf("VM Thread").getFirst();
    var named = new CountDownLatch(1);
    var done = new CountDownLatch(1);
    Thread ofEngine =
        Thread.ofPlatform()
            .name("EngineCompilerThread-1")
            .start(
                () -> {
                  named.countDown();
                  await(done);
                });
    named.await();

    var compilers = new CompilerThreads(List.of("EngineCompilerThread"));
    compilers.lower();
    compilers.lower(); // Which is no lower.

    int lowered = usual + Niceness.LOWERED_BY;
    assertThat(niceOf("C1 CompilerThre")).isNotEmpty().containsOnly(lowered);
    assertThat(niceOf("EngineCompilerT")).containsExactly(lowered);
    assertThat(niceOf("VM Thread")).containsOnly(usual);
    done.countDown();
    ofEngine.join();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
