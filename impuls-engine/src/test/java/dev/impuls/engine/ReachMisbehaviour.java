package dev.impuls.engine;

import static dev.impuls.engine.MisbehaviourDriver.assertAnswers;
import static dev.impuls.engine.MisbehaviourDriver.assertShowsNothingOfTheHost;
import static dev.impuls.engine.MisbehaviourDriver.function;
import static dev.impuls.engine.MisbehaviourDriver.toJson;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions that look for a way out of the language, or for anything of the host. */
interface ReachMisbehaviour {
  /** Calls the functions of the suite. */
  MisbehaviourDriver driver();

  @ParameterizedTest
  @ValueSource(strings = {"''", "[]", "'..'", "'/'", "'\\0'"})
  default void aModuleThatIsNotThereIsCaught(String specifier) throws Exception {
    assertAnswers(
        driver()
            .misbehaveAgain("try { await import(" + specifier + "); } catch { return 'caught'; }"),
        "\"caught\"");
  }

  /** Evaluates the expressions it is sent, and says what each comes to, or what it throws. */
  Function EVALUATES =
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
    var result = driver().call(EVALUATES, toJson(expression));
    assertShowsNothingOfTheHost(result);
    assertAnswers(result, "\"" + expected + "\"");
    driver().assertTheOtherIsWell();
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
  default void noWayLeadsOut(String expression, String comesTo) throws Exception {
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
  default void nothingOfTheHostIsWithinReach(String code) throws Exception {
    driver().misbehave(LOOKS, toJson(code));
    var found = driver().call(LOOKS, "\"found\"");
    assertAnswers(found, "\"\"");
    assertThat(found.coldStart()).isFalse();
    driver().endEnvironment(LOOKS);
  }

  /** Notes in `found` what it can reach from something that is not the language's own. */
  String LOOK =
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
  Function LOOKS =
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
