package dev.impuls.engine.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.engine.js.JsRuntime;
import dev.impuls.engine.js.JsWorker;
import dev.impuls.engine.wire.Frames;
import dev.impuls.engine.wire.Message;
import dev.impuls.invoke.Limits;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How light workers start with a class cache, and without a fitting one. */
@Tag("slow")
class LightWorkerTest {
  private static final int HEAP_MB = 128;
  private static final String TOKEN = "token";

  /** Beside other tests, a process of the lowest would hardly ever run. */
  private static final List<String> USUAL_PRIORITY = List.of();

  @TempDir Path directory;

  private WorkerSettings settings() {
    JsRuntime usual = JsRuntime.ofThisJava(null);
    return new WorkerSettings(
        // Java keeps classes of jars only.
        new JsRuntime(usual.javaHome(), QuickWorkers.runtime().classPath(), null),
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
      launcher.makeClassCache(USUAL_PRIORITY);
      OwnWorkers.await(() -> Files.exists(caches) && isMade(caches));

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
    launcher.makeClassCache(USUAL_PRIORITY);
    OwnWorkers.await(
        () -> ProcessHandle.current().descendants().anyMatch(LightWorkerTest::isWorker));
    launcher.close();
    OwnWorkers.await(
        () -> ProcessHandle.current().descendants().noneMatch(LightWorkerTest::isWorker));
    assertThat(isMade(caches)).isFalse();
  }

  /** Its name says that its content is right. */
  @ParameterizedTest
  @ValueSource(strings = {"", "no cache at all", "\u0000"})
  void startsWithOneThatJavaRefuses(String content) throws Exception {
    Path caches = directory.resolve("caches");
    var cache = new ClassCache(caches, directory, settings().runtime().program());
    cache.make(file -> Files.writeString(file, content.repeat(100_000)));
    assertThat(cache.file()).isNotNull();
    try (var launcher = new Launcher(settings(), Limits.DEFAULT, caches)) {
      assertThat(maps(launcher)).doesNotContain(caches.toString());
    }
  }

  /** Starts a worker, waits until it says hello, and returns what it has in memory. */
  private static String maps(Launcher launcher) throws IOException {
    var worker = launcher.start(new WorkerPlan(true, false, HEAP_MB, false), TOKEN);
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
        .filter(
            process -> OwnWorkers.commandLine(process.pid()).split("\0", 2)[0].endsWith("/java"))
        .findFirst()
        .orElseThrow()
        .pid();
  }

  private static boolean isWorker(ProcessHandle process) {
    return OwnWorkers.commandLine(process.pid()).contains("\0" + JsWorker.class.getName() + "\0");
  }

  private static boolean isMade(Path caches) {
    try (Stream<Path> files = Files.list(caches)) {
      return files.anyMatch(file -> Objects.toString(file.getFileName()).endsWith(".aot"));
    } catch (IOException e) {
      return false;
    }
  }
}
