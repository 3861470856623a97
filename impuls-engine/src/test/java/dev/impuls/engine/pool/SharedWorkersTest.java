package dev.impuls.engine.pool;

import static dev.impuls.engine.pool.TestCalls.HELLO;
import static dev.impuls.engine.pool.TestCalls.WAITS;
import static dev.impuls.engine.pool.TestCalls.assertAnswers;
import static dev.impuls.engine.pool.TestCalls.begun;
import static dev.impuls.engine.pool.TestCalls.call;
import static dev.impuls.engine.pool.TestCalls.failure;
import static dev.impuls.engine.pool.TestCalls.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.engine.worker.WorkerMain;
import dev.impuls.function.Function;
import dev.impuls.function.FunctionBuilder;
import dev.impuls.function.FunctionPatch;
import dev.impuls.function.Placement;
import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.InvocationResult.LogRecord;
import dev.impuls.invoke.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many functions in one worker: who shares one, and what becomes of the others when it ends. */
@Tag("slow")
class SharedWorkersTest {
  private static final Limits LIMITS = new Limits(100, 100, 0, 100_000, 10_000);
  private static final String FETCHES =
      "exports.handler = async (ms) => { fetch('http://a.test/').catch(() => {});"
          + " console.log('fetches'); await new Promise((done) => setTimeout(done, ms)); };";

  /** The engine does not look whether it shall stop in there. */
  private static final String DOES_NOT_STOP =
      "exports.handler = async (e) => { if (e === 'good') return e; console.log('on');"
          + " Array.prototype.indexOf.call({ length: 2 ** 50 }, 1); };";

  @TempDir Path directory;

  private final List<WorkerInvoker> opened = new ArrayList<>();
  private final OwnWorkers workers = new OwnWorkers();

  @AfterEach
  void nothingIsLeft() throws Exception {
    opened.forEach(WorkerInvoker::close);
    OwnWorkers.await(() -> workers.all().isEmpty());
  }

  private WorkerInvoker open(int workers) {
    return open(workers, Duration.ofMinutes(5));
  }

  private WorkerInvoker open(int workers, Duration idleKept) {
    return open(workers, 8, idleKept, request -> new CompletableFuture<>());
  }

  private WorkerInvoker open(int workers, int mostProcesses, Duration idleKept, Fetcher fetcher) {
    var quick = QuickWorkers.settings();
    var settings =
        new WorkerSettings(
            quick.runtime(), directory, workers, 0, mostProcesses, quick.mostMemoryMb(), idleKept);
    var invoker = new WorkerInvoker(settings, LIMITS, fetcher);
    opened.add(invoker);
    return invoker;
  }

  private static Function function(String name, String code) {
    return function(name, code, 30, 128);
  }

  private static Function function(String name, String code, int timeoutSec, int memoryMb) {
    return new FunctionBuilder(name, code).timeoutSec(timeoutSec).memoryMb(memoryMb).build();
  }

  private static List<String> messages(InvocationResult result) {
    return result.logs().stream().map(LogRecord::message).toList();
  }

  private List<ProcessHandle> shared() {
    return workers.with(WorkerMain.SHARED);
  }

  private List<ProcessHandle> unshared() {
    return workers.with(WorkerMain.OWN);
  }

