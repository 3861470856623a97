package dev.impuls.engine;

import static dev.impuls.engine.MisbehaviourDriver.assertAnswers;
import static dev.impuls.engine.MisbehaviourDriver.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions that recurse too deep, log or return too much, or take all the memory. */
interface SizeMisbehaviour {
  /** Calls the functions of the suite. */
  MisbehaviourDriver driver();

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
  default void whatIsTooDeepOrTooLargeIsARangeError(String code) throws Exception {
    assertFails(driver().misbehaveAgain(code), 500, "RangeError");
    assertAnswers(
        driver()
            .misbehaveAgain("try { " + code + " } catch (e) { return e instanceof RangeError; }"),
        "true");
  }

  @Test
  default void hostCallsAtTheEndOfTheStackAreNoWayOut() throws Exception {
    var result =
        driver()
            .misbehave(
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
    if (driver().inProcessOfItsOwn() && result.error() != null) {
      // A class of the engine's was first needed there, and cannot be loaded any more.
      assertFails(result, 500, "Runtime.EngineError");
      return;
    }
    assertAnswers(result, "[\"RangeErrorundefinedundefinedundefined\"]");
  }

  @Test
  default void logsAreCut() throws Exception {
    var result =
        driver()
            .misbehave(
                "",
                "const s = 'x'.repeat(1000); for (let i = 0; i < 1e5; i++) console.log(s);",
                60);
    assertAnswers(result, "null");
    assertThat(result.logs()).hasSize(11);
    assertThat(result.logs().getLast().message()).contains("cut here").contains("10000 bytes");
  }

  @Test
  default void oneLongRecordIsCutToo() throws Exception {
    var result = driver().misbehave("", "console.log('x'.repeat(5e6)); console.log('y');", 60);
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
  default void aResultThatIsTooLargeFails(String code) throws Exception {
    var result = driver().misbehave("", code, 60);
    if (driver().inProcessOfItsOwn() && result.statusCode() == 507) {
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
  default void memoryIsAtAnEnd(String code) throws Exception {
    assumeTrue(driver().inProcessOfItsOwn());
    assertFails(driver().misbehaveInLittleMemory(code), 507, "Runtime.OutOfMemory");
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
  default void memoryOfBuffersIsAtAnEnd(String code) throws Exception {
    assumeTrue(driver().inProcessOfItsOwn());
    var result = driver().misbehaveInLittleMemory(code);
    var error = Objects.requireNonNull(result.error());
    assertThat(List.of(result.statusCode() + " " + error.type()))
        .containsAnyOf("507 Runtime.OutOfMemory", "500 RangeError");
  }
}
