package dev.impuls.engine.pool;

import static dev.impuls.engine.pool.TestCalls.assertAnswers;
import static dev.impuls.engine.pool.TestCalls.call;
import static dev.impuls.engine.pool.TestCalls.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.engine.runtime.Runtime;
import dev.impuls.engine.runtime.WorkerProgram;
import dev.impuls.engine.worker.WorkerMain;
import dev.impuls.function.Function;
import dev.impuls.function.FunctionBuilder;
import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.Invoker;
import dev.impuls.invoke.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Workers without the compiler take calls first; ones with it take over, where that is worth it.
 */
@Tag("slow")
class BetterWorkersTest {
  private static final Limits LIMITS = new Limits(100, 100, 0, 100_000, 10_000);

  /** Of those behind the name, from 0. */
  private static final int NICE_FIELD = 16;

  private static final String FLAG = "-Dtest.compiles=true";

  /** Tells its worker by what its code keeps from one call to the next. */
  private static final String COUNTS = "let calls = 0; exports.handler = async () => ++calls;";

  /** The engine does not look whether it shall stop in there. */
  private static final String DOES_NOT_STOP =
      "exports.handler = async (e) => { if (e === 'good') return e;"
          + " Array.prototype.indexOf.call({ length: 2 ** 50 }, 1); };";

  @TempDir Path directory;

  private final List<WorkerInvoker> opened = new ArrayList<>();
  private final OwnWorkers workers = new OwnWorkers();

  /** Quick workers, some of which are said to have a compiler. */
  private record Compiling(Runtime quick) implements Runtime {
    @Override
    public List<String> names() {
      return quick.names();
    }

    @Override
    public String engineName() {
      return quick.engineName();
    }

    @Override
    public WorkerProgram program() {
      WorkerProgram program = quick.program();
      return new WorkerProgram(
          program.javaHome(),
          program.classPath(),
          program.mainClass(),
          List.of(FLAG),
          program.compilerFiles());
    }

    @Override
    public List<String> prepare(Path prepared) throws IOException {
      return quick.prepare(prepared);
    }

    @Override
    public Function example(int number) {
      return quick.example(number);
    }

    @Override
    public Invoker inThisProcess(Limits limits, Clock clock, Fetcher fetcher) {
      return quick.inThisProcess(limits, clock, fetcher);
    }
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    opened.forEach(WorkerInvoker::close);
    OwnWorkers.await(() -> workers.all().isEmpty());
  }

  private WorkerInvoker open() {
    var settings =
        new WorkerSettings(
            new Compiling(QuickWorkers.runtime()),
            directory,
            1,
            0,
            8,
            QuickWorkers.settings().mostMemoryMb(),
            Duration.ofMinutes(5));
    var invoker = new WorkerInvoker(settings, LIMITS);
    opened.add(invoker);
    return invoker;
  }

  private static Function function(String name, String code, int memoryMb) {
    return new FunctionBuilder(name, code).memoryMb(memoryMb).timeoutSec(1).build();
  }

  /** Its nice value, as the kernel tells it. */
  private static int niceness(ProcessHandle worker) throws IOException {
    String line = Files.readString(Path.of("/proc", Long.toString(worker.pid()), "stat"));
    return Integer.parseInt(line.substring(line.lastIndexOf(')') + 2).split(" ", -1)[NICE_FIELD]);
  }

  private static boolean compiles(ProcessHandle worker) {
    return OwnWorkers.commandLine(worker.pid()).contains("\0" + FLAG + "\0");
  }

  /** How many of those started with the argument there are, with the compiler or without. */
  private long number(String argument, boolean compiling) {
    return workers.with(argument).stream().filter(one -> compiles(one) == compiling).count();
  }

  /**
   * Calls it until it has a process of its own; on a busy machine nobody may be to blame at first.
   */
  private void makeCulprit(WorkerInvoker invoker, Function culprit) throws Exception {
    OwnWorkers.await(
        () -> {
          failure(call(invoker, culprit, "\"bad\""), 504, "Sandbox.Timedout");
          assertAnswers(call(invoker, culprit, "\"good\""), "\"good\"");
          return number(WorkerMain.OWN, false) == 1;
        });
  }

  @Test
  void oneWithTheCompilerTakesOverFromTheFirst() throws Exception {
    WorkerInvoker invoker = open();
    assertAnswers(call(invoker, function("counts", COUNTS, 128), "1"), "1");
    assertThat(number(WorkerMain.SHARED, false)).isEqualTo(1);
    invoker.prepare();
    OwnWorkers.await(
        () -> number(WorkerMain.SHARED, true) == 1 && number(WorkerMain.SHARED, false) == 0);
    assertAnswers(call(invoker, function("counts", COUNTS, 128), "1"), "1");
  }

  /** It is only slower for what it does; its calls are told what they would be anywhere. */
  @Test
  void aFunctionThatMustBeKilledAgainAndAgainIsToldSoAndYields() throws Exception {
    WorkerInvoker invoker = open();
    var culprit = function("culprit", DOES_NOT_STOP, 128);
    makeCulprit(invoker, culprit);
    int usual = niceness(ProcessHandle.current());
    assertThat(niceness(workers.with(WorkerMain.OWN).getFirst())).isGreaterThan(usual);
    for (int i = 0; i < 4; i++) {
      // The next call meets a process that is about to be ended.
      failure(call(invoker, culprit, "\"bad\""), 504, "Sandbox.Timedout");
    }
    assertAnswers(call(invoker, culprit, "\"good\""), "\"good\"");
    assertAnswers(call(invoker, function("counts", COUNTS, 128), "1"), "1");
    assertThat(workers.with(WorkerMain.SHARED))
        .isNotEmpty()
        .allSatisfy(worker -> assertThat(niceness(worker)).isEqualTo(usual));
  }

  @Test
  void aFunctionsOwnIsBetteredUnlessItHasEndedOneJustNow() throws Exception {
    WorkerInvoker invoker = open();
    var culprit = function("culprit", DOES_NOT_STOP, 128);
    makeCulprit(invoker, culprit);
    var large = List.of(function("large", COUNTS, 512), function("larger", COUNTS, 513));
    for (Function one : large) {
      assertAnswers(call(invoker, one, "1"), "1");
      assertAnswers(call(invoker, one, "1"), "2");
    }
    assertThat(number(WorkerMain.OWN, false)).isEqualTo(3);
    invoker.prepare();
    OwnWorkers.await(() -> number(WorkerMain.OWN, true) == 2 && number(WorkerMain.OWN, false) == 1);
    for (Function one : large) {
      assertAnswers(call(invoker, one, "1"), "1");
    }
    assertAnswers(call(invoker, culprit, "\"good\""), "\"good\"");
    assertThat(number(WorkerMain.OWN, true)).isEqualTo(2);
  }
}
