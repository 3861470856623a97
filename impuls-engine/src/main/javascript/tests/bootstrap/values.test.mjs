import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asJson, asText, plain, primitive, uninspected } from '../../bootstrap/values.mjs';

const hostile = {
  toString() {
    throw new Error('no');
  },
};

test('primitives are written as Node writes them', () => {
  assert.deepEqual([12n, Symbol('s'), -0, 0, 1.5, true, undefined].map(primitive), ['12n', 'Symbol(s)', '-0', '0', '1.5', 'true', 'undefined']);
});

test('a line of plain values needs no inspector', () => {
  assert.equal(plain(['a', 1, true, null, undefined, -0]), 'a 1 true null undefined -0');
  assert.equal(plain([]), '');
  assert.equal(plain(['100%']), '100%');
  assert.equal(plain(['100%', 'x']), null);
  assert.equal(plain([1, '%s']), '1 %s');
  assert.equal(plain(['a', {}]), null);
  assert.equal(plain([1n]), null);
});

test('what cannot be inspected is named by its type', () => {
  assert.equal(uninspected(['a', hostile, () => {}, -0, 'b']), 'a [object] [function] -0 b');
});

test('text and JSON of what has none', () => {
  const circular = {};
  circular.self = circular;
  assert.equal(asJson(circular), '[Circular]');
  assert.equal(asJson({ a: 1 }), '{"a":1}');
  assert.equal(asText(hostile), '(no text)');
  assert.equal(asText(12), '12');
});
