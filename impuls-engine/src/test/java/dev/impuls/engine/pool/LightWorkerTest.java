package dev.impuls.engine.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.engine.wire.Frames;
import dev.impuls.engine.wire.Message;
import dev.impuls.engine.worker.WorkerMain;
import dev.impuls.invoke.Limits;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How light workers start with a class cache, and without a fitting one. */
class LightWorkerTest {
  private static final int HEAP_MB = 128;
  private static final String TOKEN = "token";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path directory;

  private WorkerSettings settings() {
    WorkerSettings usual = WorkerSettings.ofThisJava(null);
    return new WorkerSettings(
        usual.javaHome(),
        QuickWorkers.settings().classPath(), // Java keeps classes of jars only.
        null,
        directory,
        0,
        0,
        1,
        64,
        Duration.ofMinutes(5));
  }

  @Test
  void startsWithTheCacheOnceItIsMade() throws Exception {
    Path caches = directory.resolve("caches");
    try (var launcher = new Launcher(settings(), Limits.DEFAULT, caches)) {
      assertThat(maps(launcher)).doesNotContain(caches.toString());
      launcher.makeClassCache();
      await(() -> Files.exists(caches) && isMade(caches));

      assertThat(maps(launcher)).contains(caches.toString());
    }
    try (var another = new Launcher(settings(), Limits.DEFAULT, caches)) {
      assertThat(maps(another)).contains(caches.toString());
    }
  }

  @Test
  void aLauncherThatIsClosedMakesNone() throws Exception {
    Path caches = directory.resolve("caches");
    var launcher = new Launcher(settings(), Limits.DEFAULT, caches);
    launcher.makeClassCache();
    await(() -> ProcessHandle.current().descendants().anyMatch(LightWorkerTest::isWorker));
    launcher.close();
    await(() -> ProcessHandle.current().descendants().noneMatch(LightWorkerTest::isWorker));
    assertThat(isMade(caches)).isFalse();
  }

  /** Its name says that its content is right. */
  @ParameterizedTest
  @ValueSource(strings = {"", "no cache at all", "\u0000"})
  void startsWithOneThatJavaRefuses(String content) throws Exception {
    Path caches = directory.resolve("caches");
    var cache = new ClassCache(caches, directory, settings());
    cache.make(file -> Files.writeString(file, content.repeat(100_000)));
    assertThat(cache.file()).isNotNull();
    try (var launcher = new Launcher(settings(), Limits.DEFAULT, caches)) {
      assertThat(maps(launcher)).doesNotContain(caches.toString());
    }
  }

  /** Starts a worker, waits until it says hello, and returns what it has in memory. */
  private static String maps(Launcher launcher) throws IOException {
    var worker = launcher.start(new WorkerPlan(true, false, HEAP_MB), TOKEN);
    try (var in = new DataInputStream(Channels.newInputStream(worker.accept()))) {
      Message said = Frames.decode(ByteBuffer.wrap(in.readNBytes(in.readInt())));
      assertThat(said).isInstanceOf(Message.Hello.class);
      return Files.readString(
          Path.of("/proc", Long.toString(java(worker.process().toHandle())), "maps"));
    } finally {
      worker.process().destroyForcibly().onExit().join();
      launcher.remove(worker.work());
    }
  }

  /** What keeps it in may be processes around it. */
  private static long java(ProcessHandle outer) {
    return Stream.concat(Stream.of(outer), outer.descendants())
        .filter(LightWorkerTest::isWorker)
        .filter(process -> commandLine(process)[0].endsWith("/java"))
        .findFirst()
        .orElseThrow()
        .pid();
  }

  private static boolean isWorker(ProcessHandle process) {
    return Arrays.asList(commandLine(process)).contains(WorkerMain.class.getName());
  }

  private static String[] commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
          .split("\0");
    } catch (IOException e) {
      return new String[] {""}; // It has ended.
    }
  }

  private static boolean isMade(Path caches) {
    try (Stream<Path> files = Files.list(caches)) {
      return files.anyMatch(file -> Objects.toString(file.getFileName()).endsWith(".aot"));
    } catch (IOException e) {
      return false;
    }
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it takes too long").isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
