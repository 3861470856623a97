import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadLibrary } from '../bundles.mjs';

const library = loadLibrary();
const { Buffer, isAscii, isUtf8 } = library.module('buffer');
const { inspect } = library.module('util');

test('text in each encoding, there and back', () => {
  for (const [encoding, text, hex] of [['utf8', 'ü€', 'c3bce282ac'], ['latin1', 'ü', 'fc'], ['ascii', 'a', '61'], ['utf16le', 'a€', '6100ac20'],
    ['base64', '/+8=', 'ffef'], ['base64url', '_-8', 'ffef'], ['hex', 'ffef', 'ffef']]) {
    const bytes = Buffer.from(text, encoding);
    assert.equal(bytes.toString('hex'), hex, encoding);
    assert.equal(bytes.toString(encoding), text, encoding);
  }
});

test('base64url is known wherever an encoding is', () => {
  assert.equal(Buffer.isEncoding('base64URL'), true);
  assert.equal(Buffer.isEncoding('base65'), false);
  assert.equal(Buffer.byteLength('_-8', 'base64url'), 2);
  assert.equal(Buffer.alloc(2, '_-8', 'base64url').toString('hex'), 'ffef');
  assert.equal(Buffer.from([1, 0xff, 0xef]).indexOf('_-8', 0, 'base64url'), 1);
});

test('toString takes a part, whatever its bounds', () => {
  const bytes = Buffer.from('abcdef');
  assert.equal(bytes.toString('utf8', 1, 3), 'bc');
  assert.equal(bytes.toString(undefined, -5, 99), 'abcdef');
  assert.equal(bytes.toString('utf8', 4, 2), '');
});

test('what is no source of bytes is refused as Node refuses it', () => {
  assert.throws(() => Buffer.from(5), { code: 'ERR_INVALID_ARG_TYPE', message: /Received type number \(5\)$/ });
  assert.throws(() => Buffer.from(null), { code: 'ERR_INVALID_ARG_TYPE', message: /Received null$/ });
});

test('a buffer is inspected with up to fifty bytes', () => {
  assert.equal(inspect(Buffer.from([1, 0xff])), '<Buffer 01 ff>');
  assert.match(inspect(Buffer.alloc(52)), /^<Buffer (00 ){50}\.\.\. 2 more bytes>$/);
});

test('for…in shows no methods', () => {
  const keys = [];
  for (const key in Buffer.from([7, 8])) keys.push(key);
  assert.deepEqual(keys, ['0', '1', 'parent', 'offset']);
});

test('later parts of Node’s buffers', () => {
  assert.deepEqual([...Buffer.copyBytesFrom(new Uint16Array([1, 0x203, 4]), 1, 1)], [3, 2]);
  const bytes = Buffer.alloc(8);
  bytes.writeBigUint64BE(258n);
  assert.equal(bytes.readBigUint64BE(), 258n);
  assert.deepEqual([isAscii(Buffer.from('a')), isAscii(Buffer.from('ü')), isUtf8(Buffer.from('ü')), isUtf8(Buffer.from([0xff]))], [true, false, true, false]);
});
