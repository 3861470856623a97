import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadLibrary } from '../bundles.mjs';

const library = loadLibrary();
const { invalidArgType, outOfRange, received } = library.part('errors');
const DOMException = library.global('DOMException');

test('what was received, in Node’s words', () => {
  class Mine {}
  for (const [value, text] of [[undefined, 'undefined'], [null, 'null'], [5, 'type number (5)'], ['x', "type string ('x')"], [true, 'type boolean (true)'],
    [function named() {}, 'function named'], [new Mine(), 'an instance of Mine'], [Object.create(null), '[Object: null prototype]'],
    ['x'.repeat(40), `type string ('${'x'.repeat(24)}...)`]]) {
    assert.match(received(value), new RegExp(`^${text.replace(/[.()[\]]/g, '\\$&')}`));
  }
});

test('errors of arguments have Node’s codes', () => {
  const wrong = invalidArgType('id', 'of type string', 5);
  assert.deepEqual([wrong.name, wrong.code, wrong.message],
    ['TypeError', 'ERR_INVALID_ARG_TYPE', 'The "id" argument must be of type string. Received type number (5)']);
  const far = outOfRange('n', '>= 0', -1);
  assert.deepEqual([far.name, far.code, far.message],
    ['RangeError', 'ERR_OUT_OF_RANGE', 'The value of "n" is out of range. It must be >= 0. Received -1']);
});

test('a DOMException has the code of its name', () => {
  const error = new DOMException('gone', 'NotFoundError');
  assert.deepEqual([error.name, error.message, error.code, `${error}`], ['NotFoundError', 'gone', 8, 'NotFoundError: gone']);
  assert.ok(error instanceof Error && error.stack.startsWith('NotFoundError: gone\n'));
  assert.equal(new DOMException('x', { name: 'Mine', cause: 1 }).cause, 1);
  assert.equal(new DOMException('x', 'Mine').code, 0);
  assert.deepEqual([DOMException.NOT_FOUND_ERR, DOMException.URL_MISMATCH_ERR, DOMException.prototype.DATA_CLONE_ERR], [8, 21, 25]);
});
