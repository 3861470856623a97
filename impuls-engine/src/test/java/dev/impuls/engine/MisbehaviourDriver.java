package dev.impuls.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionBuilder;
import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.InvocationResult.InvocationError;
import dev.impuls.invoke.InvocationResult.LogRecord;
import dev.impuls.invoke.Invoker;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls functions that misbehave, on one invoker, and asserts of every {@code misbehave} call:
 * another function is answered during it and after it, its result shows nothing of the host, and
 * its own function is well when it behaves again. Used by one thread at a time.
 */
final class MisbehaviourDriver {
  static final int PATIENCE_SECONDS = 180;
  private static final JsonMapper JSON = new JsonMapper();

  /** What a message or a stack of the host would show: its classes, its files. */
  private static final List<String> HOST =
      List.of(
          "java.",
          ".java",
          "javax.",
          "sun.",
          "dev.impuls",
          "impuls:",
          "com.oracle",
          "org.graalvm",
          "polyglot",
          "bootstrap",
          ".jar",
          "root:x:");

  private static final Function OTHER =
      function("other", "let n = 0; exports.handler = async (e) => e + (++n > 0 ? 1 : 0);", 60);

  /**
   * Runs the code it is sent; for code that leaves nothing behind, or whose environment is ended.
   */
  static final Function RUNS = runs("runs", 60);

  private final Invoker invoker;
  private final boolean ownProcess;
  private final boolean sharedProcess;
  private int functions;

  /**
   * @param ownProcess whether functions run in another process than the tests
   * @param sharedProcess whether several functions run in one such process
   */
  MisbehaviourDriver(Invoker invoker, boolean ownProcess, boolean sharedProcess) {
    this.invoker = invoker;
    this.ownProcess = ownProcess;
    this.sharedProcess = sharedProcess;
  }

  boolean inProcessOfItsOwn() {
    return ownProcess;
  }

  /** A text as JSON, to be the event of a call. */
  static String toJson(String text) {
    return JSON.writeValueAsString(text);
  }

  /** A name that this driver has not given to a function yet. */
  String uniqueName(String prefix) {
    return prefix + ++functions;
  }

  /** Makes a Node.js 22 function of 128 MiB. */
  static Function function(String name, String code, int timeoutSec) {
    return function(name, code, timeoutSec, 128);
  }

  private static Function function(String name, String code, int timeoutSec, int memoryMb) {
    return new FunctionBuilder(name, code)
        .id("id-" + name)
        .memoryMb(memoryMb)
        .timeoutSec(timeoutSec)
        .environment(Map.of("OWN", "mine"))
        .build();
  }

  CompletableFuture<InvocationResult> start(Function function, String event) {
    return invoker.invoke(new Invocation("request-1", function, event));
  }

  InvocationResult call(Function function, String event) throws Exception {
    return start(function, event).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Runs the body of an async function, in a new function that has one second. */
  InvocationResult misbehave(String code) throws Exception {
    return misbehave("", code, 1);
  }

  /** Runs code whose time is up after a second, in one function for all such code. */
  InvocationResult misbehaveForever(String code) throws Exception {
    return misbehave(runs("runs-briefly", 1), toJson(code));
  }

  /**
   * Runs the body of an async function, in a new function.
   *
   * @param before runs when the function is loaded
   */
  InvocationResult misbehave(String before, String code, int timeoutSec) throws Exception {
    return misbehave(function(uniqueName("bad-"), whole(before, code), timeoutSec), "null");
  }

  private static String whole(String before, String code) {
    return before
        + """
        exports.handler = async function (event, context) {
          if (event === 'good') return 'good';
        """
        + code
        + "\n};";
  }

  /** Runs code in a function of little memory, which is used up sooner. */
  InvocationResult misbehaveInLittleMemory(String code) throws Exception {
    // One that ended a process of many has its own from then on.
    String name = sharedProcess ? uniqueName("runs-small-") : "runs-small";
    return misbehave(runs(name, 150, 16), toJson(code));
  }

  /** Runs code that leaves nothing behind, in {@link #RUNS}. */
  InvocationResult misbehaveAgain(String code) throws Exception {
    return misbehave(RUNS, toJson(code));
  }

  private static Function runs(String name, int timeoutSec) {
    return runs(name, timeoutSec, 128);
  }

  private static Function runs(String name, int timeoutSec, int memoryMb) {
    return function(
        name,
        """
        const AsyncFunction = (async () => {}).constructor;
        const { log } = console;
        exports.handler = (event, context) => {
          if (event === 'good') return event;
          if (event === 'end') { log('on'); for (;;); }
          const names = ['event', 'context', 'module', 'exports', 'require'];
          return new AsyncFunction(...names, event)(null, context, module, exports, require);
        };
        """,
        timeoutSec,
        memoryMb);
  }

  /** Ends the environment of a function, so that its next call finds nothing of the last. */
  void endEnvironment(Function function) throws Exception {
    var heard = new CompletableFuture<LogRecord>();
    var call = invoker.invoke(new Invocation("request-1", function, "\"end\""), heard::complete);
    heard.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(call.cancel(true)).isTrue();
  }

  /** Calls a function, another while it runs and after it, and then it with the event "good". */
  InvocationResult misbehave(Function function, String event) throws Exception {
    var running = start(function, event);
    assertTheOtherIsWell();
    var result = running.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertShowsNothingOfTheHost(result);
    assertTheOtherIsWell();
    var good = call(function, "\"good\"");
    assertThat(good.error()).isNull();
    assertThat(good.body()).isEqualTo("\"good\"");
    assertTheOtherIsWell();
    return result;
  }

  /** Calls the other function for the first time, which makes its environment. */
  void callTheOtherFirst() throws Exception {
    assertThat(call(OTHER, "41").body()).isEqualTo("42");
  }

  void assertTheOtherIsWell() throws Exception {
    var result = call(OTHER, "41");
    assertThat(result.error()).isNull();
    assertThat(result.body()).isEqualTo("42");
    assertThat(result.coldStart() && !sharedProcess).isFalse();
  }

  static void assertShowsNothingOfTheHost(InvocationResult result) {
    var shown = new StringBuilder().append(result.body()).append(result.headers());
    if (result.error() != null) {
      shown.append(result.error().type()).append(result.error().message());
      shown.append(result.error().stack());
    }
    messages(result).forEach(shown::append);
    String path = Objects.requireNonNull(System.getenv("PATH"));
    assertThat(shown).doesNotContain(HOST).doesNotContain(path);
    assertThat(shown).doesNotContain(System.getProperty("user.dir"));
  }

  static List<String> messages(InvocationResult result) {
    return result.logs().stream().map(LogRecord::message).toList();
  }

  static void assertAnswers(InvocationResult result, String body) {
    assertThat(result.error()).isNull();
    assertThat(result.statusCode()).isEqualTo(200);
    assertThat(result.body()).isEqualTo(body);
  }

  static InvocationError assertFails(InvocationResult result, int status, String type) {
    assertThat(result.body()).isNull();
    InvocationError error = Objects.requireNonNull(result.error());
    assertThat(error.type()).as(error.message()).isEqualTo(type);
    assertThat(result.statusCode()).isEqualTo(status);
    return error;
  }
}
