// Hashes and random numbers are the host's.
'use strict';

const { Buffer } = require('./buffer.js');
const DOMException = require('./dom-exception.js');
const { coded, invalidArgType, outOfRange } = require('./errors.js');

const MOST_RANDOM = 65536;

function view(data, encoding, name = 'data') {
  if (typeof data === 'string') return Buffer.from(data, encoding);
  if (ArrayBuffer.isView(data)) return data;
  if (data instanceof ArrayBuffer || data instanceof SharedArrayBuffer) return new Uint8Array(data);
  throw invalidArgType(name, 'of type string or an instance of Buffer, TypedArray, or DataView', data);
}

const fill = (bytes) => {
  if (bytes.byteLength > 0) runtime.random(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return bytes;
};

class Digest {
  #digest;
  #finished = false;

  constructor(digest) {
    this.#digest = digest;
  }

  update(data, encoding) {
    if (this.#finished) throw coded(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
    const bytes = view(data, encoding);
    if (bytes.byteLength > 0) this.#digest('update', bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return this;
  }

  digest(encoding) {
    if (this.#finished) {
      // A Hmac gives nothing more; a Hash objects.
      if (this instanceof Hmac) return encoding && encoding !== 'buffer' ? '' : Buffer.alloc(0);
      throw coded(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
    }
    this.#finished = true;
    const bytes = Buffer.from(this.#digest('digest'), 'latin1');
    return encoding === undefined || encoding === null || encoding === 'buffer' ? bytes : bytes.toString(encoding);
  }

  copyOf() {
    if (this.#finished) throw coded(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
    return this.#digest('copy');
  }
}

class Hash extends Digest {
  constructor(algorithm) {
    if (typeof algorithm === 'function') {
      super(algorithm);
      return;
    }
    if (typeof algorithm !== 'string') throw invalidArgType('algorithm', 'of type string', algorithm);
    const digest = runtime.digest(algorithm.toLowerCase(), null, 0, 0);
    if (digest === null) throw coded(Error, 'ERR_OSSL_EVP_UNSUPPORTED', 'Digest method not supported');
    super(digest);
  }

  copy() {
    return new Hash(this.copyOf());
  }
}

class Hmac extends Digest {
  constructor(algorithm, key) {
    if (typeof algorithm !== 'string') throw invalidArgType('hmac', 'of type string', algorithm);
    // An empty key counts as one of zeros, which the host takes.
    const given = view(key, 'utf8', 'key');
    const bytes = given.byteLength === 0 ? new Uint8Array(1) : given;
    const digest = runtime.digest(algorithm.toLowerCase(), bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (digest === null) throw coded(Error, 'ERR_CRYPTO_INVALID_DIGEST', `Invalid digest: ${algorithm}`);
    super(digest);
  }
}
delete Digest.prototype.constructor;

function size(n, name = 'size') {
  if (typeof n !== 'number') throw invalidArgType(name, 'of type number', n);
  if (!Number.isInteger(n) || n < 0 || n > 2147483647) throw outOfRange(name, '>= 0 && <= 2147483647', n);
  return n;
}

const answer = (value, callback) => {
  if (typeof callback !== 'function') throw invalidArgType('callback', 'of type function', callback);
  setImmediate(() => callback(null, value));
};

function randomBytes(n, callback) {
  const bytes = fill(Buffer.alloc(size(n)));
  if (callback === undefined) return bytes;
  answer(bytes, callback);
}

function part(buffer, offset = 0, length = buffer.byteLength - offset) {
  const bytes = view(buffer, undefined, 'buf');
  fill(new Uint8Array(bytes.buffer, bytes.byteOffset + offset, length));
  return buffer;
}

function randomFill(buffer, ...rest) {
  const callback = rest.pop();
  answer(part(buffer, ...rest), callback);
}

const RANGE = 2 ** 48;

function randomInt(min, max, callback) {
  if (max === undefined || typeof max === 'function') {
    callback = max;
    max = min;
    min = 0;
  }
  if (!Number.isSafeInteger(min)) throw invalidArgType('min', 'a safe integer', min);
  if (!Number.isSafeInteger(max)) throw invalidArgType('max', 'a safe integer', max);
  if (max <= min) throw outOfRange('max', `greater than the value of "min" (${min})`, max);
  const range = max - min;
  if (range >= RANGE) throw outOfRange('max - min', `<= ${RANGE - 1}`, range);
  // What is over the last full range would make small numbers likelier.
  const limit = RANGE - (RANGE % range);
  let n;
  do n = randomBytes(6).readUIntBE(0, 6);
  while (n >= limit);
  const value = min + (n % range);
  if (callback === undefined) return value;
  answer(value, callback);
}

function timingSafeEqual(a, b) {
  for (const [name, value] of [['buf1', a], ['buf2', b]]) {
    if (!ArrayBuffer.isView(value) && !(value instanceof ArrayBuffer)) {
      throw invalidArgType(name, 'an instance of ArrayBuffer, Buffer, TypedArray, or DataView', value);
    }
  }
  const x = view(a);
  const y = view(b);
  if (x.byteLength !== y.byteLength) {
    throw coded(RangeError, 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH', 'Input buffers must have the same byte length');
  }
  const left = new Uint8Array(x.buffer, x.byteOffset, x.byteLength);
  const right = new Uint8Array(y.buffer, y.byteOffset, y.byteLength);
  let different = 0;
  for (let i = 0; i < left.length; i++) different |= left[i] ^ right[i];
  return different === 0;
}

function randomUUID() {
  const bytes = randomBytes(16);
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function getRandomValues(array) {
  if (!ArrayBuffer.isView(array) || array instanceof DataView || array instanceof Float32Array || array instanceof Float64Array) {
    throw new DOMException('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
  }
  if (array.byteLength > MOST_RANDOM) {
    throw new DOMException(`The requested length exceeds ${MOST_RANDOM} bytes`, 'QuotaExceededError');
  }
  return fill(array);
}

class Crypto {
  getRandomValues(array) {
    return getRandomValues(array);
  }
  randomUUID() {
    return randomUUID();
  }
}

module.exports = {
  Hash,
  Hmac,
  createHash: (algorithm) => new Hash(algorithm),
  createHmac: (algorithm, key) => new Hmac(algorithm, key),
  getHashes: () => [...runtime.hashes],
  getRandomValues,
  hash: (algorithm, data, encoding = 'hex') => new Hash(algorithm).update(data).digest(encoding),
  randomBytes,
  randomFill,
  randomFillSync: part,
  randomInt,
  randomUUID,
  timingSafeEqual,
  webcrypto: new Crypto(),
};
