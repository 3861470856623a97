package dev.impuls.engine.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.engine.InvokerSettings;
import dev.impuls.engine.Invokers;
import dev.impuls.engine.Isolation;
import dev.impuls.engine.runtime.Runtime;
import dev.impuls.engine.runtime.WorkerEngine;
import dev.impuls.engine.runtime.WorkerProgram;
import dev.impuls.engine.worker.WorkerMain;
import dev.impuls.function.Function;
import dev.impuls.function.FunctionBuilder;
import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.InvocationResult.LogRecord;
import dev.impuls.invoke.Invoker;
import dev.impuls.invoke.Invoker.RuntimeInfo;
import dev.impuls.invoke.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another language is another {@link Runtime}: whatever else there is of workers is the same. */
class OtherRuntimeTest {
  private static final Limits LIMITS = new Limits(100, 100, 0, 100_000, 10_000);
  private static final List<String> COMPILER = List.of("-XX:+First", "-XX:+Second");

  @TempDir Path directory;

  /** Answers to two names. */
  private record Parrot(List<String> compilerFlags) implements Runtime {
    private static final List<String> NAMES = List.of("parrot1", "parrot2");
    private static final String ENGINE = "Parrot 2.0";

    @Override
    public Function example(int number) {
      return function(names().getFirst());
    }

    @Override
    public List<String> names() {
      return NAMES;
    }

    @Override
    public String engineName() {
      return ENGINE;
    }

    @Override
    public WorkerProgram program() {
      return new WorkerProgram(
          Path.of(System.getProperty("java.home")),
          System.getProperty("java.class.path"),
          ParrotWorker.class.getName(),
          compilerFlags,
          List.of());
    }

    @Override
    public List<String> prepare(Path prepared) throws IOException {
      Path word = Files.writeString(prepared.resolve("word"), "in a worker");
      return List.of("-D" + ParrotWorker.WORD + "=" + word);
    }

    @Override
    public Invoker inThisProcess(Limits limits, Clock clock, Fetcher fetcher) {
      return new ParrotEngine("here");
    }
  }

  /** What its workers run. */
  static final class ParrotWorker {
    static final String WORD = "parrot.word";

    private ParrotWorker() {}

    public static void main(String[] args) throws Exception {
      String word = Files.readString(Path.of(System.getProperty(WORD)));
      WorkerMain.run(args, (limits, events, shared) -> new ParrotEngine(word));
    }
  }

  /** Answers with the function's runtime and a word. */
  private record ParrotEngine(String word) implements WorkerEngine {
    @Override
    public CompletableFuture<InvocationResult> invoke(
        Invocation invocation, Duration timeLeft, Consumer<LogRecord> log, Fetcher calls) {
      String body = '"' + invocation.function().runtime() + ' ' + word + '"';
      return CompletableFuture.completedFuture(
          new InvocationResult(200, body, null, null, Duration.ZERO, 0, List.of(), false));
    }

    @Override
    public CompletableFuture<InvocationResult> invoke(
        Invocation invocation, Consumer<LogRecord> log) {
      return invoke(invocation, Duration.ZERO, log, Fetcher.NONE);
    }

    @Override
    public List<RuntimeInfo> runtimes() {
      return Parrot.NAMES.stream()
          .map(name -> new RuntimeInfo(name, Parrot.ENGINE + " said itself", false))
          .toList();
    }

    @Override
    public List<String> compilerThreads() {
      return List.of();
    }

    @Override
    public void start() {}

    @Override
    public void warmUp(BooleanSupplier stop) {}

    @Override
    public void forget(Function function) {}

    @Override
    public void close() {}
  }

  private WorkerSettings settings() {
    return new WorkerSettings(
        new Parrot(List.of()), directory, 1, 0, 8, 10_000, Duration.ofMinutes(5));
  }

  private static Function function(String runtime) {
    return new FunctionBuilder("f", "")
        .id("")
        .runtime(runtime)
        .handler("f.handler")
        .at(Instant.EPOCH)
        .build();
  }

  private static List<RuntimeInfo> bothNamed(String engine) {
    return List.of(
        new RuntimeInfo("parrot1", engine, false), new RuntimeInfo("parrot2", engine, false));
  }

  @Test
  void itsProgramIsWhatIsStarted() throws Exception {
    try (var invoker = new WorkerInvoker(settings(), LIMITS)) {
      assertThat(invoker.runtimes()).isEqualTo(bothNamed(Parrot.ENGINE));
      TestCalls.assertAnswers(
          TestCalls.call(invoker, function("parrot2"), "1"), "\"parrot2 in a worker\"");
      assertThat(invoker.runtimes()).isEqualTo(bothNamed(Parrot.ENGINE + " said itself"));
      assertThat(commandLines())
          .isNotEmpty()
          .allSatisfy(
              line ->
                  assertThat(line)
                      .contains("-D" + ParrotWorker.WORD + "=" + directory)
                      .doesNotContain("-Dpolyglot"));
    }
    OwnWorkers.await(() -> commandLines().isEmpty());
  }

  private static List<String> commandLines() {
    return ProcessHandle.current()
        .descendants()
        .map(process -> OwnWorkers.commandLine(process.pid()))
        .filter(line -> line.contains("\0" + ParrotWorker.class.getName() + "\0"))
        .toList();
  }

  @Test
  void otherNamesThanItsOwnAreNotThere() throws Exception {
    try (var invoker = new WorkerInvoker(settings(), LIMITS)) {
      var result = TestCalls.call(invoker, function("nodejs22"), "1");
      assertThat(TestCalls.failure(result, 501, "Runtime.Unavailable").message())
          .isEqualTo("The runtime \"nodejs22\" cannot be run here; what can is parrot1, parrot2");
    }
  }

  @Test
  void withoutIsolationItRunsInThisProcess() throws Exception {
    var settings = InvokerSettings.usual().withIsolation(Isolation.NONE).withWorkers(settings());
    try (Invoker invoker = Invokers.local(settings)) {
      TestCalls.assertAnswers(
          TestCalls.call(invoker, function("parrot1"), "1"), "\"parrot1 here\"");
    }
  }

  @Test
  void whatHasTheCompilerIsStartedWithItsFlagsFirst() {
    var runtime = new Parrot(COMPILER);
    assertThat(runtime.compiles()).isTrue();
    assertThat(new Parrot(List.of()).compiles()).isFalse();

    var java = new WorkerJava(runtime.program(), List.of("-Dprepared=1"));
    List<String> compiling = java.command(WorkerPlan.forMany(true), List.of());
    List<String> light = java.command(WorkerPlan.forMany(false), List.of());

    assertThat(compiling)
        .startsWith(runtime.program().java(), COMPILER.getFirst(), COMPILER.getLast())
        .endsWith(
            "-Dprepared=1", "-cp", runtime.program().classPath(), ParrotWorker.class.getName());
    assertThat(light).doesNotContainAnyElementsOf(COMPILER).contains("-Dprepared=1");
  }
}
