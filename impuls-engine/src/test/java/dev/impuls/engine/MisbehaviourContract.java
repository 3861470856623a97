package dev.impuls.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionBuilder;
import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.InvocationResult.InvocationError;
import dev.impuls.invoke.InvocationResult.LogRecord;
import dev.impuls.invoke.Invoker;
import dev.impuls.invoke.Limits;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
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
 * Whatever a function does, the others are answered, and it is itself when it behaves again. One
 * invoker goes through it all; a subclass says how to make it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class MisbehaviourContract {
  private static final Limits LIMITS = new Limits(8, 8, 0, 100_000, 10_000);
  private static final int PATIENCE_SECONDS = 180;
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

  private Invoker invoker;
  private int functions;

  /** A new invoker with those limits; the suite closes it. */
  protected abstract Invoker open(Limits limits);

  /** Whether a function's memory is its own, so that none of the tests' is at stake. */
  protected abstract boolean inProcessOfItsOwn();

  /**
   * Whether others run in the same process. They may then go on in another environment or process,
   * when more has to be known of the memory or the process must be ended.
   */
  protected boolean inProcessOfMany() {
    return false;
  }

  @BeforeAll
  void openInvoker() throws Exception {
    invoker = open(LIMITS);
    assertThat(call(OTHER, "41").body()).isEqualTo("42");
  }

  @AfterAll
  void closeInvoker() {
    invoker.close();
  }

  private static Function function(String name, String code, int timeoutSec) {
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

  private CompletableFuture<InvocationResult> start(Function function, String event) {
    return invoker.invoke(new Invocation("request-1", function, event));
  }

  private InvocationResult call(Function function, String event) throws Exception {
    return start(function, event).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private InvocationResult misbehave(String code) throws Exception {
    return misbehave("", code, 1);
  }

  /** The same in one function for all, whose environment goes when its time is up. */
  private InvocationResult misbehaveForever(String code) throws Exception {
    return misbehave(runs("runs-briefly", 1), JSON.writeValueAsString(code));
  }

  /** The body of an async function that returns "good" if its event is. */
  private InvocationResult misbehave(String before, String code, int timeoutSec) throws Exception {
    return misbehave(function("bad-" + ++functions, whole(before, code), timeoutSec));
  }

  /** The same with little memory, which is used up sooner. */
  private InvocationResult misbehaveInLittleMemory(String code) throws Exception {
    // One that ended a process of many has its own from then on.
    String name = inProcessOfMany() ? "runs-small-" + ++functions : "runs-small";
    return misbehave(runs(name, 150, 16), JSON.writeValueAsString(code));
  }

  private InvocationResult misbehave(Function function) throws Exception {
    return misbehave(function, "null");
  }

  /** The same in one function for all, for what leaves nothing behind. */
  private InvocationResult misbehaveAgain(String code) throws Exception {
    return misbehave(RUNS, JSON.writeValueAsString(code));
  }

  private static final Function RUNS = runs("runs", 60);

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
  private void endEnvironment(Function function) throws Exception {
    var heard = new CompletableFuture<LogRecord>();
    var call = invoker.invoke(new Invocation("request-1", function, "\"end\""), heard::complete);
    heard.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(call.cancel(true)).isTrue();
  }

  /** Calls it, another while it runs and after it, and then it with an event it is good with. */
  private InvocationResult misbehave(Function function, String event) throws Exception {
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

  private void assertTheOtherIsWell() throws Exception {
    var result = call(OTHER, "41");
    assertThat(result.error()).isNull();
    assertThat(result.body()).isEqualTo("42");
    assertThat(result.coldStart() && !inProcessOfMany()).isFalse();
  }

  private static void assertShowsNothingOfTheHost(InvocationResult result) {
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

  private static List<String> messages(InvocationResult result) {
    return result.logs().stream().map(LogRecord::message).toList();
  }

  private static void assertAnswers(InvocationResult result, String body) {
    assertThat(result.error()).isNull();
    assertThat(result.statusCode()).isEqualTo(200);
    assertThat(result.body()).isEqualTo(body);
  }

  private static InvocationError assertFails(InvocationResult result, int status, String type) {
    assertThat(result.body()).isNull();
    InvocationError error = Objects.requireNonNull(result.error());
    assertThat(error.type()).as(error.message()).isEqualTo(type);
    assertThat(result.statusCode()).isEqualTo(status);
    return error;
  }

  // ---- Time ----

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for (;;) {}",
        "try { for (;;) {} } catch (e) { for (;;) {} } finally { for (;;) {} }",
        "const f = () => Promise.resolve().then(f); return f();",
        "const f = () => queueMicrotask(f); f(); await new Promise(() => {});",
        "const f = () => process.nextTick(f); f(); await new Promise(() => {});",
        "const f = () => setImmediate(f); f(); await new Promise(() => {});",
        "setInterval(() => {}, 10); await new Promise(() => {});",
        "for (let i = 0; i < 1000; i++) setInterval(() => {}, 1); await new Promise(() => {});",
        "for await (const x of (async function* () { for (;;) yield 1; })()) {}",
        "return { then(resolve) { resolve(this); } };",
        "return { toJSON() { for (;;); } };",
        "throw { get message() { for (;;); } };",
        "throw Object.assign(new Error(), { toString() { for (;;); }, name: { toString() {"
            + " for (;;); } } });",
        "console.log({ get [Symbol.toStringTag]() { for (;;); } });",
        "[...(function* () { for (;;) yield; })()].length;",
        "for (;;) try { (function f() { f(); })(); } catch (e) {}",
        "for (;;) try { eval('for (;;) null.x'); } catch (e) {}",
        "Array.prototype.indexOf.call(new Proxy({}, { get: () => 2 ** 50, has: () => true }), 1);",
        "return 'a'.repeat(60).match(/^(?:(a+)+)+\\1b$/);",
      })
  void timeIsUp(String code) throws Exception {
    assertFails(misbehaveForever(code), 504, "Sandbox.Timedout");
  }

  /** The engine looks whether it shall stop in the function's loops, and not in its own. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Array.prototype.forEach.call({ length: 2 ** 50 }, () => {});",
        "Array.prototype.indexOf.call({ length: 2 ** 50 }, 1);",
      })
  void timeIsUpForTheEnginesOwnLoops(String code) throws Exception {
    assumeTrue(inProcessOfItsOwn());
    assertFails(misbehave(code), 504, "Sandbox.Timedout");
  }

  /** A thread that waits there could not be told to stop. */
  @Test
  void nobodyCanWaitForSharedMemory() throws Exception {
    var result =
        misbehave("return Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60000);");
    assertFails(result, 500, "TypeError");
  }

  @Test
  void nothingLeftToWaitForIsAnAnswer() throws Exception {
    assertAnswers(misbehave("await new Promise(() => {});"), "null");
  }

  @Test
  void aRegularExpressionMayTakeLong() throws Exception {
    var result = misbehave("return /^(a+)+$/.test('a'.repeat(40) + 'b');");
    if (result.error() == null) {
      assertAnswers(result, "false");
    } else {
      assertFails(result, 504, "Sandbox.Timedout");
    }
  }

  @Test
  void manyThatRunForeverHoldUpNobody() throws Exception {
    var loops = function("loops", "exports.handler = () => { for (;;) {} };", 2);
    var calls = List.of(start(loops, "1"), start(loops, "2"), start(loops, "3"), start(loops, "4"));
    for (var call : calls) {
      assertFails(call.get(PATIENCE_SECONDS, TimeUnit.SECONDS), 504, "Sandbox.Timedout");
    }
    assertTheOtherIsWell();
  }

  // ---- Modules ----

  @ParameterizedTest
  @ValueSource(strings = {"''", "[]", "'..'", "'/'", "'\\0'"})
  void aModuleThatIsNotThereIsCaught(String specifier) throws Exception {
    assertAnswers(
        misbehaveAgain("try { await import(" + specifier + "); } catch { return 'caught'; }"),
        "\"caught\"");
  }

  // ---- Depth and size ----

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(function f() { f(); })();",
        "const f = (...a) => f(...a, 1); f();",
        "const o = { get a() { return this.a; } }; o.a;",
        "const o = { toString() { return '' + this; } }; '' + o;",
        "const f = () => [1].map(f); f();",
        "let a = []; for (let i = 0; i < 1e6; i++) a = [a]; JSON.stringify(a);",
        "const p = new Proxy({}, { get: (t, k) => p[k] }); p.x;",
        "class A { constructor() { new A(); } } new A();",
        "let s = 'x'; for (;;) s += s;",
        "'x'.repeat(2 ** 31);",
        "'x'.padEnd(2 ** 31);",
        "new Array(-1);",
        "new ArrayBuffer(2 ** 33);",
        "new Float64Array(2 ** 40);",
        "10n ** 10n ** 10n;",
      })
  void whatIsTooDeepOrTooLargeIsARangeError(String code) throws Exception {
    assertFails(misbehaveAgain(code), 500, "RangeError");
    assertAnswers(
        misbehaveAgain("try { " + code + " } catch (e) { return e instanceof RangeError; }"),
        "true");
  }

  @Test
  void hostCallsAtTheEndOfTheStackAreNoWayOut() throws Exception {
    var result =
        misbehave(
            "",
            """
              const caught = new Set();
              const note = (e) => caught.add(e instanceof Error && e.constructor.name
                + typeof e.getClass + typeof e.printStackTrace + typeof e.constructor.forName);
              function f() {
                try { f(); } catch (e) {
                  note(e);
                  for (const call of [() => console.log('deep'), () => clearTimeout(setTimeout(f, 9)),
                    () => console.error(e), () => console.trace(e)]) {
                    try { call(); } catch (inner) { note(inner); }
                  }
                  if (caught.size > 9) return;
                  throw e;
                }
              }
              const start = Date.now();
              try { f(); } catch (e) { note(e); }
              return [...caught];
            """,
            60);
    if (inProcessOfItsOwn() && result.error() != null) {
      // A class of the engine's was first needed there, and cannot be loaded any more.
      assertFails(result, 500, "Runtime.EngineError");
      return;
    }
    assertAnswers(result, "[\"RangeErrorundefinedundefinedundefined\"]");
  }

  @Test
  void logsAreCut() throws Exception {
    var result =
        misbehave(
            "", "const s = 'x'.repeat(1000); for (let i = 0; i < 1e5; i++) console.log(s);", 60);
    assertAnswers(result, "null");
    assertThat(result.logs()).hasSize(11);
    assertThat(result.logs().getLast().message()).contains("cut here").contains("10000 bytes");
  }

  @Test
  void oneLongRecordIsCutToo() throws Exception {
    var result = misbehave("", "console.log('x'.repeat(5e6)); console.log('y');", 60);
    assertAnswers(result, "null");
    assertThat(result.logs()).hasSize(1);
    assertThat(result.logs().getLast().message()).contains("cut here");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "return 'x'.repeat(5e7);",
        "return { statusCode: 200, headers: { a: 'x'.repeat(5e7) } };",
        "return Array(1e6).fill('0123456789012345678901234567890123456789');",
      })
  void aResultThatIsTooLargeFails(String code) throws Exception {
    var result = misbehave("", code, 60);
    if (inProcessOfItsOwn() && result.statusCode() == 507) {
      assertFails(result, 507, "Runtime.OutOfMemory"); // It may need more memory than there is.
      return;
    }
    assertFails(result, 500, "Function.ResponseSizeTooLarge");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Array(1e9).fill(1);",
        "const all = []; for (;;) all.push({ a: [all.length] });",
        "const all = new Map(); for (let i = 0;; i++) all.set('key' + i, { i });",
        "const all = []; for (;;) all.push('x'.repeat(1e6) + all.length);",
        "let a; for (;;) a = { a };",
      })
  void memoryIsAtAnEnd(String code) throws Exception {
    assumeTrue(inProcessOfItsOwn());
    assertFails(misbehaveInLittleMemory(code), 507, "Runtime.OutOfMemory");
  }

  /** The engine may tell the function that there is no room, which it need not take well. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "const all = []; for (;;) all.push(new Uint8Array(1e8));",
        "const all = []; for (;;) all.push(new Uint8Array(1e8).fill(1));",
        "const all = []; for (;;) all.push(new Float64Array(new SharedArrayBuffer(1e8)));",
        "const all = []; for (;;) try { all.push(new ArrayBuffer(2 ** 30)); } catch (e) {"
            + " all.push(e); throw e; }",
      })
  void memoryOfBuffersIsAtAnEnd(String code) throws Exception {
    assumeTrue(inProcessOfItsOwn());
    var result = misbehaveInLittleMemory(code);
    var error = Objects.requireNonNull(result.error());
    assertThat(List.of(result.statusCode() + " " + error.type()))
        .containsAnyOf("507 Runtime.OutOfMemory", "500 RangeError");
  }

  // ---- Results and errors ----

  @Test
  void whatATimerThrowsAfterTheResultIsNotItsCalls() throws Exception {
    assertAnswers(misbehave("setTimeout(() => { throw new Error('late'); }, 0); return 1;"), "1");
  }

  @Test
  void aRejectionNobodyHandlesFailsTheCall() throws Exception {
    var error =
        assertFails(
            misbehave("Promise.reject(new Error('unhandled')); await new Promise(() => {});"),
            500,
            "Error");
    assertThat(error.message()).contains("unhandled");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "throw null|object|null",
        "throw undefined|undefined|undefined",
        "throw 0|number|0",
        "throw 1n|bigint|1n",
        "throw true|boolean|true",
        "throw Symbol('s')|symbol|Symbol(s)",
        "throw () => {}|function|() => {}",
        "throw {}|object|{}",
        "throw { toString() { throw 1; } }|object|{}",
        "throw { get a() { throw 1; } }|object|[Circular]",
        "throw { get name() { throw 1; } }|Error|what was thrown cannot be read",
        "throw { get message() { throw 1; } }|Error|what was thrown cannot be read",
        "throw new Proxy({}, { get() { throw 1; } })|Error|what was thrown cannot be read",
        "throw new Proxy({}, { getPrototypeOf() { throw 1; } })"
            + "|Error|what was thrown cannot be read",
        "const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); throw proxy"
            + "|Error|what was thrown cannot be read",
        "const e = new Error('m'); Object.defineProperty(e, 'stack', { get() { throw 1; } });"
            + " throw e|Error|what was thrown cannot be read",
        "const e = new Error('m'); e.stack = { toString() { throw 1; } }; throw e"
            + "|Error|what was thrown cannot be read",
        "const e = new Error('m'); e.name = Symbol('s'); throw e"
            + "|Error|what was thrown cannot be read",
        "const e = new Error(); e.message = { toString() { throw 1; } }; throw e"
            + "|Error|what was thrown cannot be read",
        "throw new AggregateError([1, new Error('in')], 'many')|AggregateError|many",
        "throw new (class extends Error { get name() { return 'x'.repeat(3); } })('m')|xxx|m",
        "throw globalThis|object|{}",
      })
  void whateverIsThrownIsTold(String code, String type, String message) throws Exception {
    var error = assertFails(misbehaveAgain(code), 500, type);
    assertThat(error.message()).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "const a = {}; a.a = a; return a|TypeError",
        "return { a: 1n }|TypeError",
        "return { toJSON() { throw new EvalError('toJSON'); } }|EvalError",
        "return { get a() { throw new EvalError('get'); } }|EvalError",
        "return { get then() { throw new EvalError('then'); } }|EvalError",
        "return { then(ok, fail) { fail(new EvalError('then')); } }|EvalError",
        "return { get statusCode() { throw new EvalError('status'); } }|EvalError",
        "return { statusCode: 200, get headers() { throw new EvalError('headers'); } }|EvalError",
        "return new Proxy({}, { ownKeys() { throw new EvalError('keys'); } })|EvalError",
        "const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy|TypeError",
      })
  void aResultThatCannotBeReadFails(String code, String type) throws Exception {
    assertFails(misbehaveAgain(code), 500, type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "return new Proxy({ a: 1 }, {})|{\"a\":1}",
        "return new Proxy([1, 2], { get: (t, k) => k === '0' ? 7 : t[k] })|[7,2]",
        "return () => 1|null",
        "return Symbol('s')|null",
        "return { statusCode: { valueOf: () => 200 }, body: 1 }|{\"statusCode\":{},\"body\":1}",
        "return { then(ok) { ok(1); ok(2); throw new Error('late'); } }|1",
        "return '\\ud800'|\"\\ud800\"",
        "return globalThis.constructor.name|\"Object\"",
      })
  void aStrangeResultIsAnAnswer(String code, String body) throws Exception {
    assertAnswers(misbehaveAgain(code), body);
  }

  @Test
  void halfACharacterIsReplacedInLogs() throws Exception {
    var result = misbehave("console.log('\\ud800!'); throw new Error('\\udc00?');");
    assertThat(messages(result)).containsExactly("\ufffd!");
    assertThat(assertFails(result, 500, "Error").message()).isIn("\udc00?", "\ufffd?");
  }

  // ---- Built-ins that are not what they were ----

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Object.prototype.then = function (ok) { ok('hijacked'); };",
        "Object.prototype.toJSON = () => 'hijacked';",
        "Object.defineProperty(Object.prototype, 'statusCode', { get() { throw new Error('x'); },"
            + " set() { throw new Error('x'); } });",
        "for (const k of ['callback', 'args', 'every', 'name', 'get', 'set', 'value', 'message',"
            + " 'handler', 'next', 'enumerable']) Object.prototype[k] = () => { throw 1; };",
        "const trap = Object.assign(Object.create(null), { get() { throw 1; }, set() { throw 1; },"
            + " configurable: true }); for (const k of ['callback', 'args', 'every', 'value',"
            + " 'next', 'a', '0']) Object.defineProperty(Object.prototype, k, trap);",
        "for (const k of ['0', '1', '2']) Object.defineProperty(Array.prototype, k,"
            + " { get() { throw 1; }, set() { throw 1; }, configurable: true });",
        "Array.prototype.map = Array.prototype.join = Array.prototype.push = bad;",
        "Function.prototype.call = Function.prototype.apply = Function.prototype.bind = bad;",
        "breakAll([String, Array, RegExp, Map, Set, Number, Date, Function, Symbol, Promise, Error,"
            + " Object].map((type) => type.prototype));",
        "breakAll([Reflect, JSON, Math, Object, Array, Number, Date, Symbol, Promise, Error,"
            + " String, console, process]);",
        "Promise.prototype.then = Promise.prototype.catch = Promise.prototype.finally = bad;",
        "Promise.resolve = Promise.reject = Promise.all = bad;"
            + " Object.defineProperty(Promise, Symbol.species, { get: bad });"
            + " Promise.prototype.constructor = bad;",
        "for (const C of [Promise, Error, Map, Set, ReferenceError])"
            + " Object.defineProperty(C, Symbol.hasInstance, { value: bad });",
        "Promise = JSON = Symbol = Map = Error = console = Object = Array = Reflect = undefined;",
        "for (const k of ['Promise', 'JSON', 'Symbol', 'Map', 'Error', 'console', 'setTimeout'])"
            + " Object.defineProperty(globalThis, k, { get: bad, set: bad });",
        "for (const k of Reflect.ownKeys(globalThis)) try { delete globalThis[k]; } catch (e) {}",
        "Object.setPrototypeOf(globalThis, new Proxy({}, { get: bad, has: bad }));",
        "Object.setPrototypeOf(Function.prototype, null);"
            + " Object.setPrototypeOf(Array.prototype, null);",
        "Object.freeze(Object.prototype); Object.freeze(Array.prototype);"
            + " Object.freeze(globalThis);",
        "Error.prepareStackTrace = bad; Error.stackTraceLimit = 'x'; Error.captureStackTrace ="
            + " bad;",
        "Error.stackTraceLimit = Infinity;",
        "Object.defineProperty(Error, 'stackTraceLimit', { get: bad, set: bad });",
        "process.env = null; process.nextTick = bad; process = null;",
        "exports.handler = undefined; module.exports = null; arguments.length = 0;",
        "context.done = context.succeed = bad; context.getRemainingTimeInMillis = bad;"
            + " Object.freeze(context);",
      })
  void brokenBuiltInsHurtNobodyElse(String code) throws Exception {
    var result = misbehaveAgain(BREAK + code + "\nreturn 'done';");
    endEnvironment(RUNS);
    assertAnswers(result, "\"done\"");
    // In another process than the broken one, one is as fresh as another.
    var fresh = function(inProcessOfItsOwn() ? "fresh" : "fresh-" + ++functions, FRESH, 10);
    var answer = call(fresh, "{\"a\":1}");
    assertAnswers(answer, "[2,\"{\\\"a\\\":1}\",\"1-2\",\"x\"]");
    assertThat(messages(answer)).containsExactly("it { a: 1 }");
  }

  private static final String BREAK =
      """
      const bad = () => { throw new RangeError('hijacked'); };
      function breakAll(targets) {
        const keys = targets.map(Reflect.ownKeys);
        for (let i = 0; i < targets.length; i++) {
          for (let j = 0; j < keys[i].length; j++) {
            try { if (keys[i][j] !== 'constructor') targets[i][keys[i][j]] = bad; } catch (e) {}
          }
        }
      }
      """;

  /** Uses what the others broke. */
  private static final String FRESH =
      """
      exports.handler = async (event) => {
        console.log('it', event);
        await new Promise((done) => setTimeout(done, 1));
        const two = [1].map((x) => x + 1)[0];
        try { throw new Error('x'); } catch (e) {
          return [two, JSON.stringify(event), [1, 2].join('-'), e.message];
        }
      };
      """;

  // ---- Ways out ----

  /** Evaluates the expressions it is sent, and says what each comes to, or what it throws. */
  private static final Function EVALUATES =
      function(
          "evaluates",
          """
          exports.handler = async function (expression, context) {
            const event = null;
            let reached;
            try {
              reached = await eval('(async () => (' + expression + '))()');
            } catch (e) {
              return e instanceof Error ? e.name : 'threw ' + typeof e;
            }
            return typeof reached + (typeof reached === 'string' ? ' ' + reached : '');
          };
          """,
          10);

  /** All are sent to one function, as what one has left behind must not help the next. */
  private void assertComesTo(String expression, String expected) throws Exception {
    var result = call(EVALUATES, JSON.writeValueAsString(expression));
    assertShowsNothingOfTheHost(result);
    assertAnswers(result, "\"" + expected + "\"");
    assertTheOtherIsWell();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "this.constructor.constructor('return process')().mainModule|undefined",
        "this.constructor.constructor('return process')().binding|undefined",
        "this.constructor.constructor('return Java')()|ReferenceError",
        "console.log.constructor('return Java')()|ReferenceError",
        "console.log.constructor('return host')()|ReferenceError",
        "console.log.constructor.constructor('return Polyglot')()|ReferenceError",
        "setTimeout.constructor('return this')().Java|undefined",
        "process.nextTick.constructor('return Packages')()|ReferenceError",
        "context.done.constructor('return Java')()|ReferenceError",
        "context.getRemainingTimeInMillis.constructor('return Graal')()|ReferenceError",
        "event === null && (async () => {}).constructor('return Java')()|ReferenceError",
        "(function* () {}).constructor('yield Java')().next()|ReferenceError",
        "(async function* () {}).constructor('yield Java')().next()|ReferenceError",
        "new Function('return Java')()|ReferenceError",
        "(0, eval)('Java')|ReferenceError",
        "(0, eval)('require')|ReferenceError",
        "Reflect.construct(Function, ['return Java'], class extends Function {})()|ReferenceError",
        "Java|ReferenceError",
        "Polyglot|ReferenceError",
        "Packages|ReferenceError",
        "java|ReferenceError",
        "Graal|ReferenceError",
        "load('/etc/passwd')|ReferenceError",
        "loadWithNewGlobal('/etc/passwd')|ReferenceError",
        "quit()|ReferenceError",
        "exit(1)|ReferenceError",
        "read('/etc/passwd')|ReferenceError",
        "print('x')|ReferenceError",
        "new Worker('x')|ReferenceError",
        "WebAssembly|ReferenceError",
        "new ShadowRealm()|ReferenceError",
        "Debug|ReferenceError",
        "Interop|ReferenceError",
        "import('fs')|Error",
        "import('node:fs')|Error",
        "import('child_process')|Error",
        "import('/etc/passwd')|Error",
        "import('file:///etc/passwd')|Error",
        "import('./function.js')|Error",
        "import('impuls:bootstrap.js')|Error",
        "import('http://127.0.0.1/')|Error",
        "import('data:text/javascript,export default Java')|Error",
        "import({ toString() { return '/etc/passwd'; } })|Error",
        "import('/etc/passwd', { with: { type: 'json' } })|Error",
        "(0, eval)('import(\"/etc/passwd\")')|Error",
        "new Function('return import(\"/etc/passwd\")')()|Error",
        "require('child_process')|Error",
        "require('fs')|Error",
        "require.cache|undefined",
        "require.main|undefined",
        "require.extensions|undefined",
        "require.constructor('return require')()|ReferenceError",
        "module.constructor._load|undefined",
        "module.parent|undefined",
        "module.require|undefined",
        "process.binding('fs')|TypeError",
        "process.exit()|Error",
        "process.kill(1)|TypeError",
        "process.abort()|TypeError",
        "process.mainModule|undefined",
        "process.dlopen|undefined",
        "process.constructor.constructor('return Java')()|ReferenceError",
        "process.env.constructor.constructor('return Java')()|ReferenceError",
        "process.env.PATH|undefined",
        "process.env.HOME|undefined",
        "process.env.OWN|string mine",
        "String(Object.getOwnPropertySymbols(console.log).length)|string 0",
        "Object.getOwnPropertySymbols(setTimeout).map(String).join()"
            + "|string Symbol(nodejs.util.promisify.custom)",
        "String(Object.getOwnPropertyNames(console.log).sort())|string length,name",
        "String(Object.getOwnPropertyNames(setTimeout(() => {}, 1)).length)|string 0",
        "console.log.__proto__ === Function.prototype ? 'own' : 'foreign'|string own",
        "console.__proto__ === Object.prototype ? 'own' : 'foreign'|string own",
        "context.__proto__ === Object.prototype ? 'own' : 'foreign'|string own",
        "process.env.__proto__ === Object.prototype ? 'own' : 'foreign'|string own",
        "setTimeout(() => {}, 1).__proto__.__proto__ === Object.prototype ? 'own' : 'foreign'"
            + "|string own",
        "(function () { return arguments.callee.caller; })()|undefined",
        "(function f() { 'use strict'; return f.caller; })()|TypeError",
        "(function f() { return f.caller; })()|undefined",
        "arguments.callee.caller|TypeError",
        "console.log.caller|TypeError",
        "console.log.arguments|TypeError",
        "typeof Object.getOwnPropertyDescriptor(globalThis, 'Java')|string undefined",
        "'' + Reflect.ownKeys(globalThis).map((k) => String(k).toLowerCase()).filter((k) =>"
            + " ['java', 'graal', 'polyglot', 'host', 'impuls'].some((x) => k.includes(x)))"
            + ".length|string 0",
        "console.log.toString().includes('apply') ? 'shown' : 'hidden'|string hidden",
      })
  void noWayLeadsOut(String expression, String comesTo) throws Exception {
    assertComesTo(expression, comesTo);
  }

  /** Each looks at all it can get hold of through what the runtime calls. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        // Everything that is thrown by what the runtime provides.
        "for (const f of [() => setTimeout(1), () => setTimeout({ toString() { throw 1; } }),"
            + " () => queueMicrotask(), () => clearTimeout(Symbol()), () => setTimeout(f, 1n),"
            + " () => clearTimeout({ valueOf() { throw seen; } }), () => console.log(revoked),"
            + " () => require(Symbol()), () => setTimeout(() => {}, { valueOf() { throw {}; } }),"
            + " () => console.log('%d', { valueOf() { throw {}; } }), () => process.nextTick(1)])"
            + " try { look(f()); } catch (e) { look(e); }",
        // All that a proxy hears when it is written.
        "console.log(spy({ a: 1 })); console.log('%s %d %j %o', spy({}), spy({}), spy({}),"
            + " spy([])); console.log(spy(() => {}), spy(new Error('x')), spy(new Map()));",
        "setTimeout(spy(() => {}), spy({}), spy({})); clearTimeout(spy({}));",
        "throw spy({});",
        "throw spy(new Error('x'));",
        "return spy({ a: 1 });",
        "return spy(Promise.resolve(1));",
        "return { statusCode: 200, headers: spy({}), body: spy([]) };",
        // All that is given to what the runtime may call by name.
        "for (const p of [Array, String, Map, Set, Promise, RegExp, Error, Date, Function, Object])"
            + " for (const k of Reflect.ownKeys(p.prototype)) { const d ="
            + " Reflect.getOwnPropertyDescriptor(p.prototype, k); if (d.configurable &&"
            + " typeof d.value === 'function' && k !== 'constructor') p.prototype[k] ="
            + " function (...all) { if (!busy) { look(this); all.forEach(look); }"
            + " return Reflect.apply(d.value, this, all); }; }"
            + " console.log('x', { a: [1, new Map([[1, 2]])] }); throw new Error('x');",
        "for (const k of ['value', 'get', 'callback', 'args', 'every', '0',"
            + " '1']) Object.defineProperty(Object.prototype, k, { configurable: true,"
            + " set(v) { look(this); look(v); } }); console.log({ a: [1] });"
            + " setTimeout(() => {}, 1); throw new Error('x');",
        // Frames.
        "Error.prepareStackTrace = (e, frames) => { for (const f of frames) { look(f);"
            + " for (const m of ['getThis', 'getFunction', 'getTypeName', 'getEvalOrigin'])"
            + " try { look(f[m]()); } catch (x) { look(x); } } return ''; };"
            + " console.trace('x'); try { setTimeout(1); } catch (e) { look(e.stack); }"
            + " console.log({ get [Symbol.toStringTag]() { look(new Error('in').stack);"
            + " return ''; } });",
        "const o = {}; Error.captureStackTrace?.(o); look(o.stack); try { null.x; } catch (e) {"
            + " look(e); look(e.stack); }",
        "console.log({ toString: function f() { look(f.caller); look(f.arguments); },"
            + " get a() { try { look(arguments.callee.caller); } catch (e) { look(e); } } });"
            + " console.log('%s', { toString() { look(arguments.callee.caller); return ''; } });",
        "look(globalThis); look(this); look(event); look(context); look(arguments); look(module);"
            + " look(require); look(process); look(console); look(setTimeout(() => {}, 1));",
        "try { await import('fs'); } catch (e) { look(e); }"
            + " try { await import(spy({})); } catch (e) { look(e); }",
      })
  void nothingOfTheHostIsWithinReach(String code) throws Exception {
    misbehave(LOOKS, JSON.writeValueAsString(code));
    var found = call(LOOKS, "\"found\"");
    assertAnswers(found, "\"\"");
    assertThat(found.coldStart()).isFalse();
    endEnvironment(LOOKS);
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

  /** Notes in `found` what it can reach from something that is not the language's own. */
  private static final String LOOK =
      """
      let found = '', busy = false;
      const seen = new Set();
      const { ownKeys, getPrototypeOf, getOwnPropertyDescriptor } = Reflect;
      const { proxy: revoked, revoke } = Proxy.revocable({}, {});
      revoke();
      function look(it) {
        if (busy) return;
        busy = true;
        try { walk(it, 'it'); } catch (e) { if (it !== revoked && !(e instanceof RangeError)) found += e; } finally { busy = false; }
      }
      function walk(it, path) {
        if (typeof it === 'string' && /\\bjava|graal|polyglot|host|\\/impuls/i.test(it)) {
          found += path + ' is ' + it + '; ';
        }
        if (it === null || typeof it !== 'object' && typeof it !== 'function') return;
        if (seen.has(it) || it === revoked) return;
        seen.add(it);
        if (typeof it === 'function' && !getOwnPropertyDescriptor(it, 'length')) {
          found += path + ' is a foreign function; ';
        }
        for (const name of ['settle', 'startTimer', 'getClass', 'hashCode']) {
          if (name in it) found += path + ' has ' + name + '; ';
        }
        walk(getPrototypeOf(it), path + '.__proto__');
        for (const key of ownKeys(it)) {
          const own = getOwnPropertyDescriptor(it, key);
          if (own === undefined) continue;
          for (const part of ['value', 'get', 'set']) {
            if (Object.hasOwn(own, part)) walk(own[part], path + '.' + String(key));
          }
        }
      }
      function spy(target) {
        const traps = {};
        for (const name of ownKeys(Reflect)) {
          if (typeof Reflect[name] !== 'function') continue;
          traps[name] = function (...all) { look(this); all.forEach(look); return Reflect[name](...all); };
        }
        return new Proxy(target, traps);
      }
      """;

  /** Runs the code it is sent where that would be if it were the handler's own. */
  private static final Function LOOKS =
      function(
          "looks",
          LOOK
              + """
              const { log } = console;
              exports.handler = async function (event, context) {
                if (event === 'good') return 'good';
                if (event === 'found') return found;
                if (event === 'end') { log('on'); for (;;); }
                const code = '(async () => {' + event + '\\n})()';
                event = null;
                return eval(code);
              };
              """,
          20);
}
