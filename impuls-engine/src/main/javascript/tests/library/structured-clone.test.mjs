import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadLibrary } from '../bundles.mjs';

const clone = loadLibrary().global('structuredClone');

test('values of each kind are copied', () => {
  const value = {
    text: 'a', n: 1n, date: new Date(5), pattern: /a/gi, list: Object.assign([1], { 2: 3 }), map: new Map([['k', { v: 1 }]]), set: new Set([1]),
    bytes: new Uint8Array([1, 2, 3]).subarray(1), boxed: Object(5), none: undefined, error: new RangeError('far', { cause: 'c' }),
  };
  const copy = clone(value);
  assert.deepEqual(copy, value);
  for (const key of ['date', 'list', 'map', 'set', 'bytes', 'error']) assert.notEqual(copy[key], value[key]);
  assert.equal(1 in copy.list, false);
});

test('cycles and shared values stay so', () => {
  const value = { shared: {} };
  value.self = value;
  value.again = value.shared;
  const copy = clone(value);
  assert.equal(copy.self, copy);
  assert.equal(copy.again, copy.shared);
  assert.notEqual(copy.shared, value.shared);
});

test('views of one buffer share its copy', () => {
  const buffer = new ArrayBuffer(8);
  const copy = clone([new Uint8Array(buffer), new DataView(buffer, 4)]);
  assert.equal(copy[0].buffer, copy[1].buffer);
  assert.equal(copy[1].byteOffset, 4);
});

test('classes and accessors become plain', () => {
  class Mine {
    a = 1;
    get b() {
      return 2;
    }
  }
  assert.deepEqual(clone(new Mine()), { a: 1 });
  assert.deepEqual(Object.getOwnPropertyDescriptor(clone({ get c() {
    return 3;
  } }), 'c'), { value: 3, writable: true, enumerable: true, configurable: true });
});

test('what cannot be cloned is refused', () => {
  const refused = { name: 'DataCloneError', code: 25 };
  for (const value of [() => {}, Symbol('s'), new WeakMap(), new WeakSet(), { deep: [() => {}] }, new Map().keys(), new WeakRef({})]) {
    assert.throws(() => clone(value), refused);
  }
  assert.throws(() => clone(), { code: 'ERR_MISSING_ARGS' });
  assert.throws(() => clone(1, { transfer: [{}] }), refused);
});
