package dev.impuls.engine.pool;

import static dev.impuls.engine.pool.TestCalls.HELLO;
import static dev.impuls.engine.pool.TestCalls.WAITS;
import static dev.impuls.engine.pool.TestCalls.begun;
import static dev.impuls.engine.pool.TestCalls.call;
import static dev.impuls.engine.pool.TestCalls.failure;
import static dev.impuls.engine.pool.TestCalls.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.impuls.engine.js.JsRuntime;
import dev.impuls.engine.runtime.EngineFailures;
import dev.impuls.engine.wire.ExitCodes;
import dev.impuls.engine.wire.Pulse;
import dev.impuls.function.Function;
import dev.impuls.function.FunctionBuilder;
import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.Limits;
import dev.impuls.temporary.OtherProcess;
import dev.impuls.temporary.OwnFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** How function processes begin, what they have, and how they end. */
@Tag("slow")
class WorkerLifeTest {
  private static final Limits LIMITS = new Limits(100, 100, 0, 100_000, 10_000);
  private static final Path OWN_PROC = Path.of("/proc/self");
  private static final Duration KEPT = Duration.ofMinutes(5);
  private static final Duration LONG = Duration.ofMinutes(5);

  /** Answers when what it fetches has come or failed. */
  private static final String FETCHES =
      "exports.handler = async (event) => { console.log('waits');"
          + " await fetch('http://a.test/').catch(() => {}); return event; };";

  @TempDir Path directory;

  private final List<WorkerInvoker> opened = new ArrayList<>();
  private final OwnWorkers workers = new OwnWorkers();
  private final List<CompletableFuture<Fetcher.Outcome>> fetches = new CopyOnWriteArrayList<>();

  /** Never answers. */
  private final Fetcher silent =
      request -> {
        var fetch = new CompletableFuture<Fetcher.Outcome>();
        fetches.add(fetch);
        return fetch;
      };

  @AfterEach
  void nothingIsLeft() throws Exception {
    opened.forEach(WorkerInvoker::close);
    OwnWorkers.await(() -> workers.all().isEmpty());
    assertThat(mentionDirectory()).isEmpty();
    assertThat(OwnFiles.directories(directory)).isEmpty();
  }

  private WorkerInvoker open(int spares, int most, Duration idleKept) {
    return open(QuickWorkers.settings(), spares, most, idleKept);
  }

  private WorkerInvoker open(WorkerSettings from, int spares, int most, Duration idleKept) {
    return open(from, spares, most, idleKept, StartLimits.DEFAULT);
  }

  private WorkerInvoker open(
      WorkerSettings from, int spares, int most, Duration idleKept, StartLimits startLimits) {
    var settings =
        new WorkerSettings(
            from.runtime(), directory, 0, spares, most, from.mostMemoryMb(), idleKept);
    var invoker = new WorkerInvoker(settings, LIMITS, silent, startLimits);
    invoker.prepare();
    opened.add(invoker);
    return invoker;
  }

  private WorkerInvoker open() {
    return open(0, 8, Duration.ofMinutes(5));
  }

  private static Function function(String name, String code) {
    return new FunctionBuilder(name, code).build();
  }

  private static Function function(String name, String code, int memoryMb) {
    return new FunctionBuilder(name, code).memoryMb(memoryMb).build();
  }

  private static Function function(String name, String code, int timeoutSec, Instant updated) {
    return new FunctionBuilder(name, code).timeoutSec(timeoutSec).at(updated).build();
  }

  private static void assertAnswers(WorkerInvoker invoker, Function function) throws Exception {
    TestCalls.assertAnswers(call(invoker, function, "1"), "1");
  }

  /** Whatever of this test's runs, whoever's child it is by now. */
  private List<String> mentionDirectory() {
    return ProcessHandle.allProcesses()
        .map(process -> OwnWorkers.commandLine(process.pid()))
        .filter(line -> line.contains(directory.toString()))
        .map(line -> line.split("\0", 2)[0])
        .toList();
  }

