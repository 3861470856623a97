package dev.impuls.engine;

import static dev.impuls.engine.MisbehaviourDriver.assertAnswers;
import static dev.impuls.engine.MisbehaviourDriver.assertFails;
import static dev.impuls.engine.MisbehaviourDriver.function;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions that take all the time they can get, or wait for ever. */
interface TimeMisbehaviour {
  /** Calls the functions of the suite. */
  MisbehaviourDriver driver();

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
  default void timeIsUp(String code) throws Exception {
    assertFails(driver().misbehaveForever(code), 504, "Sandbox.Timedout");
  }

  /** The engine looks whether it shall stop in the function's loops, and not in its own. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Array.prototype.forEach.call({ length: 2 ** 50 }, () => {});",
        "Array.prototype.indexOf.call({ length: 2 ** 50 }, 1);",
      })
  default void timeIsUpForTheEnginesOwnLoops(String code) throws Exception {
    assumeTrue(driver().inProcessOfItsOwn());
    assertFails(driver().misbehave(code), 504, "Sandbox.Timedout");
  }

  /** A thread that waits there could not be told to stop. */
  @Test
  default void nobodyCanWaitForSharedMemory() throws Exception {
    var result =
        driver()
            .misbehave(
                "return Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60000);");
    assertFails(result, 500, "TypeError");
  }

  @Test
  default void nothingLeftToWaitForIsAnAnswer() throws Exception {
    assertAnswers(driver().misbehave("await new Promise(() => {});"), "null");
  }

  @Test
  default void aRegularExpressionMayTakeLong() throws Exception {
    var result = driver().misbehave("return /^(a+)+$/.test('a'.repeat(40) + 'b');");
    if (result.error() == null) {
      assertAnswers(result, "false");
    } else {
      assertFails(result, 504, "Sandbox.Timedout");
    }
  }

  @Test
  default void manyThatRunForeverHoldUpNobody() throws Exception {
    var loops = function("loops", "exports.handler = () => { for (;;) {} };", 2);
    var calls =
        List.of(
            driver().start(loops, "1"),
            driver().start(loops, "2"),
            driver().start(loops, "3"),
            driver().start(loops, "4"));
    for (var call : calls) {
      assertFails(
          call.get(MisbehaviourDriver.PATIENCE_SECONDS, TimeUnit.SECONDS), 504, "Sandbox.Timedout");
    }
    driver().assertTheOtherIsWell();
  }
}
