package dev.impuls.engine;

import static dev.impuls.engine.MisbehaviourDriver.assertAnswers;
import static dev.impuls.engine.MisbehaviourDriver.assertFails;
import static dev.impuls.engine.MisbehaviourDriver.messages;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Functions with strange results, errors, promises and timers. */
interface ResultMisbehaviour {
  /** Calls the functions of the suite. */
  MisbehaviourDriver driver();

  @Test
  default void whatATimerThrowsAfterTheResultIsNotItsCalls() throws Exception {
    assertAnswers(
        driver().misbehave("setTimeout(() => { throw new Error('late'); }, 0); return 1;"), "1");
  }

  @Test
  default void aRejectionNobodyHandlesFailsTheCall() throws Exception {
    var error =
        assertFails(
            driver()
                .misbehave("Promise.reject(new Error('unhandled')); await new Promise(() => {});"),
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
  default void whateverIsThrownIsTold(String code, String type, String message) throws Exception {
    var error = assertFails(driver().misbehaveAgain(code), 500, type);
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
  default void aResultThatCannotBeReadFails(String code, String type) throws Exception {
    assertFails(driver().misbehaveAgain(code), 500, type);
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
  default void aStrangeResultIsAnAnswer(String code, String body) throws Exception {
    assertAnswers(driver().misbehaveAgain(code), body);
  }

  @Test
  default void halfACharacterIsReplacedInLogs() throws Exception {
    var result = driver().misbehave("console.log('\\ud800!'); throw new Error('\\udc00?');");
    assertThat(messages(result)).containsExactly("\ufffd!");
    assertThat(assertFails(result, 500, "Error").message()).isIn("\udc00?", "\ufffd?");
  }
}
