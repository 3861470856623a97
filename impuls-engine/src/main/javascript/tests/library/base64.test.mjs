import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadLibrary } from '../bundles.mjs';

const library = loadLibrary();
const { atob, btoa } = library.module('buffer');

test('test vectors of RFC 4648', () => {
  for (const [text, encoded] of [['', ''], ['f', 'Zg=='], ['fo', 'Zm8='], ['foo', 'Zm9v'], ['foob', 'Zm9vYg=='], ['fooba', 'Zm9vYmE='], ['foobar', 'Zm9vYmFy']]) {
    assert.equal(btoa(text), encoded);
    assert.equal(atob(encoded), text);
  }
});

test('decoding forgives spaces and missing padding', () => {
  assert.equal(atob(' Zm 9v\nYg '), 'foob');
  assert.equal(atob('/+8='), '\u00ff\u00ef');
});

test('what is not base64 is refused', () => {
  const invalid = { name: 'InvalidCharacterError', code: 5 };
  assert.throws(() => atob('Zm9vY'), invalid);
  assert.throws(() => atob('Zm9*'), invalid);
  assert.throws(() => atob('Z==='), invalid);
  assert.throws(() => btoa('\u0100'), invalid);
});
