import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeOriginals } from '../../bootstrap/originals.mjs';

const { map } = Array.prototype;

test('what the function redefined is the original while it runs, and the function’s afterwards', () => {
  const withOriginals = makeOriginals({});
  const own = () => 'own';
  Array.prototype.map = own;
  try {
    assert.equal(withOriginals(() => Array.prototype.map), map);
    assert.equal(Array.prototype.map, own);
  } finally {
    Array.prototype.map = map;
  }
});

test('what the function added is away while it runs', () => {
  const withOriginals = makeOriginals({});
  Object.prototype.added = 1;
  try {
    assert.equal(withOriginals(() => 'added' in {}), false);
    assert.equal({}.added, 1);
  } finally {
    delete Object.prototype.added;
  }
});

test('what the function deleted is there while it runs', () => {
  const withOriginals = makeOriginals({});
  delete Array.prototype.map;
  try {
    assert.equal(withOriginals(() => [1].map((x) => x + 1)[0]), 2);
    assert.equal('map' in [], false);
  } finally {
    Object.defineProperty(Array.prototype, 'map', { value: map, writable: true, configurable: true });
  }
});

test('an exception leaves the function’s own in place', () => {
  const withOriginals = makeOriginals({});
  const own = () => 'own';
  Array.prototype.map = own;
  try {
    assert.throws(() => withOriginals(() => {
      throw new RangeError('stopped');
    }), /stopped/);
    assert.equal(Array.prototype.map, own);
  } finally {
    Array.prototype.map = map;
  }
});

test('globals the function added stay, and those it replaced are put back meanwhile', () => {
  const global = { known: 1, notANumber: NaN };
  const withOriginals = makeOriginals(global);
  global.known = 2;
  global.added = 3;
  assert.deepEqual(withOriginals(() => ({ ...global })), { known: 1, notANumber: NaN, added: 3 });
  assert.deepEqual(global, { known: 2, notANumber: NaN, added: 3 });
});

test('accessors on Object.prototype do not get into its descriptors', () => {
  const withOriginals = makeOriginals({});
  Array.prototype.map = () => 'own';
  Object.defineProperty(Object.prototype, 'get', { value: () => 'hijacked', configurable: true, writable: true });
  try {
    assert.equal(withOriginals(() => Array.prototype.map), map);
  } finally {
    delete Object.prototype.get;
    Array.prototype.map = map;
  }
});
