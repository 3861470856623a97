package dev.impuls.engine;

import static dev.impuls.engine.MisbehaviourDriver.RUNS;
import static dev.impuls.engine.MisbehaviourDriver.assertAnswers;
import static dev.impuls.engine.MisbehaviourDriver.function;
import static dev.impuls.engine.MisbehaviourDriver.messages;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions that break what the language has built in, of which others must not notice. */
interface BuiltInMisbehaviour {
  /** Calls the functions of the suite. */
  MisbehaviourDriver driver();

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
  default void brokenBuiltInsHurtNobodyElse(String code) throws Exception {
    var result = driver().misbehaveAgain(BREAK + code + "\nreturn 'done';");
    driver().endEnvironment(RUNS);
    assertAnswers(result, "\"done\"");
    // In another process than the broken one, one is as fresh as another.
    var fresh =
        function(driver().inProcessOfItsOwn() ? "fresh" : driver().uniqueName("fresh-"), FRESH, 10);
    var answer = driver().call(fresh, "{\"a\":1}");
    assertAnswers(answer, "[2,\"{\\\"a\\\":1}\",\"1-2\",\"x\"]");
    assertThat(messages(answer)).containsExactly("it { a: 1 }");
  }

  String BREAK =
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
  String FRESH =
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
}
