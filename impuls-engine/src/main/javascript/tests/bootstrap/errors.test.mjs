import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeErrors, named, provideCaptureStackTrace } from '../../bootstrap/errors.mjs';

const { cleanStack, cleanText, describe } = makeErrors(10);

test('frames of the runtime are left out', () => {
  assert.equal(
    cleanText('Error: x\n    at handler (function.js:3:7)\n    at call (impuls:bootstrap.js:1:5)\n    at map (<builtin>)'),
    'Error: x\n    at handler (function.js:3:7)');
});

test('columns of the first line are those of the file', () => {
  assert.equal(cleanText('Error\n    at f (function.js:1:25)\n    at function.js:2:25'), 'Error\n    at f (function.js:1:15)\n    at function.js:2:25');
  assert.equal(cleanText('Error\n    at f (function.js:1:9)'), 'Error\n    at f (function.js:1:9)');
});

test('text that is no stack stays', () => {
  assert.equal(cleanText('impuls: a line'), 'impuls: a line');
  assert.equal(cleanText('impuls:\nat noon'), 'impuls:\nat noon');
});

test('an error is described by its name, message and stack', () => {
  const error = new TypeError('wrong');
  error.stack = 'TypeError: wrong\n    at f (impuls:x:1:1)';
  assert.deepEqual(describe(error), ['TypeError', 'wrong', 'TypeError: wrong']);
  error.name = '';
  error.stack = undefined;
  assert.deepEqual(describe(error), ['Error', 'wrong', '']);
  assert.equal(cleanStack({ stack: 'E\n    at <builtin>' }), 'E');
});

test('whatever else was thrown is described as well as it can be', () => {
  assert.deepEqual(describe('text'), ['string', 'text', '']);
  assert.deepEqual(describe(5n), ['bigint', '5n', '']);
  assert.deepEqual(describe(undefined), ['undefined', 'undefined', '']);
  assert.deepEqual(describe(null), ['object', 'null', '']);
  assert.deepEqual(describe({ a: 1 }), ['object', '{"a":1}', '']);
  assert.deepEqual(describe({ name: 'Mine', message: 'of mine' }), ['Mine', 'of mine', '']);
  assert.deepEqual(describe(new Proxy({}, {
    get() {
      throw new Error('no');
    },
  })), ['Error', 'what was thrown cannot be read', '']);
});

test('named errors of the runtime have no stack', () => {
  const error = named('Runtime.HandlerNotFound', 'none');
  assert.deepEqual([error instanceof Error, error.name, error.message, error.stack], [true, 'Runtime.HandlerNotFound', 'none', '']);
});

test('captureStackTrace gives its target a stack that is not enumerable', () => {
  class Type {}
  provideCaptureStackTrace(Type);
  const target = {};
  Type.captureStackTrace(target);
  assert.match(target.stack, /^Error\n +at /);
  assert.deepEqual(Object.keys(target), []);
});
