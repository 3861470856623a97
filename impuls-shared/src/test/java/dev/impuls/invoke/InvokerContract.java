package dev.impuls.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionBuilder;
import dev.impuls.invoke.InvocationResult.InvocationError;
import dev.impuls.invoke.InvocationResult.Level;
import dev.impuls.invoke.InvocationResult.LogRecord;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * What every way of running functions has to do; a subclass says how to make the invoker. One goes
 * through most tests.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class InvokerContract {
  protected static final Limits LIMITS = new Limits(8, 8, 0, 100_000, 10_000);
  private static final JsonMapper JSON = JsonMapper.shared();

  protected Invoker invoker;

  /** A new invoker with those limits; the suite closes it. */
  protected abstract Invoker open(Limits limits);

  @BeforeAll
  void openInvoker() {
    invoker = open(LIMITS);
  }

  @AfterAll
  void closeInvoker() {
    invoker.close();
  }

  protected static Function function(String name, String code) {
    return function(name, "nodejs22", "index.handler", code, 30, Map.of());
  }

  protected static Function function(
      String name,
      String runtime,
      String handler,
      String code,
      int timeoutSec,
      Map<String, String> environment) {
    return new FunctionBuilder(name, code)
        .id("id-" + name)
        .runtime(runtime)
        .handler(handler)
        .timeoutSec(timeoutSec)
        .environment(environment)
        .build();
  }

  protected InvocationResult call(Function function, String event) {
    return invoker.invoke(new Invocation("request-1", function, event)).join();
  }

  protected InvocationResult run(String code) {
    return call(function("f", code), "null");
  }

  /** Calls an async function with that body. All are calls of one function. */
  protected InvocationResult evaluate(String code) {
    return call(EVALUATOR, JSON.writeValueAsString(code));
  }

  private static final Function EVALUATOR =
      function(
          "evaluator",
          """
          const AsyncFunction = (async () => {}).constructor;
          exports.handler = async function (code, context) {
            return new AsyncFunction('context', 'process', code).call(this, context, process);
          };
          """);

  /** The value of an expression, as JSON. */
  protected String value(String expression) {
    return body(evaluate("return (" + expression + ");"));
  }

  protected static String body(InvocationResult result) {
    assertThat(result.error()).isNull();
    return Objects.requireNonNull(result.body());
  }

  protected static InvocationError error(InvocationResult result) {
    assertThat(result.body()).isNull();
    return Objects.requireNonNull(result.error());
  }

  protected static List<String> messages(InvocationResult result) {
    return result.logs().stream().map(LogRecord::message).toList();
  }

  // ---- Handlers ----

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exports.handler = async (e) => e.a + 1;",
        "exports.handler = (e) => e.a + 1;",
        "module.exports = { handler: (e, c, done) => done(null, e.a + 1) };",
        "exports.handler = (e, c, done) => { setTimeout(() => done(null, e.a + 1), 5); };",
        "exports.handler = (e, c) => c.succeed(e.a + 1);",
        "exports.handler = (e, c) => { c.done(null, e.a + 1); };",
        "export const handler = async (e) => e.a + 1;",
        "export default { handler: (e) => e.a + 1 };",
        "export default (e) => e.a + 1;",
        "const one = await Promise.resolve(1); export const handler = (e) => e.a + one;",
        "exports.handler = async (e) => { await new Promise(r => setTimeout(r, 5)); return e.a+1;"
            + " };",
        "exports.handler = (e) => ({ then: (ok) => ok(e.a + 1) });",
      })
  void everyKindOfHandlerAnswers(String code) {
    assertThat(body(call(function("f", code), "{\"a\":41}"))).isEqualTo("42");
  }

  @Test
  void topLevelAwaitMayWaitForATimer() {
    assertThat(
            body(
                run(
                    """
                    const late = await new Promise((ok) => setTimeout(ok, 5, 'late'));
                    export const handler = async () => late;
                    """)))
        .isEqualTo("\"late\"");
  }

  @ParameterizedTest
  @CsvSource({"index.api.v1.get", "src/index.api.v1.get", "other.api.v1.get"})
  void theFunctionPartMayBeNestedAndTheModulePartIsNotLookedUp(String handler) {
    var code = "exports.api = { v1: { n: 7, get() { return this.n; } } };";
    var nested = function("f", "nodejs20", handler, code, 30, Map.of());
    assertThat(body(call(nested, "null"))).isEqualTo("7");
  }

  @Test
  void theFirstOutcomeCounts() {
    assertThat(
            body(
                run("exports.handler = (e, c, done) => { done(null, 1); done(new Error('x')); };")))
        .isEqualTo("1");
  }

  @Test
  void aHandlerThatNeverSettlesAnswersNull() {
    assertThat(value("new Promise(() => {})")).isEqualTo("null");
    assertThat(body(run("exports.handler = (e, c, done) => {};"))).isEqualTo("null");
  }

  @Test
  void aCallbackWaitsForTheEmptyLoopUnlessToldNotTo() {
    var code =
        """
        exports.handler = (e, context, done) => {
          context.callbackWaitsForEmptyEventLoop = e;
          setTimeout(() => console.log('later'), 20);
          done(null, 'x');
        };
        """;
    assertThat(messages(call(function("waits", code), "true"))).containsExactly("later");
    assertThat(messages(call(function("does-not", code), "false"))).isEmpty();
  }

  // ---- Results ----

  @Test
  void anIntegerStatusCodeSetsTheStatusBodyAndHeaders() {
    var result =
        run("exports.handler = async () => ({statusCode: 418, body: 'tea', headers: {a: '1'}});");
    assertThat(result.statusCode()).isEqualTo(418);
    assertThat(result.body()).isEqualTo("\"tea\"");
    assertThat(result.headers()).isEqualTo("{\"a\":\"1\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"99", "600", "200.5", "'200'", "null"})
  void anyOtherStatusCodeIsPartOfTheBody(String code) {
    var result = evaluate("return { statusCode: " + code + ", body: 1 };");
    assertThat(result.statusCode()).isEqualTo(200);
    assertThat(result.body()).startsWith("{\"statusCode\":").endsWith(",\"body\":1}");
  }

  @Test
  void undefinedIsNull() {
    assertThat(value("undefined")).isEqualTo("null");
    assertThat(value("({ statusCode: 204 })")).isEqualTo("null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10n", "(() => { const a = {}; a.a = a; return a; })()"})
  void whatCannotBeJsonIsATypeError(String expression) {
    var result = evaluate("return (" + expression + ");");
    assertThat(result.statusCode()).isEqualTo(500);
    assertThat(error(result).type()).isEqualTo("TypeError");
  }

  @Test
  void aResultOverTheLimitFails() {
    var result = run("exports.handler = async () => 'x'.repeat(100000);");
    assertThat(result.statusCode()).isEqualTo(500);
    assertThat(error(result).type()).isEqualTo("Function.ResponseSizeTooLarge");
    assertThat(value("'x'.repeat(99998)")).hasSize(100_000);
  }

  // ---- Errors ----

  @Test
  void anErrorComesWithTypeMessageAndItsOwnLines() {
    var result =
        run(
            """
            function inner() {
              throw new RangeError('no');
            }
            exports.handler = () => inner();
            """);
    assertThat(result.statusCode()).isEqualTo(500);
    assertThat(error(result).type()).isEqualTo("RangeError");
    assertThat(error(result).message()).isEqualTo("no");
    assertThat(error(result).stack().lines().toList())
        .startsWith("RangeError: no")
        .anyMatch(line -> line.contains("inner (function.js:2:"))
        .anyMatch(line -> line.contains("function.js:4:"))
        .noneMatch(line -> line.contains("impuls:"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "throw 'plain'|string|plain",
        "throw 5|number|5",
        "throw {a: 1}|object|{\"a\":1}",
        "throw null|object|null",
        "throw undefined|undefined|undefined",
        "throw Object.assign(new Error('m'), {name: 'Own'})|Own|m",
        "(function f() { f(); })()|RangeError|Maximum call stack size exceeded",
        "setTimeout(() => { throw new TypeError('late'); }, 1); await new Promise(() => {})"
            + "|TypeError|late",
      })
  void whateverIsThrownIsTold(String code, String type, String message) {
    var result = evaluate(code + ";");
    assertThat(result.statusCode()).isEqualTo(500);
    assertThat(error(result).type()).isEqualTo(type);
    assertThat(error(result).message()).isEqualTo(message);
  }

  @Test
  void aMissingHandlerIsTold() {
    var result = run("exports.other = () => 1;");
    assertThat(result.statusCode()).isEqualTo(500);
    assertThat(error(result).type()).isEqualTo("Runtime.HandlerNotFound");
    assertThat(error(result).message()).contains("index.handler");
  }

  @Test
  void aSyntaxErrorSaysWhere() {
    var result = run("const a = 1;\nconst = 2;\n");
    assertThat(result.statusCode()).isEqualTo(500);
    assertThat(error(result).type()).isEqualTo("Runtime.UserCodeSyntaxError");
    assertThat(error(result).message()).contains("function.js:2:");
  }

  @Test
  void codeThatFailsToLoadIsTriedAnew() {
    var f = function("f", "throw new Error('at load ' + Math.random());");
    var first = call(f, "null");
    var second = call(f, "null");
    assertThat(error(first).message()).startsWith("at load");
    assertThat(error(second).message()).isNotEqualTo(error(first).message());
    assertThat(second.coldStart()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exports.handler = async () => require('fs');",
        "import fs from 'fs'; export const handler = () => 1;",
        "exports.handler = async () => import('fs');",
      })
  void otherModulesThanThoseListedAreNotThere(String code) {
    var result = run(code);
    assertThat(result.statusCode()).isEqualTo(500);
    assertThat(error(result).message())
        .contains("Cannot find module 'fs': functions may use assert, ")
        .contains(", util, ");
  }

  // ---- What a function sees ----

  @Test
  void theContextHasLambdasFields() {
    assertThat(
            value(
                """
                [context.functionName, context.functionVersion, context.memoryLimitInMB,
                 context.awsRequestId, context.logGroupName, typeof context.logStreamName,
                 context.invokedFunctionArn.endsWith(':function:evaluator'),
                 context.getRemainingTimeInMillis() > 1000,
                 context.getRemainingTimeInMillis() <= 30000,
                 context.callbackWaitsForEmptyEventLoop]
                """))
        .isEqualTo(
            "[\"evaluator\",\"$LATEST\",\"128\",\"request-1\",\"/aws/lambda/evaluator\",\"string\","
                + "true,true,true,true]");
  }

  @Test
  void theEnvironmentIsTheFunctionsOwn() {
    var code =
        "exports.handler = async () => [process.env.A, process.env._HANDLER,"
            + " process.env.AWS_LAMBDA_FUNCTION_NAME, process.env.AWS_LAMBDA_FUNCTION_VERSION,"
            + " process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE, process.env.PATH, process.env.HOME];";
    var f = function("f", "nodejs22", "index.handler", code, 30, Map.of("A", "b"));
    assertThat(body(call(f, "null")))
        .isEqualTo("[\"b\",\"index.handler\",\"f\",\"$LATEST\",\"128\",null,null]");
  }

  @Test
  void logsComeInOrderWithTheirLevels() {
    var result =
        run(
            "exports.handler = async () => { console.log('a'); console.info('b');"
                + " console.warn('c'); console.error('d'); console.debug('e'); };");
    assertThat(messages(result)).containsExactly("a", "b", "c", "d", "e");
    assertThat(result.logs().stream().map(LogRecord::level))
        .containsExactly(Level.INFO, Level.INFO, Level.WARN, Level.ERROR, Level.DEBUG);
  }

  @Test
  void logsOverTheLimitAreCutAndSaySo() {
    var result =
        run(
            "exports.handler = async () => { for (let i = 0; i < 11; i++)"
                + " console.log('x'.repeat(1000)); console.log('y'); };");
    assertThat(result.logs()).hasSize(11);
    assertThat(result.logs().getLast().message()).contains("10000 bytes");
  }

  // ---- Environments ----

  @Test
  void globalsLiveOnBetweenCallsOfARevisionOnly() {
    var code = "globalThis.n ??= 0; exports.handler = async () => ++globalThis.n;";
    var f = function("f", code);
    var first = call(f, "null");
    var second = call(f, "null");
    assertThat(List.of(body(first), body(second))).containsExactly("1", "2");
    assertThat(List.of(first.coldStart(), second.coldStart())).containsExactly(true, false);
    assertThat(body(call(function("g", code), "null"))).isEqualTo("1");
    assertThat(body(call(function("f", code + " "), "null"))).isEqualTo("1");
  }

  @Test
  void timersStandStillBetweenCalls() {
    var f =
        function(
            "f",
            """
            exports.handler = async (event) => {
              if (event) setTimeout(() => console.log('thawed'), 0);
              else await new Promise((ok) => setTimeout(ok, 20));
            };
            """);
    assertThat(messages(call(f, "true"))).isEmpty();
    assertThat(messages(call(f, "false"))).containsExactly("thawed");
  }

  /** The first call fails while its handler waits, which goes on in the second. */
  @Test
  void whatAnEarlierCallComesToIsNotTheNextOnesAnswer() {
    var f =
        function(
            "f",
            """
            exports.handler = async (event) => {
              if (event === 'old') setTimeout(() => { throw new Error('early'); }, 0);
              await new Promise((ok) => setTimeout(ok, event === 'old' ? 20 : 200));
              return event;
            };
            """);
    assertThat(error(call(f, "\"old\"")).message()).isEqualTo("early");
    var next = call(f, "\"new\"");
    assertThat(body(next)).isEqualTo("\"new\"");
    assertThat(next.coldStart()).isFalse();
  }

  @Test
  void aFunctionThatBreaksTheBuiltInsHurtsOnlyItself() {
    var result =
        run(
            """
            const broken = () => { throw new Error('broken'); };
            exports.handler = async () => {
              JSON.stringify = JSON.parse = broken;
              Promise.prototype.then = broken;
              globalThis.Promise = undefined;
              Array.prototype[Symbol.iterator] = broken;
              Array.prototype.push = Array.prototype.join = broken;
              RegExp.prototype.exec = RegExp.prototype[Symbol.replace] = broken;
              String.prototype.repeat = Map.prototype.get = broken;
              Object.defineProperty(Object.prototype, 'value', { set: broken, configurable: true });
              console.log('still %s', 'there', { a: [1, 2] });
              return { ok: true };
            };
            """);
    assertThat(body(result)).isEqualTo("{\"ok\":true}");
    assertThat(messages(result)).containsExactly("still there { a: [ 1, 2 ] }");
    assertThat(value("[1].map(String)")).isEqualTo("[\"1\"]");
  }

  @Test
  void anErrorIsToldThoughBuiltInsAreBroken() {
    var result =
        run(
            """
            exports.handler = async () => {
              Array.prototype[Symbol.iterator] = () => { throw new Error('iterator'); };
              RegExp.prototype.exec = () => { throw new Error('exec'); };
              throw new TypeError('the one');
            };
            """);
    assertThat(error(result).type()).isEqualTo("TypeError");
    assertThat(error(result).message()).isEqualTo("the one");
  }

  // ---- Limits ----

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exports.handler = async () => { console.log('before'); for (;;) {} };",
        "exports.handler = () => { console.log('before'); const f = () =>"
            + " queueMicrotask(f); f(); };",
        "exports.handler = async () => { console.log('before');"
            + " return /^(?:(a+)+)+\\1b$/.test('a'.repeat(60) + 'c'); };",
        "exports.handler = async () => { console.log('before');"
            + " await new Promise((ok) => setTimeout(ok, 60000)); };",
        "exports.handler = (e, c, done) => { console.log('before'); setInterval(() => {}, 10);"
            + " done(); };",
        "exports.handler = () => { console.log('before'); try { for (;;) {} } finally"
            + " { for (;;) {} } };",
        "console.log('before'); for (;;) {}",
      })
  void timeIsUpForCodeThatDoesNotEnd(String code) {
    var f = function("f", "nodejs22", "index.handler", code, 1, Map.of());
    var result = call(f, "null");
    assertThat(result.statusCode()).isEqualTo(504);
    assertThat(error(result).type()).isEqualTo("Sandbox.Timedout");
    assertThat(error(result).message()).endsWith("Task timed out after 1.00 seconds");
    assertThat(messages(result)).containsExactly("before");
    assertThat(result.coldStart()).isTrue();
    // The others run on, and on as many threads as before.
    assertThat(value("1 + 1")).isEqualTo("2");
  }

  @Test
  void afterATimeoutTheNextCallIsCold() {
    var code = "let n = 0; exports.handler = async (e) => { n++; while (e) {} return n; };";
    var f = function("f", "nodejs22", "index.handler", code, 1, Map.of());
    assertThat(body(call(f, "false"))).isEqualTo("1");
    assertThat(call(f, "true").statusCode()).isEqualTo(504);
    var next = call(f, "false");
    assertThat(body(next)).isEqualTo("1");
    assertThat(next.coldStart()).isTrue();
  }

  @Test
  void oneCallMoreThanAreLetInIsRefused() throws Exception {
    var slow =
        function(
            "slow",
            "exports.handler = (e, c, d) => { console.log('on'); setTimeout(d, 2000, null, 1); };");
    var fast = function("fast", "exports.handler = () => 2;");
    var heard = new LinkedBlockingQueue<LogRecord>();
    try (var one = open(new Limits(1, 1, 0, 1000, 1000))) {
      var running = one.invoke(new Invocation("r-1", slow, "null"), heard::add);
      assertThat(heard.poll(20, TimeUnit.SECONDS)).isNotNull();
      var refused = one.invoke(new Invocation("r-2", fast, "null")).join();
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(error(refused).type()).isEqualTo("TooManyRequests");
      assertThat(body(running.join())).isEqualTo("1");
      assertThat(body(one.invoke(new Invocation("r-3", fast, "null")).join())).isEqualTo("2");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"python312", "nodejs16", "dotnet8"})
  void runtimesThatAreNotThereAreRefused(String runtime) {
    var f = function("f", runtime, "index.handler", "x", 30, Map.of());
    var result = call(f, "null");
    assertThat(result.statusCode()).isEqualTo(501);
    assertThat(error(result).type()).isEqualTo("Runtime.Unavailable");
  }

  @Test
  void whatIsLoggedIsHeardWhileTheFunctionRuns() throws Exception {
    var f =
        function(
            "f",
            "exports.handler = (e, c, done) => { console.log('one'); setTimeout(() => {"
                + " console.error('two'); done(null, 1); }, 3000); };");
    var heard = new LinkedBlockingQueue<LogRecord>();
    var running = invoker.invoke(new Invocation("r", f, "null"), heard::add);
    assertThat(Objects.requireNonNull(heard.poll(20, TimeUnit.SECONDS)).message()).isEqualTo("one");
    assertThat(running).isNotDone();
    var result = running.join();
    assertThat(body(result)).isEqualTo("1");
    assertThat(result.logs()).extracting(LogRecord::message).containsExactly("one", "two");
    assertThat(Objects.requireNonNull(heard.poll(20, TimeUnit.SECONDS)))
        .isEqualTo(result.logs().get(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"for (;;);", "return new Promise(() => setInterval(() => {}, 10));"})
  void aCancelledCallIsStoppedAndTheNextIsCold(String code) throws Exception {
    var f =
        function(
            "f",
            "exports.handler = async (e) => { if (!e) return 1; console.log('on'); "
                + code
                + " };");
    var heard = new LinkedBlockingQueue<LogRecord>();
    try (var one = open(new Limits(1, 1, 1, 1000, 1000))) {
      var running = one.invoke(new Invocation("r", f, "1"), heard::add);
      assertThat(heard.poll(20, TimeUnit.SECONDS)).isNotNull();
      assertThat(running.cancel(true)).isTrue();
      var next = one.invoke(new Invocation("s", f, "0")).get(20, TimeUnit.SECONDS);
      assertThat(body(next)).isEqualTo("1");
      assertThat(next.coldStart()).isTrue();
    }
  }

  @Test
  void aLongErrorIsCut() {
    var f = function("f", "exports.handler = async () => { throw new Error('x'.repeat(1e6)); };");
    var error = error(call(f, "null"));
    assertThat(error.message()).hasSize(65_537).endsWith("xx\u2026");
    assertThat(error.stack().length()).isLessThanOrEqualTo(65_537);
  }

  @Test
  void headersCountAsTheResult() {
    var f =
        function(
            "f",
            "exports.handler = async () => ({ statusCode: 200, body: 1, headers: { a:"
                + " 'x'.repeat(100001) } });");
    assertThat(error(call(f, "null")).type()).isEqualTo("Function.ResponseSizeTooLarge");
  }

  // ---- Sandbox ----

  @Test
  void nothingOfTheHostIsAGlobal() {
    assertThat(
            value(
                """
                ['Java', 'Polyglot', 'Graal', 'load', 'loadWithNewGlobal', 'print', 'printErr',
                  'quit', 'exit', 'read', 'readbuffer', 'readline', 'Packages', 'java', 'javax',
                  'JavaImporter', 'Interop', 'Worker', 'WebAssembly', 'host', 'settings', 'require',
                  'Debug', 'polyglotEvalFile', 'bindings'].filter((name) =>
                    typeof globalThis[name] + (0, eval)('typeof ' + name) !== 'undefinedundefined')
                """))
        .isEqualTo("[]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "this.constructor.constructor('return Java')()",
        "console.log.constructor('return Java.type(\"java.lang.System\")')()",
        "(async () => {}).constructor('return"
            + " process.mainModule.require(\"fs\")')().catch(e=>{throw e})",
        "setTimeout.constructor('return Polyglot.eval(\"js\", \"1\")')()",
        "(0, eval)('load(\"/etc/passwd\")')",
        "import('/etc/passwd')",
        "import('file:///etc/passwd')",
        "process.exit(1)",
        "process.binding('fs')",
        "context.constructor.constructor('return Packages.java')()",
      })
  void noWayLeadsOut(String expression) {
    var result = evaluate("return " + expression + ";");
    assertThat(result.statusCode()).isEqualTo(500);
    assertThat(error(result).type()).isIn("Error", "TypeError", "ReferenceError");
    assertThat(error(result).stack()).doesNotContain("java.", "impuls:", ".java");
  }

  @Test
  void theRuntimesFramesHoldNothingForStackTraps() {
    var result =
        run(
            """
            exports.handler = async () => {
              Error.prepareStackTrace = (e, frames) => frames.map((f) =>
                [f.getThis && f.getThis() === globalThis, f.getFunction && f.getFunction()]
                  .map((x) => typeof x));
              return JSON.stringify(new Error('x').stack).includes('object');
            };
            """);
    assertThat(body(result)).isEqualTo("false");
  }

  @Test
  void evalAndFunctionStayAsInNode() {
    assertThat(
            value("[eval('1 + 1'), new Function('a', 'return a * 2')(4), global === globalThis]"))
        .isEqualTo("[2,8,true]");
  }
}
