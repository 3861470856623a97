import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeTimers, provideTimers, Timeout } from '../../bootstrap/timers.mjs';
import { turn } from '../bundles.mjs';

function make() {
  const asked = [];
  const timers = makeTimers({
    host: { startTimer: (id, ms) => asked.push(['start', id, ms]), stopTimer: (id) => asked.push(['stop', id]) },
    invalid: (name, expected) => new TypeError(`${name} ${expected}`),
  });
  return { ...timers, asked };
}

test('a timer fires once, with its arguments', () => {
  const { asked, fire, setTimeout } = make();
  const fired = [];
  setTimeout((...args) => fired.push(args), 20, 'a', 'b');
  assert.deepEqual(asked, [['start', 1, 20]]);
  fire(1);
  fire(1);
  assert.deepEqual(fired, [['a', 'b']]);
});

test('delays that cannot be waited for are a millisecond', () => {
  const { asked, setInterval, setTimeout } = make();
  for (const delay of [0, -1, NaN, undefined, 'x', 2 ** 31]) setTimeout(() => {}, delay);
  setTimeout(() => {}, '7');
  setTimeout(() => {}, 2 ** 31 - 1);
  setInterval(() => {}, 0.5);
  assert.deepEqual(asked.map(([, , ms]) => ms), [1, 1, 1, 1, 1, 1, 7, 2 ** 31 - 1, 1]);
});

test('an interval starts again before it calls, and stops when it is cleared', () => {
  const { asked, clear, fire, setInterval } = make();
  let fired = 0;
  const timer = setInterval(() => fired++, 5);
  fire(1);
  fire(1);
  clear(timer);
  fire(1);
  assert.equal(fired, 2);
  assert.deepEqual(asked, [['start', 1, 5], ['start', 1, 5], ['start', 1, 5], ['stop', 1]]);
});

test('an interval whose callback throws goes on', () => {
  const { asked, fire, setInterval } = make();
  setInterval(() => {
    throw new Error('once');
  }, 5);
  assert.throws(() => fire(1), /once/);
  assert.equal(asked.length, 2);
});

test('timers are cleared by handle, number or text, and only once', () => {
  const { asked, clear, setTimeout } = make();
  const first = setTimeout(() => {}, 1);
  setTimeout(() => {}, 1);
  setTimeout(() => {}, 1);
  clear(first);
  clear(first);
  clear(2);
  clear('3');
  clear(undefined);
  clear(99);
  assert.deepEqual(asked.slice(3), [['stop', 1], ['stop', 2], ['stop', 3]]);
});

test('an immediate has no delay', () => {
  const { asked, fire, setImmediate } = make();
  const fired = [];
  setImmediate((arg) => fired.push(arg), 'x');
  fire(1);
  assert.deepEqual([asked, fired], [[['start', 1, 0]], ['x']]);
});

test('what is no function is refused before a timer is started', () => {
  const { asked, queueMicrotask, setImmediate, setInterval, setTimeout } = make();
  for (const start of [setTimeout, setInterval, setImmediate, queueMicrotask]) {
    assert.throws(() => start('code'), { message: 'callback of type function' });
  }
  assert.deepEqual(asked, []);
});

test('a microtask runs without arguments, after the code', async () => {
  const ran = [];
  make().queueMicrotask((...args) => ran.push(args));
  assert.deepEqual(ran, []);
  await turn();
  assert.deepEqual(ran, [[]]);
});

test('handles are as those of Node', () => {
  const handle = make().setTimeout(() => {}, 1);
  assert.ok(handle instanceof Timeout);
  assert.equal(handle.constructor.name, 'Timeout');
  assert.equal(handle.ref(), handle);
  assert.equal(handle.unref(), handle);
  assert.equal(handle.hasRef(), true);
  assert.equal(+handle, 1);
});

test('globals have their names, and what promisify makes of them', () => {
  const provided = {};
  provideTimers((name, value) => (provided[name] = value), make(), (module) => ({ setTimeout: `${module} promised` }));
  assert.deepEqual(Object.keys(provided).sort(),
    ['clearImmediate', 'clearInterval', 'clearTimeout', 'queueMicrotask', 'setImmediate', 'setInterval', 'setTimeout']);
  assert.equal(provided.setTimeout.name, 'setTimeout');
  assert.equal(provided.setTimeout[Symbol.for('nodejs.util.promisify.custom')], 'timers/promises promised');
});
