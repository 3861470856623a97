import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeRequire } from '../../bootstrap/require.mjs';

function make(global = {}) {
  const evaluated = [];
  const require = makeRequire({
    global,
    invalid: (name, expected) => new TypeError(`${name} ${expected}`),
    library: {
      module: (name) => {
        evaluated.push(name);
        return { name };
      },
    },
    settings: { modules: ['os', 'process', 'console', 'util/types'], instead: 'there are os and others' },
  });
  return { evaluated, require };
}

test('a module is evaluated once, under both its names', () => {
  const { evaluated, require } = make();
  assert.deepEqual(require('os'), { name: 'os' });
  assert.equal(require('node:os'), require('os'));
  assert.deepEqual(require('util/types'), { name: 'util/types' });
  assert.deepEqual(evaluated, ['os', 'util/types']);
});

test('process and console are the globals as they are now', () => {
  const global = { process: 1 };
  const { require } = make(global);
  assert.equal(require('process'), 1);
  global.process = 2;
  assert.equal(require('node:process'), 2);
});

test('what is not there says what is', () => {
  const { require } = make();
  for (const name of ['fs', 'node:fs', './os', '__proto__', 'toString']) {
    assert.throws(() => require(name), { code: 'MODULE_NOT_FOUND', message: `Cannot find module '${name}': there are os and others` });
  }
  assert.throws(() => require(1), { message: 'id of type string' });
});

test('resolve answers the name as it was given', () => {
  const { evaluated, require } = make();
  assert.equal(require.resolve('node:os'), 'node:os');
  assert.throws(() => require.resolve('fs'), { code: 'MODULE_NOT_FOUND' });
  assert.equal(require.main, undefined);
  assert.deepEqual(evaluated, []);
});
