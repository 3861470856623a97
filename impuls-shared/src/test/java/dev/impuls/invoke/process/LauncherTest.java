package dev.impuls.invoke.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.invoke.Limits;
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
    for (int i = 0; i < 200; i++) {
      Path left = Files.createDirectory(directory.resolve("impuls-left-" + i));
      Files.createFile(left.resolve("lock"));
    }
    ProcessSettings usual = ProcessSettings.ofThisJava(null);
    var settings =
        new ProcessSettings(
            usual.javaHome(), usual.classPath(), null, directory, 0, 1, 64, Duration.ofMinutes(5));
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
    assertThat(directory).isEmptyDirectory();
  }
}
