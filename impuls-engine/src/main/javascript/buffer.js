// feross' buffer, with base64url and what came later, and the engine's own UTF-8, which is faster.
'use strict';

const base = require('buffer/');
const { inspect } = require('node-inspect-extracted');
const { coded, received } = require('./errors.js');

const { Buffer } = base;
// The bundler gives it another.
Object.defineProperty(Buffer, 'name', { value: 'Buffer' });
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

const isUrlSafe = (encoding) => typeof encoding === 'string' && encoding.toLowerCase() === 'base64url';
const isUtf8Name = (encoding) => encoding === undefined || encoding === null || /^utf-?8$/i.test(encoding);
// Reading base64 takes either alphabet.
const known = (encoding) => (isUrlSafe(encoding) ? 'base64' : encoding);

function wrap(owner, name, make) {
  const original = owner[name];
  const wrapped = make((self, args) => Reflect.apply(original, self, args));
  Object.defineProperty(wrapped, 'name', { value: name });
  Object.defineProperty(owner, name, { value: wrapped, writable: true, configurable: true, enumerable: true });
}
const withEncodingAt = (owner, name) =>
  wrap(owner, name, (call) => function (...args) {
    return call(this, args.map((arg, i) => (i > 0 ? known(arg) : arg)));
  });

wrap(Buffer, 'from', (call) => function (value, encoding, length) {
  if (typeof value === 'string') {
    if (encoding === undefined || isUtf8Name(encoding)) {
      return Object.setPrototypeOf(encoder.encode(value), Buffer.prototype);
    }
    return call(Buffer, [value, known(encoding)]);
  }
  try {
    if (value !== null && typeof value === 'object') return call(Buffer, [value, encoding, length]);
  } catch (e) {
    if (!(e instanceof TypeError)) throw e;
  }
  throw coded(TypeError, 'ERR_INVALID_ARG_TYPE',
    'The first argument must be of type string or an instance of Buffer, ArrayBuffer, or Array or an ' +
      `Array-like Object. Received ${received(value)}`);
});
wrap(Buffer, 'isEncoding', (call) => (encoding) =>
  typeof encoding === 'string' && (isUrlSafe(encoding) || call(Buffer, [encoding])));
withEncodingAt(Buffer, 'byteLength');
withEncodingAt(Buffer, 'alloc');
['write', 'fill', 'indexOf', 'lastIndexOf', 'includes'].forEach((name) => withEncodingAt(Buffer.prototype, name));
wrap(Buffer.prototype, 'toString', (call) => function (encoding, start, end) {
  if (isUrlSafe(encoding)) {
    return call(this, ['base64', start, end]).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  }
  if (isUtf8Name(encoding)) {
    const from = Math.max(0, start === undefined ? 0 : Math.trunc(start) || 0);
    const to = Math.min(this.length, end === undefined ? this.length : Math.trunc(end) || 0);
    return to > from ? decoder.decode(this.subarray(from, to)) : '';
  }
  return call(this, [encoding, start, end]);
});
Buffer.prototype.toLocaleString = Buffer.prototype.toString;

Buffer.prototype[inspect.custom] = function () {
  const shown = this.subarray(0, base.INSPECT_MAX_BYTES).toString('hex').replace(/..(?=.)/g, '$& ');
  const more = this.length - base.INSPECT_MAX_BYTES;
  return `<${this.constructor.name} ${shown}${more > 0 ? ` ... ${more} more byte${more > 1 ? 's' : ''}` : ''}>`;
};
Buffer.prototype.inspect = Buffer.prototype[inspect.custom];

Buffer.copyBytesFrom = (view, offset = 0, length = view.length - offset) => {
  const part = view.subarray(offset, offset + length);
  return Buffer.from(new Uint8Array(part.buffer, part.byteOffset, part.byteLength).slice());
};
['LE', 'BE'].forEach((end) => {
  Buffer.prototype[`readBigUint64${end}`] = Buffer.prototype[`readBigUInt64${end}`];
  Buffer.prototype[`writeBigUint64${end}`] = Buffer.prototype[`writeBigUInt64${end}`];
});
// All of it is Node's own, which for…in over a buffer does not show.
Object.keys(Buffer.prototype).forEach((key) => {
  if (Object.getOwnPropertyDescriptor(Buffer.prototype, key).configurable) {
    Object.defineProperty(Buffer.prototype, key, { enumerable: false });
  }
});

const bytesOf = (view) =>
  ArrayBuffer.isView(view) ? new Uint8Array(view.buffer, view.byteOffset, view.byteLength) : new Uint8Array(view);

module.exports = {
  Buffer,
  INSPECT_MAX_BYTES: base.INSPECT_MAX_BYTES,
  SlowBuffer: base.SlowBuffer,
  ...require('./base64.js'),
  constants: { MAX_LENGTH: base.kMaxLength, MAX_STRING_LENGTH: 1073741799 },
  isAscii: (view) => bytesOf(view).every((byte) => byte < 128),
  isUtf8(view) {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytesOf(view));
      return true;
    } catch {
      return false;
    }
  },
  kMaxLength: base.kMaxLength,
  kStringMaxLength: 1073741799,
};
