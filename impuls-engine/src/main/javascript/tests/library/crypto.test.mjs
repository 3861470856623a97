import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadLibrary } from '../bundles.mjs';

const library = loadLibrary();
const crypto = library.module('crypto');
const { Buffer } = library.module('buffer');

const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

test('a hash of FIPS 180 in one step, in several and of bytes', () => {
  assert.equal(crypto.createHash('sha256').update('abc').digest('hex'), ABC);
  assert.equal(crypto.createHash('SHA256').update('a').update(Buffer.from('xbcx').subarray(1, 3)).digest().toString('hex'), ABC);
  assert.equal(crypto.hash('sha256', 'abc'), ABC);
  assert.deepEqual(crypto.getHashes(), ['sha1', 'sha256']);
});

test('a copy goes its own way', () => {
  const hash = crypto.createHash('sha256').update('a');
  const copy = hash.copy();
  copy.update('bc');
  hash.update('x');
  assert.equal(copy.digest('hex'), ABC);
});

test('an HMAC of RFC 4231, and one with an empty key', () => {
  assert.equal(crypto.createHmac('sha256', 'Jefe').update('what do ya want for nothing?').digest('hex'),
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
  assert.equal(crypto.createHmac('sha256', '').update('').digest('hex'), 'b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad');
});

test('what is finished or unknown is told', () => {
  const hash = crypto.createHash('sha256');
  hash.digest();
  assert.throws(() => hash.update('a'), { code: 'ERR_CRYPTO_HASH_FINALIZED' });
  assert.throws(() => hash.digest(), { code: 'ERR_CRYPTO_HASH_FINALIZED' });
  assert.throws(() => crypto.createHash('md0'), { code: 'ERR_OSSL_EVP_UNSUPPORTED' });
  assert.throws(() => crypto.createHmac('md0', 'k'), { code: 'ERR_CRYPTO_INVALID_DIGEST' });
  assert.throws(() => crypto.createHash('sha256').update(1), { code: 'ERR_INVALID_ARG_TYPE' });
  const hmac = crypto.createHmac('sha256', 'k');
  hmac.digest();
  assert.equal(hmac.digest('hex'), '');
});

// Random bytes that count up, so that what is made of them is known.
const counting = () => {
  let next = 0;
  return loadLibrary({
    random: (buffer, offset, length) => {
      const bytes = new Uint8Array(buffer, offset, length);
      bytes.forEach((_, i) => {
        bytes[i] = next++;
      });
    },
  }).module('crypto');
};

test('random bytes, numbers and UUIDs are made of the host’s', () => {
  assert.equal(counting().randomBytes(3).toString('hex'), '000102');
  assert.equal(counting().randomUUID(), '00010203-0405-4607-8809-0a0b0c0d0e0f');
  assert.equal(counting().randomInt(1000), 0x000102030405 % 1000);
  assert.equal(counting().randomInt(10, 20), 10 + (0x000102030405 % 10));
  assert.deepEqual(counting().randomFillSync(new Uint8Array(4), 1, 2), new Uint8Array([0, 0, 1, 0]));
  assert.deepEqual(counting().getRandomValues(new Uint8Array(2)), new Uint8Array([0, 1]));
});

test('numbers that would make small ones likelier are drawn again', () => {
  const drawn = [0xff, 0];
  const { randomInt } = loadLibrary({
    random: (buffer, offset, length) => void new Uint8Array(buffer, offset, length).fill(drawn.shift()),
  }).module('crypto');
  assert.equal(randomInt(3 * 2 ** 45), 0);
  assert.deepEqual(drawn, []);
});

test('random numbers have bounds', () => {
  assert.throws(() => crypto.randomInt(5, 5), { code: 'ERR_OUT_OF_RANGE' });
  assert.throws(() => crypto.randomInt(0.5), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => crypto.randomInt(0, 2 ** 48), { code: 'ERR_OUT_OF_RANGE' });
  assert.throws(() => crypto.randomBytes(-1), { code: 'ERR_OUT_OF_RANGE' });
  assert.throws(() => crypto.getRandomValues(new Uint8Array(65537)), { name: 'QuotaExceededError' });
  assert.throws(() => crypto.getRandomValues(new Float64Array(1)), { name: 'TypeMismatchError' });
});

test('answers by callback', async () => {
  const answer = await new Promise((resolve) => crypto.randomBytes(2, (...args) => resolve(args)));
  assert.equal(answer[0], null);
  assert.equal(answer[1].length, 2);
});

test('comparison in constant time', () => {
  assert.equal(crypto.timingSafeEqual(Buffer.from('ab'), new Uint8Array([97, 98])), true);
  assert.equal(crypto.timingSafeEqual(Buffer.from('ab'), Buffer.from('ac')), false);
  assert.throws(() => crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('ab')), { code: 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH' });
});
