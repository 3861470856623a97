import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPromise } from 'node:util/types';
import { runInThisContext } from 'node:vm';
import { loadLibrary } from '../bundles.mjs';

const types = loadLibrary({ promise: (value) => (isPromise(value) ? ['pending', 'undefined'] : null) }).module('util/types');

// Of each kind a value, and a fake that says it is one.
const VALUES = {
  isArgumentsObject: runInThisContext('(function () { return arguments; })()'),
  isArrayBuffer: new ArrayBuffer(1),
  isBigInt64Array: new BigInt64Array(1),
  isBigIntObject: Object(1n),
  isBooleanObject: Object(false),
  isDataView: new DataView(new ArrayBuffer(1)),
  isDate: new Date(),
  isFloat32Array: new Float32Array(1),
  isGeneratorObject: (function* () {})(),
  isMap: new Map(),
  isMapIterator: new Map().keys(),
  isNumberObject: Object(0),
  isPromise: new Promise(() => {}),
  isRegExp: /a/,
  isSet: new Set(),
  isSetIterator: new Set().keys(),
  isSharedArrayBuffer: new SharedArrayBuffer(1),
  isStringObject: Object('a'),
  isSymbolObject: Object(Symbol('s')),
  isUint8Array: new Uint8Array(1),
  isWeakMap: new WeakMap(),
  isWeakSet: new WeakSet(),
  isNativeError: new TypeError('x'),
};

test('each value is of its kind, and of no other', () => {
  for (const [name, value] of Object.entries(VALUES)) {
    const kinds = Object.keys(VALUES).filter((kind) => types[kind](value));
    assert.deepEqual(kinds, [name]);
  }
});

test('no tag or prototype makes a value another', () => {
  for (const [name, value] of Object.entries(VALUES)) {
    const tag = Object.prototype.toString.call(value).slice(8, -1);
    assert.equal(types[name]({ [Symbol.toStringTag]: tag }), false, name);
    if (name === 'isGeneratorObject' || /Iterator$/.test(name)) continue;
    assert.equal(types[name](Object.create(Object.getPrototypeOf(value))), false, name);
  }
});

test('primitives are of no kind', () => {
  for (const value of [undefined, null, 0, 1n, '', 'a', true, Symbol('s')]) {
    assert.deepEqual(Object.keys(types).filter((kind) => types[kind](value)), [], String(value));
  }
});

test('kinds of several', () => {
  assert.deepEqual([types.isAnyArrayBuffer(new SharedArrayBuffer(1)), types.isArrayBufferView(new DataView(new ArrayBuffer(1))),
    types.isTypedArray(new DataView(new ArrayBuffer(1))), types.isTypedArray(new Int8Array(1)), types.isBoxedPrimitive(Object(1))],
  [true, true, false, true, true]);
});

test('functions by what they are', () => {
  assert.deepEqual([types.isAsyncFunction(async () => {}), types.isAsyncFunction(() => {}), types.isGeneratorFunction(function* () {}),
    types.isGeneratorFunction(async function* () {}), types.isGeneratorFunction(function () {})], [true, false, true, true, false]);
});
