import assert from 'node:assert/strict';
import { afterEach, mock, test } from 'node:test';
import { loadLibrary, turn } from '../bundles.mjs';

const library = loadLibrary();
const util = library.module('util');

afterEach(() => mock.restoreAll());

test('promisify resolves and rejects, and uses what a function offers itself', async () => {
  const answers = util.promisify((error, value, callback) => callback(error, value));
  assert.equal(await answers(null, 1), 1);
  await assert.rejects(answers(new Error('no')), /no/);
  const own = () => 'own';
  const offered = Object.assign(() => {}, { [util.promisify.custom]: own });
  assert.equal(util.promisify(offered), own);
  assert.throws(() => util.promisify(1), { code: 'ERR_INVALID_ARG_TYPE' });
});

test('callbackify calls back, also for a rejection without a reason', async () => {
  const called = [];
  const f = util.callbackify(async function named(value) {
    if (value === null) throw value;
    return value;
  });
  f(1, (...args) => called.push(args));
  f(null, (error) => called.push([error.code, error.reason]));
  await turn();
  await turn();
  assert.deepEqual(called, [[null, 1], ['ERR_FALSY_VALUE_REJECTION', null]]);
  assert.deepEqual([f.name, f.length], ['namedCallbackified', 2]);
});

test('deprecate warns once for a function, and once for a code', () => {
  const warned = [];
  mock.method(process, 'emitWarning', (...args) => warned.push(args));
  const first = util.deprecate((n) => n + 1, 'old', 'DEP1');
  const second = util.deprecate(() => {}, 'old', 'DEP1');
  assert.deepEqual([first(1), first(2)], [2, 3]);
  second();
  assert.deepEqual(warned, [['old', 'DeprecationWarning', 'DEP1']]);
});

test('deprecated constructors still construct', () => {
  mock.method(process, 'emitWarning', () => {});
  class Old {
    constructor(n) {
      this.n = n;
    }
  }
  const Deprecated = util.deprecate(Old, 'old');
  assert.ok(new Deprecated(1) instanceof Old);
  assert.equal(new Deprecated(2).n, 2);
});

test('inherits links prototypes', () => {
  function Base() {}
  function Derived() {}
  util.inherits(Derived, Base);
  assert.ok(new Derived() instanceof Base);
  assert.equal(Derived.super_, Base);
  assert.throws(() => util.inherits(Derived, null), { code: 'ERR_INVALID_ARG_TYPE' });
});

test('debuglog writes for sections that are named', () => {
  const lines = [];
  mock.method(console, 'error', (...args) => lines.push(args));
  process.env.NODE_DEBUG = 'foo,bar*';
  try {
    util.debuglog('FOO')('n is %d', 1);
    util.debuglog('barrel')('x');
    util.debuglog('other')('not written');
    assert.deepEqual([util.debuglog('foo').enabled, util.debuglog('food').enabled], [true, false]);
  } finally {
    delete process.env.NODE_DEBUG;
  }
  assert.deepEqual(lines.map(([, section, , text]) => [section, text]), [['FOO', 'n is 1'], ['BARREL', 'x']]);
});

test('styles are only written if nobody looks whether the log is a terminal', () => {
  assert.equal(util.styleText('red', 'x'), 'x');
  assert.equal(util.styleText(['red', 'bold'], 'x', { validateStream: false }), '\u001b[31m\u001b[1mx\u001b[22m\u001b[39m');
  assert.throws(() => util.styleText('loud', 'x'), { code: 'ERR_INVALID_ARG_VALUE', message: /Received 'loud'$/ });
});

test('formats and comparisons', () => {
  assert.equal(util.format('%s is %d, %j%%', 'a', 1, { b: 2 }), 'a is 1, {"b":2}%');
  assert.equal(util.isDeepStrictEqual({ a: [1] }, { a: [1] }), true);
  assert.equal(util.isDeepStrictEqual([1], ['1']), false);
  assert.equal(util.toUSVString('a\ud800'), 'a\ufffd');
});

test('promises are inspected as the engine describes them', () => {
  const promise = Promise.resolve();
  // The test runner's marks.
  for (const symbol of Object.getOwnPropertySymbols(promise)) delete promise[symbol];
  const shown = (described) => loadLibrary({ promise: () => described }).module('util').inspect(promise);
  assert.equal(shown(['pending', 'undefined']), 'Promise { <pending> }');
  assert.equal(shown(['resolved', '"text"']), "Promise { 'text' }");
  assert.equal(shown(['resolved', '-5n']), 'Promise { -5n }');
  assert.equal(shown(['rejected', 'NaN']), 'Promise { <rejected> NaN }');
  assert.equal(shown(['resolved', '{a: 1}']), 'Promise { {a: 1} }');
  assert.equal(shown(['resolved', 'undefined']), 'Promise { undefined }');
});
