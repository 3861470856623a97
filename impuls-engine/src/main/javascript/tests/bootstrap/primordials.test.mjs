import assert from 'node:assert/strict';
import { test } from 'node:test';
import { each, indexOf, isA, join, mapGet, match, push, slice, split } from '../../bootstrap/primordials.mjs';

// Calls `run` while `owner[name]` is redefined.
function redefined(owner, name, run) {
  const original = owner[name];
  owner[name] = () => assert.fail(`${name} is the function's`);
  try {
    return run();
  } finally {
    owner[name] = original;
  }
}

test('methods are the originals whatever the function redefines', () => {
  assert.deepEqual(redefined(String.prototype, 'split', () => split('a b', ' ')), ['a', 'b']);
  assert.equal(redefined(String.prototype, 'indexOf', () => indexOf('abc', 'c')), 2);
  assert.equal(redefined(String.prototype, 'slice', () => slice('abc', 1)), 'bc');
  assert.equal(redefined(Array.prototype, 'join', () => join([1, 2], '-')), '1-2');
  assert.equal(redefined(Map.prototype, 'get', () => mapGet(new Map([['a', 1]]), 'a')), 1);
  assert.equal(redefined(RegExp.prototype, 'exec', () => match(/b(.)/, 'abc'))[1], 'c');
  const list = [1];
  redefined(Array.prototype, 'push', () => push(list, 2));
  assert.deepEqual(list, [1, 2]);
});

test('isA does not ask Symbol.hasInstance', () => {
  class Type {
    static [Symbol.hasInstance]() {
      return true;
    }
  }
  assert.equal({} instanceof Type, true);
  assert.equal(isA({}, Type), false);
  assert.equal(isA(new Type(), Type), true);
  assert.equal(isA(null, Type), false);
});

test('each hands over items and their indexes', () => {
  const seen = [];
  each(['a', 'b'], (item, i) => seen.push([i, item]));
  assert.deepEqual(seen, [[0, 'a'], [1, 'b']]);
});