  /** The sockets they are to connect to are gone then. */
  private boolean areConnected() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.noneMatch(file -> file.endsWith(Launcher.SOCKET));
    } catch (UncheckedIOException e) {
      return false; // One went just now.
    }
  }

  private static Function placed(String name, String group, String isolation) {
    Function usual = function(name, "exports.handler = async (e) => [globalThis.mine ??= e, e];");
    return new FunctionPatch(null, null, null, null, null, null, group, isolation, null)
        .applyTo(usual);
  }

  // ---- Who shares one ----

  @Test
  void functionsOfDifferentGroupsNeverShareOne() throws Exception {
    try (WorkerInvoker invoker = open(1)) {
      for (int i = 0; i < 6; i++) {
        var function = placed("f" + i, List.of("", "a", "b").get(i % 3), Placement.SHARED);
        assertAnswers(call(invoker, function, "" + i), "[" + i + "," + i + "]");
        assertThat(shared()).hasSize(Math.min(3, i + 1));
      }
      assertThat(unshared()).isEmpty();
    }
  }

  @Test
  void oneThatIsDedicatedSharesNone() throws Exception {
    try (WorkerInvoker invoker = open(1)) {
      assertAnswers(call(invoker, function("f", HELLO), "1"), "1");
      var one = placed("one", "", Placement.DEDICATED);
      assertAnswers(call(invoker, one, "1"), "[1,1]");
      assertThat(workers.all()).hasSize(2);
      assertAnswers(call(invoker, placed("two", "", Placement.DEDICATED), "2"), "[2,2]");
      assertThat(workers.all()).hasSize(3);
      assertAnswers(call(invoker, one, "3"), "[1,3]");
      assertThat(workers.all()).hasSize(3);
    }
  }

  @Test
  void theWorkerOfAGroupThatIsNotCalledEnds() throws Exception {
    for (int number = 1; number <= 2; number++) {
      int usual = number; // The reserve is not for those that nobody calls.
      try (WorkerInvoker invoker = open(number, Duration.ofMillis(500))) {
        invoker.prepare();
        OwnWorkers.await(() -> workers.all().size() == usual && areConnected());
        assertAnswers(call(invoker, placed("g", "a", Placement.SHARED), "2"), "[2,2]");
        OwnWorkers.await(() -> workers.all().size() > usual);
        OwnWorkers.await(() -> workers.all().size() == usual);
        assertAnswers(call(invoker, placed("g", "a", Placement.SHARED), "3"), "[3,3]");
      }
    }
  }

  @Test
  void theOneInReserveServesTheNextGroup() throws Exception {
    try (WorkerInvoker invoker = open(2)) {
      invoker.prepare();
      OwnWorkers.await(() -> workers.all().size() == 2 && areConnected());
      assertAnswers(call(invoker, function("f", WAITS), "1000"), "1000"); // They have said hello.
      var both = workers.all();
      assertAnswers(call(invoker, placed("g", "a", Placement.SHARED), "2"), "[2,2]");
      assertThat(workers.all()).containsAll(both);
      OwnWorkers.await(() -> workers.all().size() == 3);
      both.forEach(ProcessHandle::destroyForcibly);
      assertAnswers(call(invoker, placed("g", "a", Placement.SHARED), "3"), "[3,3]");
    }
  }

  @Test
  void fortyFunctionsShareOneAndNothingElse() throws Exception {
    try (WorkerInvoker invoker = open(1)) {
      String counts = "let n = 0; exports.handler = async (e) => [e, ++n, globalThis.mine ??= e];";
      for (int round = 1; round <= 3; round++) {
        for (int i = 0; i < 40; i++) {
          var result = call(invoker, function("f" + i, counts), "" + i);
          assertAnswers(result, "[" + i + "," + round + "," + i + "]");
          assertThat(result.coldStart()).isEqualTo(round == 1);
        }
      }
      assertThat(workers.all()).hasSize(1);
    }
  }

  @Test
  void twoStatesOfAFunctionShareNothing() throws Exception {
    try (WorkerInvoker invoker = open(1)) {
      assertAnswers(call(invoker, function("f", "exports.handler = () => 'old';"), "1"), "\"old\"");
      assertAnswers(call(invoker, function("f", "exports.handler = () => 'new';"), "1"), "\"new\"");
      assertAnswers(call(invoker, function("f", "exports.handler = () => 'old';"), "1"), "\"old\"");
      assertThat(workers.all()).hasSize(1);
    }
  }

  @Test
  void whatWasNotCalledForLongIsForgottenAndRunsAllTheSame() throws Exception {
    try (WorkerInvoker invoker = open(1, Duration.ofMillis(100))) {
      var function = function("f", HELLO);
      assertAnswers(call(invoker, function, "1"), "1");
      OwnWorkers.await(
          () -> {
            var result = call(invoker, function("other", WAITS), "600");
            return result.error() == null && "2".equals(call(invoker, function, "2").body());
          });
      assertThat(workers.all()).hasSize(1);
    }
  }

  @Test
  void oneThatAsksForMoreMovesToItsOwnAndIsServedMeanwhile() throws Exception {
    try (WorkerInvoker invoker = open(1)) {
      var large = function("large", HELLO, 30, 200);
      assertAnswers(call(invoker, large, "1"), "1");
      assertThat(shared()).hasSize(1);
      OwnWorkers.await(
          () -> {
            var result = call(invoker, large, "2");
            return unshared().size() == 1 && result.coldStart();
          });
      assertThat(call(invoker, large, "3").coldStart()).isFalse();
    }
  }

  @Test
  void oneThatAsksForMoreThanASharedOneHasNeverSharesOne() throws Exception {
    try (WorkerInvoker invoker = open(1)) {
      assertAnswers(call(invoker, function("huge", HELLO, 30, 1024), "1"), "1");
      assertThat(shared()).isEmpty();
      assertThat(unshared()).hasSize(1);
    }
  }

  // ---- What becomes of the others ----

  @Test
  void callsOfAWorkerThatWasKilledAreRunAgain() throws Exception {
    try (WorkerInvoker invoker = open(1)) {
      var first = begun(invoker, function("first", WAITS), "2000");
      var second = begun(invoker, function("second", WAITS), "2001");
      workers.only().destroyForcibly();
      assertAnswers(get(first.call()), "2000");
      assertAnswers(get(second.call()), "2001");
      assertThat(messages(get(first.call()))).containsExactly("waits");
      assertThat(first.shown()).hasSize(3).first().isEqualTo("waits");
      assertThat(first.shown().get(1)).contains("run again", "the record above did not count");
      assertThat(workers.all()).hasSize(1);
    }
  }

  @Test
  void aCallThatHasMadeARequestIsNotRunAgain() throws Exception {
    try (WorkerInvoker invoker = open(1)) {
      var fetches = begun(invoker, function("fetches", FETCHES), "20000");
      var waits = begun(invoker, function("waits", WAITS), "2000");
      workers.only().destroyForcibly();
      var error = failure(get(fetches.call()), 500, "Runtime.ExitError");
      assertThat(error.message())
          .contains("by signal 9", "had made a request, so it was not run again");
      assertAnswers(get(waits.call()), "2000");
    }
  }

  @Test
  void aCallIsRunAgainOnceAndNotTwice() throws Exception {
    try (WorkerInvoker invoker = open(1)) {
      var waits = begun(invoker, function("waits", WAITS), "20000");
      ProcessHandle first = workers.only();
      first.destroyForcibly();
      OwnWorkers.await(() -> waits.shown().size() == 3);
      workers.only().destroyForcibly();
      failure(get(waits.call()), 500, "Runtime.ExitError");
      // It ran each time that one ended.
      assertAnswers(call(invoker, function("waits", WAITS), "1"), "1");
      assertThat(unshared()).hasSize(1);
    }
  }

  @Test
  void oneThatDoesNotStopEndsItAndRunsInItsOwnFromThenOn() throws Exception {
    try (WorkerInvoker invoker = open(1)) {
      var culprit = function("culprit", DOES_NOT_STOP, 1, 128);
      var other = begun(invoker, function("other", WAITS), "5000");
      failure(call(invoker, culprit, "\"bad\""), 504, "Sandbox.Timedout");
      assertAnswers(get(other.call()), "5000");
      assertThat(messages(get(other.call()))).containsExactly("waits");
      assertAnswers(call(invoker, culprit, "\"good\""), "\"good\"");
      assertThat(unshared()).hasSize(1);
      assertAnswers(call(invoker, function("other", WAITS), "1"), "1");
      assertThat(shared()).hasSize(1);
    }
  }

  @Test
  void whatComesForACallIsOfItsMemory() throws Exception {
    byte[] large = new byte[Fetcher.MOST_BODY_BYTES];
    Fetcher answers =
        request ->
            CompletableFuture.completedFuture(
                new Fetcher.Response(200, "OK", List.of(), ByteBuffer.wrap(large)));
    String fetchesMany =
        "exports.handler = async () => { await Promise.all(Array.from({ length: 64 },"
            + " () => fetch('http://a.test/').then((r) => r.arrayBuffer()))); };";
    try (WorkerInvoker invoker = open(1, 8, Duration.ofMinutes(5), answers)) {
      var other = begun(invoker, function("other", WAITS), "5000");
      for (int i = 0; i < 3; i++) {
        var result = call(invoker, function("greedy", fetchesMany, 30, 32), "1");
        failure(result, 507, "Runtime.OutOfMemory");
      }
      assertAnswers(get(other.call()), "5000");
      assertThat(messages(get(other.call()))).containsExactly("waits");
    }
  }

  @Test
  void noCallIsSaidToHaveHeldMoreThanItMay() throws Exception {
    String garbage =
        "exports.handler = async () => { for (let i = 0; i < 100; i++) new Uint8Array(4 << 20); };";
    try (WorkerInvoker invoker = open(1)) {
      var result = call(invoker, function("garbage", garbage, 30, 64), "1");
      assertThat(result.error()).isNull();
      assertThat(result.memoryUsedMb()).isEqualTo(64);
      assertThat(call(invoker, function("f", HELLO), "1").memoryUsedMb()).isBetween(1, 10);
    }
  }

  @Test
  void roomForOneIsEnoughForAll() throws Exception {
    Fetcher silent = request -> new CompletableFuture<>();
    try (WorkerInvoker invoker = open(1, 1, Duration.ofMinutes(5), silent)) {
      invoker.prepare();
      for (int round = 0; round < 2; round++) {
        assertAnswers(call(invoker, function("f", HELLO), "1"), "1");
        assertThat(shared()).hasSize(1);
        assertAnswers(call(invoker, function("large", HELLO, 30, 300), "2"), "2");
        assertThat(unshared()).hasSize(1);
      }
    }
  }

  @Test
  void theOneInReserveTakesOver() throws Exception {
    try (WorkerInvoker invoker = open(2)) {
      invoker.prepare();
      OwnWorkers.await(() -> workers.all().size() == 2);
      assertAnswers(call(invoker, function("f", HELLO), "1"), "1");
      var both = workers.all();
      var waits = begun(invoker, function("waits", WAITS), "1000");
      ProcessHandle serving =
          both.stream()
              .min(java.util.Comparator.comparing(process -> process.info().startInstant().get()))
              .orElseThrow();
      serving.destroyForcibly();
      assertAnswers(get(waits.call()), "1000");
      OwnWorkers.await(() -> workers.all().size() == 2);
      assertThat(workers.all()).doesNotContain(serving).containsAnyElementsOf(both);
    }
  }
}
