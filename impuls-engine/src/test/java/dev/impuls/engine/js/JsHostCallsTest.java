package dev.impuls.engine.js;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.engine.runtime.EngineEvents;
import dev.impuls.function.Function;
import dev.impuls.function.FunctionBuilder;
import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.Limits;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whatever functions hand to what the engine calls of the host (the module files, the log, timers,
 * fetch, hashes, random numbers, results), they get an error that they can catch, and the engine
 * never fails of it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JsHostCallsTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int RANDOM_SPECIFIERS = 3000;

  /** Among others, buffers whose bytes are not there any more, or fewer than there were. */
  private static final String VALUES =
      "const gone = new Uint8Array(8); structuredClone(gone.buffer, { transfer: [gone.buffer] });"
          + " const shrunk = new ArrayBuffer(8, { maxByteLength: 16 });"
          + " const outside = new Uint8Array(shrunk, 4); shrunk.resize(2);"
          + " const shared = new Uint8Array(new SharedArrayBuffer(8));"
          + " const typed = Object.getPrototypeOf(Uint8Array.prototype);"
          + " const lies = (name, value) =>"
          + " Object.defineProperty(typed, name, { get: () => value });"
          + " const own = () => { throw new Error('own'); };"
          + " const throws = new Proxy({}, { get: own, has: own, ownKeys: own });\n";

  private final List<Throwable> engineFailures = Collections.synchronizedList(new ArrayList<>());
  private final JsInvoker invoker =
      new JsInvoker(
          Limits.DEFAULT,
          Clock.systemUTC(),
          request -> new CompletableFuture<>(),
          new EngineEvents() {
            @Override
            public void engineFailed(Function function, Throwable failure) {
              engineFailures.add(failure);
            }

            @Override
            public void doesNotStop(Invocation invocation) {
              engineFailures.add(new IllegalStateException("it does not stop"));
            }
          });
  private int functions;

  @BeforeAll
  void warmUp() {
    invoker.warmUp(1, () -> false);
  }

  @AfterEach
  void noEngineFailed() {
    var failed = List.copyOf(engineFailures);
    engineFailures.clear();
    assertThat(failed).isEmpty();
  }

  @AfterAll
  void close() {
    invoker.close();
  }

  private InvocationResult call(String code, String event) {
    var function =
        new FunctionBuilder("f" + ++functions, code).timeoutSec(60).at(Instant.EPOCH).build();
    return invoker.invoke(new Invocation("r", function, event)).join();
  }

  /** What the statements answer, or what they throw. */
  private String outcome(String statements) {
    var result =
        call(
            "exports.handler = async () => { try {\n"
                + VALUES
                + statements
                + "\n} catch (e) { return e instanceof Error ? e.name + ': ' + e.message : e; } };",
            "null");
    assertThat(result.error()).isNull();
    assertThat(result.statusCode()).isEqualTo(200);
    return JSON.readTree(Objects.requireNonNull(result.body())).asString();
  }

  // ---- Module files ----

  @ParameterizedTest
  @ValueSource(
      strings = {
        "''",
        "[]",
        "'.'",
        "'..'",
        "'./'",
        "'../'",
        "'/'",
        "'//'",
        "'/.'",
        "'/..'",
        "'/missing'",
        "'missing'",
        "'/missing/=util'",
        "'/util/..'",
        "'util/'",
        "'../util'",
        "'node:'",
        "'node:.'",
        "'node:/'",
        "'node:util/..'",
        "':'",
        "'\\0'",
        "'util\\0'",
        "'\\ud800'",
        "'\\udc00x'",
        "'%'",
        "'%2e%2e'",
        "'='",
        "'\\n'",
        "'x'.repeat(1e5)",
        "'../'.repeat(1e5)",
        "'file:///etc/passwd'",
        "'file:///util'",
        "'file:'",
        "'http://a.test/x.js'",
        "'jar:file:/x!/y'",
        "'data:'",
        "'data:text/javascript;base64,!!!'",
        "undefined",
        "null",
        "{}",
        "1n",
        "Symbol()",
        "{ toString: own }",
        "{ [Symbol.toPrimitive]: () => '' }",
        "throws",
        "new Proxy(function () {}, {})",
      })
  void noModuleIsAnErrorToCatch(String specifier) {
    for (String attempt :
        List.of(
            "await import(%s);",
            "await import(%s, { with: { type: 'json' } });",
            "await eval('(one) => import(one)')(%s);")) {
      assertThat(outcome(attempt.formatted(specifier))).matches("(?s)(Error|TypeError): .+");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "/", "missing", "node:", "/missing/=util", "'"})
  void whatIsMissingIsNamedAsItWasWritten(String specifier) {
    assertThat(outcome("await import(`" + specifier + "`);"))
        .startsWith("Error: Cannot find module '" + specifier + "': functions may use assert, ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "/", "\\0", "nope"})
  void aModuleThatImportsWhatThereIsNotDoesNotLoad(String specifier) {
    for (String head : List.of("import '%s';", "export * from '%s';", "import * as x from '%s';")) {
      var result =
          call(head.formatted(specifier) + " export const handler = async () => 1;", "null");
      assertThat(result.statusCode()).isEqualTo(500);
      var error = Objects.requireNonNull(result.error());
      assertThat(error.type()).isEqualTo("Error");
      assertThat(error.message()).startsWith("Cannot find module '");
    }
  }

  @Test
  void noNameAtAllMakesTheEngineFail() {
    String alphabet = "./:%=\\ \0\ud800\udc00\u00e9nodeutilmissing";
    var random = new Random(1);
    var specifiers = new ArrayList<String>();
    for (int i = 0; i < RANDOM_SPECIFIERS; i++) {
      var specifier = new StringBuilder();
      for (int length = random.nextInt(8); length > 0; length--) {
        specifier.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      specifiers.add(specifier.toString());
    }
    var result =
        call(
            """
            exports.handler = async (specifiers) => {
              let refused = 0;
              for (const one of specifiers) {
                await import(one).catch((e) => { refused += e instanceof Error; });
              }
              return refused;
            };
            """,
            JSON.writeValueAsString(specifiers));
    assertThat(result.error()).isNull();
    assertThat(Integer.parseInt(Objects.requireNonNull(result.body())))
        .isGreaterThan(RANDOM_SPECIFIERS * 9 / 10);
  }

  // ---- All others ----

  @ParameterizedTest
  @ValueSource(
      strings = {
        "console.log('\\0\\ud800', 'x'.repeat(1e6), throws, Symbol(), 1n);",
        "console.log({ get x() { own(); }, toString: own, [Symbol.toPrimitive]: own });",
        "console.table(throws);",
        "console.group({ toString: own });",
        "console.count(Symbol());",
        "console.time({ toString: own });",
        "console.log(Promise.resolve(throws), { then: own });",
        "process.stdout.write();",
        "process.stdout.write(null);",
        "process.stdout.write(gone);",
        "process.stdout.write(throws);",
        "TextDecoder = class { decode() { return { length: 1 }; } }; process.stdout.write(1);",
        "TextDecoder = class { decode() { return Symbol(); } }; process.stdout.write(1);",
        "process.emitWarning(Symbol());",
        "process.emitWarning(Object.assign(new Error('x'), { name: Symbol() }));",
        "process.emitWarning({ toString: own }, throws);",
      })
  void theLogTakesAnything(String statements) {
    assertTakenOrCaught(statements);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "setTimeout(() => {}, { valueOf: own });",
        "setTimeout(() => {}, 1n);",
        "for (const ms of [NaN, -1, -0, '', null, [], {}, true]) setTimeout(() => {}, ms);",
        "for (const ms of [Infinity, 1e300, 2 ** 31]) clearTimeout(setTimeout(() => {}, ms));",
        "setTimeout();",
        "setImmediate(throws);",
        "setInterval(null);",
        "clearTimeout(Symbol());",
        "clearTimeout({ [Symbol.toPrimitive]: own });",
        "for (const id of [1e300, NaN, -1, 2 ** 31, 2 ** 53, null, undefined]) clearTimeout(id);",
        "process.hrtime([{ valueOf: own }, 1]);",
        "performance.now.call(throws, throws);",
        "queueMicrotask(throws);",
        "Map.prototype.set = own; setTimeout(() => {}, 1);",
      })
  void timersTakeAnything(String statements) {
    assertTakenOrCaught(statements);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "await fetch();",
        "await fetch(throws);",
        "await fetch(to, throws);",
        "await fetch(to + '\\ud800\\0', { method: '\\ud800' });",
        "await fetch(to, { headers: { a: 'x'.repeat(1e6) } });",
        "await fetch(to, { headers: [[{ toString: own }, 'x']] });",
        "await fetch(to, { method: 'POST', body: new Uint8Array(1e7) });",
        "fetch(to, { method: 'POST', body: gone });",
        "fetch(to, { method: 'POST', body: outside });",
        "fetch(to, { method: 'POST', body: shared });",
        "lies('byteLength', -1); fetch(to, { method: 'POST', body: new Uint8Array(3) });",
        "lies('byteLength', 1e6); fetch(to, { method: 'POST', body: new Uint8Array(3) });",
        "lies('byteOffset', 2 ** 40); fetch(to, { method: 'POST', body: new Uint8Array(3) });",
        "lies('buffer', {}); fetch(to, { method: 'POST', body: new Uint8Array(3) });",
        "String.prototype.toUpperCase = () => 7; await fetch(to, { method: 'post' });",
        "Headers.prototype[Symbol.iterator] = function* () { yield [{}, Symbol()]; };"
            + " fetch(to, { headers: { a: 'b' } });",
        "Array.prototype[Symbol.iterator] = function* () { yield {}; }; await fetch(to);",
        "Map.prototype.set = own; fetch(to);",
      })
  void fetchTakesAnything(String statements) {
    assertTakenOrCaught("const to = 'http://a.test/';" + statements);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "crypto.getRandomValues(throws);",
        "crypto.getRandomValues(gone);",
        "crypto.getRandomValues(outside);",
        "crypto.getRandomValues(shared);",
        "require('crypto').randomBytes(1e99);",
        "require('crypto').randomBytes(throws);",
        "require('crypto').randomFillSync(new Uint8Array(8), -1, 1e9);",
        "require('crypto').randomFillSync(new Uint8Array(8), { valueOf: own });",
        "lies('byteLength', 60000); crypto.getRandomValues(new Uint8Array(3));",
        "lies('byteOffset', -5); crypto.getRandomValues(new Uint8Array(3));",
        "lies('buffer', throws); crypto.getRandomValues(new Uint8Array(3));",
        "require('crypto').createHash('\\ud800'.repeat(1e5));",
        "require('crypto').createHash(throws);",
        "require('crypto').createHash('sha256').update(throws);",
        "require('crypto').createHash('sha256').update('x').digest('nope');",
        "require('crypto').createHash('sha256').update(gone).update(outside).update(shared);",
        "require('crypto').createHmac('sha256', gone);",
        "require('crypto').createHmac('sha256', throws);",
        "lies('byteLength', 1e9); require('crypto').createHash('md5').update(new Uint8Array(3));",
        "lies('byteOffset', -5); require('crypto').createHmac('md5', new Uint8Array(3));",
        "lies('buffer', 7); require('crypto').createHash('md5').update(new Uint8Array(3));",
        "String.prototype.toLowerCase = () => throws; require('crypto').createHash('md5');",
      })
  void hashesAndRandomNumbersTakeAnything(String statements) {
    assertTakenOrCaught(statements);
  }

  @ParameterizedTest
  @ValueSource(strings = {"''", "'\\0'", "'..'", "throws", "Symbol()", "'x'.repeat(1e5)"})
  void requireTakesAnything(String name) {
    assertThat(outcome("require(" + name + ");")).matches("(?s)(Error|TypeError): .+");
  }

  private void assertTakenOrCaught(String statements) {
    assertThat(outcome(statements + " return 'taken';")).matches("(?s)taken|\\w*Error: .+");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "String.prototype.toLowerCase = () => 7; require('crypto').createHash('md5');",
        "TextDecoder = class { decode() { return 7; } }; process.stdout.write(1);",
      })
  void whatTheHostCannotUseIsNotCalledAnEndOfTheStack(String statements) {
    assertThat(outcome(statements)).startsWith("TypeError: The arguments cannot be used");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "throws",
        "{ statusCode: 200, headers: throws, body: 'x' }",
        "{ get statusCode() { own(); } }",
        "{ toJSON: own }",
        "{ get then() { own(); } }",
        "{ then() { throw Symbol(); } }",
        "1n",
      })
  void aResultThatCannotBeHandedOverFailsTheCall(String result) {
    var failed = call("exports.handler = () => {" + VALUES + "return (" + result + "); };", "null");
    assertThat(failed.statusCode()).isEqualTo(500);
    assertThat(Objects.requireNonNull(failed.error()).type()).isIn("Error", "TypeError", "symbol");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "throws",
        "Object.assign(new Error('x'), { name: { toString: own }, stack: 7 })",
        "Object.defineProperty(new Error('x'), 'stack', { get: own })",
        "new Proxy(new Error('x'), { get: own, getPrototypeOf: own })",
        "'\\ud800'.repeat(1e5)",
        "Symbol()",
        "null",
      })
  void whateverIsThrownFailsTheCall(String thrown) {
    String statement = VALUES + "throw " + thrown + ";";
    for (String code :
        List.of(
            statement,
            "exports.handler = () => {" + statement + "};",
            "exports.handler = () => new Promise(() => setTimeout(() => {" + statement + "}));",
            "export {}; " + statement)) {
      var failed = call(code, "null");
      assertThat(failed.statusCode()).isEqualTo(500);
      assertThat(Objects.requireNonNull(failed.error()).type())
          .doesNotStartWith("Runtime.")
          .doesNotStartWith("Sandbox.");
    }
  }
}
