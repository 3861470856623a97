package dev.impuls.engine.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.engine.js.JsRuntime;
import dev.impuls.invoke.Limits;
import dev.impuls.temporary.OtherProcess;
import dev.impuls.temporary.OwnFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {
  private static final int AT_ONCE = 4;

  /** As two windows do whose workspaces are opened together. */
  @Test
  void severalAtOnceRemoveWhatWasLeftBehind(@TempDir Path directory) throws Exception {
    assertThat(OtherProcess.leaveBehind(directory, Launcher.KIND, 200))
        .allSatisfy(left -> assertThat(left).isDirectory());
    WorkerSettings settings = settings(directory);
    var together = new CyclicBarrier(AT_ONCE);
    Callable<Void> one =
        () -> {
          together.await();
          new Launcher(settings, Limits.DEFAULT).close();
          return null;
        };
    var done = new ArrayList<Future<Void>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < AT_ONCE; i++) {
        done.add(threads.submit(one));
      }
    }

    assertThat(done).allSatisfy(each -> assertThat(each.state()).isEqualTo(Future.State.SUCCESS));
    assertThat(OwnFiles.directories(directory)).isEmpty();
  }

  @Test
  void whatOnlyLooksLikeADirectoryOfItsIsLeftAlone(@TempDir Path directory) throws Exception {
    Path left = OtherProcess.leaveBehind(directory, Launcher.KIND, 1).getFirst();
    Path work = Files.createDirectory(directory.resolve("impuls-work"));
    Files.createFile(work.resolve("lock"));
    Path precious = Files.writeString(work.resolve("precious"), "kept");
    Path inside = Files.createDirectory(left.resolveSibling("impuls-work"));
    Files.createFile(inside.resolve("lock"));

    new Launcher(settings(directory), Limits.DEFAULT).close();

    assertThat(precious).hasContent("kept");
    assertThat(inside.resolve("lock")).exists();
    assertThat(left).doesNotExist();
  }

  private static WorkerSettings settings(Path directory) {
    return new WorkerSettings(
        JsRuntime.ofThisJava(null), directory, 0, 0, 1, 64, Duration.ofMinutes(5));
  }
}
