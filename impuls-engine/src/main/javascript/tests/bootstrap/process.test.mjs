import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import { makeProcess } from '../../bootstrap/process.mjs';
import { turn } from '../bundles.mjs';

const SETTINGS = { arch: 'arm64', environment: { COLOUR: 'red' }, nodeVersion: 'v22.0.0', pid: 42 };

function make({ nanos = () => 0 } = {}) {
  const lines = [];
  const emitter = new EventEmitter();
  const process = makeProcess({
    global: { TextDecoder },
    host: { log: (level, line) => lines.push([level, line]), nanos },
    invalid: (name, expected) => new TypeError(`${name} ${expected}`),
    library: { part: (name) => (name === 'emitter' ? emitter : assert.fail(name)) },
    settings: SETTINGS,
  });
  return { lines, process };
}

test('it tells the settings', () => {
  const { process } = make();
  const { arch, env, pid, platform, version, versions } = process;
  assert.deepEqual({ arch, env, pid, platform, version, versions },
    { arch: 'arm64', env: { COLOUR: 'red' }, pid: 42, platform: 'linux', version: 'v22.0.0', versions: { node: '22.0.0' } });
  assert.equal(process.cwd(), '/var/task');
});

test('the environment is a copy', () => {
  const { process } = make();
  process.env.COLOUR = 'blue';
  assert.equal(SETTINGS.environment.COLOUR, 'red');
});

test('times are of the host', () => {
  let now = 3_999_999_999;
  const { process } = make({ nanos: () => now });
  const before = process.hrtime();
  assert.deepEqual(before, [3, 999999999]);
  now = 5_000_000_001;
  assert.deepEqual(process.hrtime(before), [1, 2]);
  assert.equal(process.hrtime.bigint(), 5000000001n);
  assert.equal(process.uptime(), 5.000000001);
});

test('streams write lines, decode bytes and call back', async () => {
  const { lines, process } = make();
  const done = [];
  assert.equal(process.stdout.write('a\n'), true);
  process.stdout.write('b', 'utf8', () => done.push('b'));
  process.stderr.write(new TextEncoder().encode('ü'), () => done.push('c'));
  assert.deepEqual(lines, [['info', 'a'], ['info', 'b'], ['error', 'ü']]);
  assert.deepEqual(done, []);
  await turn();
  assert.deepEqual(done, ['b', 'c']);
});

test('nextTick calls later, with arguments', async () => {
  const { process } = make();
  const called = [];
  process.nextTick((...args) => called.push(args), 1, 2);
  assert.deepEqual(called, []);
  await turn();
  assert.deepEqual(called, [[1, 2]]);
  assert.throws(() => process.nextTick(1), { message: 'callback of type function' });
});

test('warnings are logged, and emitted to those that listen', () => {
  const { lines, process } = make();
  process.emitWarning('old', 'DeprecationWarning', 'DEP1');
  process.emitWarning('plain');
  const heard = [];
  process.on('warning', (warning) => heard.push([warning.name, warning.message, warning.code]));
  process.emitWarning('with options', { type: 'Mine', code: 'M1' });
  process.emitWarning(new RangeError('an error'));
  assert.deepEqual(lines, [['warn', '[DEP1] DeprecationWarning: old'], ['warn', 'Warning: plain'],
    ['warn', '[M1] Mine: with options'], ['warn', 'RangeError: an error']]);
  assert.deepEqual(heard, [['Mine', 'with options', 'M1'], ['RangeError', 'an error', undefined]]);
});

test('it is an emitter, and chains as itself', () => {
  const { process } = make();
  const heard = [];
  assert.equal(process.on('x', (value) => heard.push(value)), process);
  assert.equal(process.emit('x', 1), true);
  assert.equal(process.listenerCount('x'), 1);
  assert.deepEqual(heard, [1]);
});

test('it cannot be ended', () => {
  assert.throws(() => make().process.exit(0), { code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', message: /cannot end its process/ });
});