  private static void signal(String name, ProcessHandle process) throws Exception {
    var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  // ---- What it has ----

  @Test
  void aProcessHasNothingOfItsParents() throws Exception {
    try (WorkerInvoker invoker = open()) {
      assertAnswers(invoker, function("f", HELLO));
      Path proc = Path.of("/proc", Long.toString(workers.only().pid()));
      assertThat(Files.readString(proc.resolve("environ")).split("\0", -1))
          .allMatch(variable -> variable.isEmpty() || variable.startsWith("PWD="));
      Path work = Files.readSymbolicLink(proc.resolve("cwd"));
      assertThat(work).startsWith(directory.toRealPath());
      try (Stream<Path> files = Files.list(work)) {
        assertThat(files).containsExactly(work.resolve(Pulse.FILE));
      }
      assertThat(Files.getPosixFilePermissions(work.getParent()))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
      assertThat(descriptors(proc))
          .allMatch(
              to ->
                  to.matches("(pipe|socket|anon_inode):.*")
                      || to.matches("/dev/(null|u?random)")
                      || to.endsWith(".jar")
                      || to.endsWith(".aot")
                      || to.endsWith("/lib/modules"),
              "of its own");
      assertThat(sockets(proc)).isNotEmpty().doesNotContainAnyElementsOf(sockets(OWN_PROC));
      workers.only().destroyForcibly();
      OwnWorkers.await(() -> !Files.exists(work));
    }
  }

  private static List<String> sockets(Path proc) throws IOException {
    return descriptors(proc).stream().filter(to -> to.startsWith("socket:")).toList();
  }

  private static List<String> descriptors(Path proc) throws IOException {
    var all = new ArrayList<String>();
    try (Stream<Path> files = Files.list(proc.resolve("fd"))) {
      for (Path file : files.toList()) {
        if (Files.isSymbolicLink(file)) { // Or it was closed just now.
          all.add(Files.readSymbolicLink(file).toString());
        }
      }
    }
    return all;
  }

  @Test
  void aProcessIsKeptInByTheSystem() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "util-linux is installed");
    try (WorkerInvoker invoker = open()) {
      assertAnswers(invoker, function("f", HELLO));
      Path proc = Path.of("/proc", Long.toString(workers.only().pid()));
      assertThat(Files.readAllLines(proc.resolve("status"))).contains("NoNewPrivs:\t1");
      assertThat(Files.readString(proc.resolve("limits")))
          .containsPattern("Max file size +0 ")
          .containsPattern("Max core file size +0 ")
          .containsPattern("Max open files +256 ");
      assertThat(Files.readString(proc.resolve("oom_score_adj")).strip()).isEqualTo("500");
    }
  }

  @Test
  void bubblewrapTakesAwayTheNetworkAndTheFiles() throws Exception {
    Path work = Files.createDirectory(directory.resolve("w"));
    var java = JsRuntime.ofThisJava(null);
    Box best = Box.best(List.of(java.javaHome()), work, java.program().java());
    Files.delete(work);
    assumeTrue(best == Box.BUBBLEWRAP, "bubblewrap works here");
    try (WorkerInvoker invoker = open(WorkerSettings.usual(java), 0, 1, Duration.ofMinutes(5))) {
      assertAnswers(invoker, function("f", HELLO));
      Path proc = Path.of("/proc", Long.toString(workers.only().pid()));
      assertThat(Files.readAllLines(proc.resolve("net/dev"))).hasSize(3); // A head, and "lo".
      assertThat(proc.resolve("root/home")).doesNotExist();
      assertThat(proc.resolve("root/etc/passwd")).doesNotExist();
      assertThat(Files.readSymbolicLink(proc.resolve("ns/pid")))
          .isNotEqualTo(Files.readSymbolicLink(Path.of("/proc/self/ns/pid")));
    }
  }

  // ---- Its end from outside ----

  @Test
  void killedItFailsItsCallsAndNoOthers() throws Exception {
    try (WorkerInvoker invoker = open()) {
      var killed = function("killed", WAITS);
      var other = function("other", WAITS);
      var lost = begun(invoker, killed, "20000").call();
      ProcessHandle process = workers.only();
      var kept = begun(invoker, other, "2000").call();
      signal("KILL", process);
      var error = failure(get(lost), 500, "Runtime.ExitError");
      assertThat(error.message()).isEqualTo("The function's process ended by signal 9");
      assertThat(get(lost).logs()).hasSize(1);
      assertThat(call(invoker, killed, "1").body()).isEqualTo("1");
      assertThat(get(kept).body()).isEqualTo("2000");
      assertThat(get(kept).error()).isNull();
    }
  }

  @Test
  void stoppedItIsKilledWhenItsCallIsLate() throws Exception {
    try (WorkerInvoker invoker = open()) {
      var stopped = function("stopped", WAITS, 2, Instant.EPOCH);
      var late = begun(invoker, stopped, "200").call();
      ProcessHandle process = workers.only();
      signal("STOP", process);
      failure(get(late), 504, "Sandbox.Timedout");
      OwnWorkers.await(() -> !process.isAlive());
      assertThat(call(invoker, stopped, "1").body()).isEqualTo("1");
    }
  }

  @Test
  void stoppedWhileIdleItIsKilledAllTheSame() throws Exception {
    try (WorkerInvoker invoker = open()) {
      var stopped = function("stopped", WAITS, 1, Instant.EPOCH);
      assertAnswers(invoker, stopped);
      ProcessHandle process = workers.only();
      signal("STOP", process);
      failure(call(invoker, stopped, "1"), 504, "Sandbox.Timedout");
      OwnWorkers.await(() -> !process.isAlive());
      assertAnswers(invoker, stopped);
    }
  }

  @Test
  void killedWhileIdleItIsMissedByNobody() throws Exception {
    try (WorkerInvoker invoker = open()) {
      var function = function("f", HELLO);
      assertAnswers(invoker, function);
      Path work =
          Files.readSymbolicLink(Path.of("/proc", Long.toString(workers.only().pid()), "cwd"));
      signal("KILL", workers.only());
      OwnWorkers.await(() -> !Files.exists(work));
      assertAnswers(invoker, function);
    }
  }

  @Test
  void theyEndWithTheirParent() throws Exception {
    var classPath = System.getProperty("java.class.path");
    var parent =
        new ProcessBuilder(
                JsRuntime.ofThisJava(null).program().java(),
                "-Djava.io.tmpdir=" + directory,
                "-cp",
                classPath,
                Parent.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var out = parent.inputReader()) {
      String line = out.readLine();
      while (line != null && !line.startsWith("pid ")) {
        line = out.readLine();
      }
      var child =
          ProcessHandle.of(Long.parseLong(Objects.requireNonNull(line).substring(4))).orElseThrow();
      assertThat(child.isAlive()).isTrue();
      parent.destroyForcibly().onExit().join();
      OwnWorkers.await(() -> !child.isAlive() || OwnWorkers.commandLine(child.pid()).isEmpty());
    }
    assertThat(OwnFiles.directories(directory)).as("nobody could tidy up").isNotEmpty();
    open().close(); // The next one does.
  }

  /** What sets up its surroundings is several processes, which end one another only later. */
  @Test
  void killedInTheMomentItStartsNothingOfItIsLeft() throws Exception {
    var settings = new WorkerSettings(JsRuntime.ofThisJava(null), directory, 0, 0, 1, 1000, KEPT);
    try (var launcher = new Launcher(settings, LIMITS)) {
      launcher.remove(killed(launcher, 0)); // Finds out first what there is here to keep it in.
      for (int micros = 0; micros < 4000; micros += 50) {
        launcher.remove(killed(launcher, micros));
      }
    }
    assertThat(mentionDirectory()).isEmpty();
  }

  private static Path killed(Launcher launcher, int micros) throws Exception {
    var started = launcher.start(WorkerPlan.forOne(false, 128), "token");
    long end = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(micros);
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    started.process().destroyForcibly().waitFor();
    started.door().close();
    return started.work();
  }

  @Test
  void whatWaitsForAServerThatWasKilledTheNextOneEnds() throws Exception {
    Path killed = OtherProcess.leaveBehind(directory, Launcher.KIND, 1).getFirst();
    // As bubblewrap's inner half does.
    String waits = "exec -a bwrap bash -c read ";
    var left = new ProcessBuilder("bash", "-c", waits + killed + "/0/s").start();
    var other = new ProcessBuilder("bash", "-c", waits + killed + "0/0/s").start();
    OwnWorkers.await(() -> OwnWorkers.commandLine(left.pid()).startsWith("bwrap"));
    OwnWorkers.await(() -> OwnWorkers.commandLine(other.pid()).startsWith("bwrap"));
    open().close();
    assertThat(left.waitFor(TestCalls.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(other.isAlive()).isTrue();
    assertThat(killed).doesNotExist();
    other.destroyForcibly().waitFor();
  }

  @Test
  void whatTwoInvokersOfAProcessHaveIsLeftAloneByThoseOfOthers() throws Exception {
    try (WorkerInvoker first = open();
        WorkerInvoker second = open()) {
      var other =
          new ProcessBuilder(
                  JsRuntime.ofThisJava(null).program().java(),
                  "-Djava.io.tmpdir=" + directory,
                  "-cp",
                  System.getProperty("java.class.path"),
                  Other.class.getName())
              .inheritIO()
              .start();
      assertThat(other.waitFor()).isZero();
      assertAnswers(first, function("f", HELLO));
      assertAnswers(second, function("f", HELLO));
    }
  }

  /** Opens an invoker, which tidies up, and closes it. */
  static final class Other {
    private Other() {}

    public static void main(String[] args) {
      new WorkerInvoker(WorkerSettings.usual(JsRuntime.ofThisJava(null)), LIMITS).close();
    }
  }

  /** Has a function process and waits to be killed. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] args) throws Exception {
      var settings = WorkerSettings.usual(JsRuntime.ofThisJava(null)).withWorkers(0).withSpares(0);
      try (var invoker = new WorkerInvoker(settings, LIMITS)) {
        assertAnswers(invoker, function("f", HELLO));
        System.out.println("pid " + OwnWorkers.processes().findFirst().orElseThrow().pid());
        Thread.currentThread().join();
      }
    }
  }

  // ---- How many there are ----

  @Test
  void theOneUsedLongestAgoMakesRoom() throws Exception {
    try (WorkerInvoker invoker = open(0, 2, Duration.ofMinutes(5))) {
      var first = function("first", HELLO);
      var second = function("second", HELLO);
      assertAnswers(invoker, first);
      ProcessHandle firsts = workers.only();
      assertAnswers(invoker, second);
      assertAnswers(invoker, first);
      assertAnswers(invoker, function("third", HELLO));
      assertThat(workers.all()).hasSize(2).contains(firsts);
      assertThat(call(invoker, first, "1").coldStart()).isFalse();
      assertThat(call(invoker, second, "1").coldStart()).isTrue();
      assertThat(workers.all()).hasSize(2);
    }
  }

  @Test
  void theirMemoryTogetherIsBounded() throws Exception {
    var quick = QuickWorkers.settings();
    int room = 2 * WorkerPlan.forOne(false, 128).memoryMb();
    var settings =
        new WorkerSettings(quick.runtime(), directory, 0, 0, 64, room, Duration.ofMinutes(5));
    try (var invoker = new WorkerInvoker(settings, LIMITS)) {
      for (int i = 0; i < 4; i++) {
        assertAnswers(invoker, function("f" + i, HELLO));
        assertThat(workers.all()).hasSizeLessThanOrEqualTo(2);
      }
    }
  }

  @Test
  void whoFindsNoRoomWaitsForIt() throws Exception {
    try (WorkerInvoker invoker = open(0, 1, Duration.ofMinutes(5))) {
      var busy = begun(invoker, function("busy", WAITS), "1500").call();
      var waiting = invoker.invoke(new Invocation("r", function("waits", HELLO), "1"));
      assertThat(waiting.isDone()).isFalse();
      assertThat(get(busy).error()).isNull();
      assertThat(get(waiting).body()).isEqualTo("1");
    }
  }

  @Test
  void whoWaitsTooLongIsRefused() throws Exception {
    try (WorkerInvoker invoker = open(0, 1, Duration.ofMinutes(5))) {
      var busy = begun(invoker, function("busy", WAITS), "20000").call();
      failure(call(invoker, function("waits", HELLO), "1"), 429, "TooManyRequests");
      assertThat(busy.isDone()).isFalse();
      busy.cancel(true);
    }
  }

  @Test
  void idleOnesGo() throws Exception {
    try (WorkerInvoker invoker = open(0, 8, Duration.ofMillis(300))) {
      var function = function("f", WAITS);
      assertThat(call(invoker, function, "1000").error()).isNull();
      OwnWorkers.await(() -> workers.all().isEmpty());
      assertThat(call(invoker, function, "1").coldStart()).isTrue();
    }
  }

  @Test
  void aNewRevisionTakesTheProcessOfTheOldOne() throws Exception {
    try (WorkerInvoker invoker = open()) {
      var old = function("f", FETCHES, 300, Instant.EPOCH);
      var running = begun(invoker, old, "4000").call();
      ProcessHandle process = workers.only();
      assertAnswers(invoker, function("f", HELLO, 30, Instant.EPOCH.plusSeconds(1)));
      assertThat(process.isAlive()).isTrue();
      OwnWorkers.await(() -> !fetches.isEmpty());
      fetches.forEach(fetch -> fetch.complete(new Fetcher.Failure("ECONNRESET", "it ends")));
      assertThat(get(running).body()).isEqualTo("4000");
      OwnWorkers.await(() -> !process.isAlive());
      assertThat(workers.all()).hasSize(1);
    }
  }

  @Test
  void theOldOneEndsThoughItsLastCallIsCancelled() throws Exception {
    try (WorkerInvoker invoker = open()) {
      var running = begun(invoker, function("f", WAITS, 300, Instant.EPOCH), "200000").call();
      ProcessHandle process = workers.only();
      assertAnswers(invoker, function("f", HELLO, 30, Instant.EPOCH.plusSeconds(1)));
      assertThat(process.isAlive()).isTrue();
      assertThat(running.cancel(true)).isTrue();
      OwnWorkers.await(() -> !process.isAlive());
    }
  }

  @Test
  void aSpareOneIsThereForTheFirstCall() throws Exception {
    try (WorkerInvoker invoker = open(2, 8, Duration.ofMinutes(5))) {
      OwnWorkers.await(() -> workers.all().size() == 2);
      var spares = workers.all();
      assertAnswers(invoker, function("f", HELLO));
      OwnWorkers.await(() -> workers.all().size() == 3);
      assertThat(workers.all()).containsAll(spares);
    }
  }

  @Test
  void oneOfTheSparesHasTheMemoryThatWasWanting() throws Exception {
    try (WorkerInvoker invoker = open(2, 8, Duration.ofMinutes(5))) {
      OwnWorkers.await(() -> workers.all().size() == 2);
      assertAnswers(invoker, function("large", HELLO, 300));
      OwnWorkers.await(() -> ownWithHeap(300) == 2 && ownWithHeap(128) == 1);
      var spare = workers.all();
      assertAnswers(invoker, function("alike", HELLO, 300));
      assertThat(workers.all()).containsAll(spare);
    }
  }

  private long ownWithHeap(int memoryMb) {
    return workers.with("-Xmx" + (memoryMb + WorkerPlan.BASE_HEAP_MB) + "m").size();
  }

  // ---- Those that do not come up ----

  @Test
  void aFunctionThatDiesWhileItLoadsIsNotStartedAgainAtOnce() throws Exception {
    try (WorkerInvoker invoker = open()) {
      var dies = function("dies", "const all = []; for (;;) all.push(new Uint8Array(1e6));");
      failure(call(invoker, dies, "1"), 507, "Runtime.OutOfMemory");
      var error = failure(call(invoker, dies, "1"), 500, "Runtime.ExitError");
      assertThat(error.message()).contains("started again in");
      assertThat(workers.all()).isEmpty();
      assertAnswers(invoker, function("other", HELLO));
      OwnWorkers.await(
          () -> {
            return call(invoker, dies, "1").statusCode() == 507;
          });
    }
  }

  @Test
  void anEventThatKillsDoesNotKeepOthersFromBeingAnswered() throws Exception {
    try (WorkerInvoker invoker = open()) {
      var dies =
          function(
              "dies",
              "exports.handler = (e) => { const all = [];"
                  + " while (e === 'die') all.push(new Uint8Array(1e6)); return e; };");
      for (int i = 0; i < 4; i++) {
        failure(call(invoker, dies, "\"die\""), 507, "Runtime.OutOfMemory");
        assertAnswers(invoker, dies);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit 1", "exit 0", "kill -9 $$", "echo 'no such flag'; exit 2"})
  void aJavaThatDoesNotRunIsSaidToBeSo(String script) throws Exception {
    var from = javaThat("case \"$*\" in *--version*) exit 0;; esac\n" + script);
    try (WorkerInvoker invoker = open(from, 1, 8, Duration.ofMinutes(5))) {
      var error = Objects.requireNonNull(call(invoker, function("f", HELLO), "1").error());
      assertThat(error.type()).isIn("Runtime.ExitError", "Runtime.StartFailed");
      error = failure(call(invoker, function("f", HELLO), "1"), 500, "Runtime.StartFailed");
      assertThat(error.message()).contains("process ended");
    }
  }

  /** As on a machine that has no processor time to give. */
  @Test
  void aStartThatGetsNoProcessorTimeGoesOnWhenItGetsSome() throws Exception {
    String stops = "case \"$*\" in *--version*) ;; *) kill -STOP $$;; esac\n";
    var from = javaThat(stops + "exec '" + QuickWorkers.runtime().program().java() + "' \"$@\"");
    var impatient = new StartLimits(LONG, LONG, Duration.ofMillis(1));
    try (WorkerInvoker invoker = open(from, 0, 8, KEPT, impatient)) {
      var function = function("f", HELLO);
      for (int i = 0; i < 2; i++) {
        var error = failure(call(invoker, function, "1"), 500, "Runtime.StartFailed");
        assertThat(error.message())
            .startsWith("The machine gave the function's process too little processor time")
            .endsWith("It goes on starting; try again later");
      }
      OwnWorkers.await(() -> stopped().count() == 1);
      ProcessHandle starting = stopped().findFirst().orElseThrow();
      signal("CONT", starting);
      OwnWorkers.await(
          () -> {
            return "1".equals(call(invoker, function, "1").body());
          });
      assertThat(workers.only()).isEqualTo(starting);
    }
  }

  /** Those of this test that a signal has stopped. */
  private Stream<ProcessHandle> stopped() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> OwnWorkers.commandLine(process.pid()).contains(directory.toString()))
        .filter(process -> status(process.pid()).contains("State:\tT"));
  }

  private static String status(long pid) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "status"));
    } catch (IOException e) {
      return ""; // It has ended.
    }
  }

  @ParameterizedTest
  @CsvSource({
    "while :; do :; done, 300, 60000, 'did not start, though it used '",
    "exec sleep 1000, 60000, 300, 'did not start: it used no more than '",
  })
  void aStartThatLeadsNowhereIsEndedAndNotTriedAgainAtOnce(
      String script, int processorMillis, int standstillMillis, String told) throws Exception {
    var from = javaThat("case \"$*\" in *--version*) exit 0;; esac\n" + script);
    var limits =
        new StartLimits(
            Duration.ofMillis(processorMillis), Duration.ofMillis(standstillMillis), LONG);
    try (WorkerInvoker invoker = open(from, 0, 8, KEPT, limits)) {
      for (int i = 0; i < 3; i++) {
        var error = failure(call(invoker, function("f", HELLO), "1"), 500, "Runtime.StartFailed");
        assertThat(error.message()).contains("The function's process was ended: it " + told);
      }
      assertThat(mentionDirectory()).as("there is a pause now").isEmpty();
    }
  }

  @Test
  void aSpareThatNeverGetsReadyIsNotStartedAgainAtOnce() throws Exception {
    var logged = new ListAppender<ILoggingEvent>();
    logged.list = new CopyOnWriteArrayList<>(); // It is read while others write to it.
    logged.start();
    var logger = (Logger) LoggerFactory.getLogger(BackOffs.class);
    logger.addAppender(logged);
    logger.setLevel(Level.WARN);
    logger.setAdditive(false);
    var limits = new StartLimits(LONG, Duration.ofSeconds(5), LONG);
    try (var _ = open(fake(FakeWorker.Fault.NEVER_READY), 1, 8, KEPT, limits)) {
      OwnWorkers.await(
          () ->
              logged.list.stream()
                  .map(ILoggingEvent::getFormattedMessage)
                  .anyMatch(line -> line.contains("did not get ready, 2 in a row: ")));
    } finally {
      logger.detachAppender(logged);
      logger.setLevel(null);
      logger.setAdditive(true);
    }
  }

  /** The system may have ended it, being short of memory. */
  @Test
  void whoseProcessEndedWhileItStartedGetsAnother() throws Exception {
    String first = "case \"$*\" in */0/s*) exit 70;; esac\n";
    var from = javaThat(first + "exec '" + QuickWorkers.runtime().program().java() + "' \"$@\"");
    try (WorkerInvoker invoker = open(from, 0, 8, Duration.ofMinutes(5))) {
      assertAnswers(invoker, function("f", HELLO));
    }
  }

  @Test
  void aCallWaitsForTheEndOfAShortPauseOfStarts() throws Exception {
    String firstTwo = "case \"$*\" in */0/s*|*/1/s*) exit 70;; esac\n";
    var from = javaThat(firstTwo + "exec '" + QuickWorkers.runtime().program().java() + "' \"$@\"");
    try (WorkerInvoker invoker = open(from, 0, 8, Duration.ofMinutes(5))) {
      failure(call(invoker, function("f", HELLO), "1"), 500, "Runtime.StartFailed");
      assertAnswers(invoker, function("f", HELLO));
    }
  }

  @Test
  void aJavaThatIsNotThereIsSaidToBeSo() throws Exception {
    String classPath = QuickWorkers.runtime().classPath();
    var from =
        new WorkerSettings(
            new JsRuntime(directory.resolve("nowhere"), classPath, null),
            directory,
            0,
            0,
            8,
            10_000,
            Duration.ofMinutes(5));
    try (WorkerInvoker invoker = open(from, 0, 8, Duration.ofMinutes(5))) {
      var error = failure(call(invoker, function("f", HELLO), "1"), 500, "Runtime.StartFailed");
      assertThat(error.message()).contains("cannot be started");
    }
  }

  private WorkerSettings javaThat(String script) throws IOException {
    Path java = Files.createDirectories(directory.resolve("java/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    var usual = QuickWorkers.settings();
    return new WorkerSettings(
        new JsRuntime(directory.resolve("java"), QuickWorkers.runtime().classPath(), null),
        directory,
        0,
        0,
        8,
        usual.mostMemoryMb(),
        Duration.ofMinutes(5));
  }

  // ---- Those that were taken over ----

  @ParameterizedTest
  @EnumSource(
      value = FakeWorker.Fault.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"STRANGE_CALLS", "BREAKS", "NEVER_READY"})
  void whatBreaksTheProtocolIsEnded(FakeWorker.Fault fault) throws Exception {
    try (WorkerInvoker invoker = open(fake(fault), 0, 8, Duration.ofMinutes(5))) {
      failure(call(invoker, function("f", HELLO), "1"), 500, "Runtime.ExitError");
      OwnWorkers.await(() -> workers.all().isEmpty());
      assertThat(fetches)
          .hasSizeLessThanOrEqualTo(Fetcher.MOST_AT_ONCE)
          .allMatch(CompletableFuture::isCancelled);
    }
  }

  @Test
  void whatAnEngineFailedOfIsLoggedOnceHoweverManyProcessesItCost() throws Exception {
    var logged = new ListAppender<ILoggingEvent>();
    logged.start();
    var logger = (Logger) LoggerFactory.getLogger(EngineFailures.class);
    logger.addAppender(logged);
    logger.setAdditive(false);
    try (WorkerInvoker invoker = open(fake(FakeWorker.Fault.BREAKS), 0, 8, Duration.ofMinutes(5))) {
      for (int i = 0; i < 3; i++) {
        failure(call(invoker, function("breaks", HELLO), "1"), 500, "Runtime.EngineError");
      }
    } finally {
      logger.detachAppender(logged);
      logger.setAdditive(true);
    }
    assertThat(logged.list)
        .singleElement()
        .extracting(ILoggingEvent::getFormattedMessage)
        .asString()
        .contains("Function[breaks ", "what the engine failed of");
  }

  @Test
  void answersToCallsThereAreNotAreNobodys() throws Exception {
    var fake = fake(FakeWorker.Fault.STRANGE_CALLS);
    try (WorkerInvoker invoker = open(fake, 0, 8, Duration.ofMinutes(5))) {
      assertThat(call(invoker, function("f", HELLO), "1").body()).isEqualTo("\"fake\"");
    }
  }

  /** As it does where something keeps it in that ends after it. */
  @Test
  void whatAProcessEndedOfIsHeardThoughItsConnectionEndedBefore() throws Exception {
    String late = fakeJava(FakeWorker.Fault.HANGS_UP) + "\nsleep 0.5; exit ";
    try (WorkerInvoker invoker =
        open(javaThat(late + ExitCodes.OUT_OF_MEMORY), 0, 8, Duration.ofMinutes(5))) {
      failure(call(invoker, function("f", HELLO), "1"), 507, "Runtime.OutOfMemory");
    }
  }

  private WorkerSettings fake(FakeWorker.Fault fault) throws IOException {
    return javaThat("exec " + fakeJava(fault));
  }

  private static String fakeJava(FakeWorker.Fault fault) {
    return "'"
        + JsRuntime.ofThisJava(null).program().java()
        + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '"
        + System.getProperty("java.class.path").replace(File.pathSeparator, ":")
        + "' "
        + FakeWorker.class.getName()
        + " "
        + fault
        + " \"$@\"";
  }
}
