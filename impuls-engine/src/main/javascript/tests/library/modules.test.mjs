import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadLibrary, MODULES } from '../bundles.mjs';

const library = loadLibrary();

test('the modules are those that are told of', () => {
  assert.deepEqual(library.moduleNames, MODULES);
  assert.equal(library.module('os'), library.module('os'));
});

test('os tells nothing of the machine', () => {
  const os = library.module('os');
  assert.deepEqual([os.EOL, os.homedir(), os.tmpdir(), os.type(), os.endianness()], ['\n', '/var/task', '/tmp', 'Linux', 'LE']);
});

test('module knows the built-in ones', () => {
  const module = library.module('module');
  assert.deepEqual(module.builtinModules, ['fs', 'path']);
  assert.deepEqual([module.isBuiltin('node:fs'), module.isBuiltin('os')], [true, false]);
  assert.equal(module.createRequire('file:///x')('os'), library.module('os'));
});

test('performance counts from the context’s start', () => {
  const { performance } = library.module('perf_hooks');
  assert.deepEqual([performance.timeOrigin, performance.now(), performance.toJSON()], [1000, 1.5, { timeOrigin: 1000 }]);
});

test('assert tells what differs', () => {
  const own = library.module('assert');
  own.deepEqual({ a: [1] }, { a: [1] });
  assert.throws(() => own.strictEqual(1, 2), { name: 'AssertionError', code: 'ERR_ASSERTION', actual: 1, expected: 2 });
  assert.throws(() => own.deepStrictEqual([1], ['1']), { code: 'ERR_ASSERTION' });
  assert.equal(library.module('assert/strict').equal, own.strictEqual);
});

test('path, querystring, punycode and string_decoder', () => {
  assert.equal(library.module('path').resolve('/a/b', '../c'), '/a/c');
  assert.equal(library.module('path/posix').basename('/a/b.js', '.js'), 'b');
  assert.deepEqual({ ...library.module('querystring').parse('a=1&a=2&b=%C3%BC') }, { a: ['1', '2'], b: 'ü' });
  assert.equal(library.module('punycode').toASCII('mañana.com'), 'xn--maana-pta.com');
  const decoder = new (library.module('string_decoder').StringDecoder)('utf8');
  const { Buffer } = library.module('buffer');
  assert.deepEqual([decoder.write(Buffer.from([0xe2, 0x82])), decoder.write(Buffer.from([0xac])), decoder.end()], ['', '€', '']);
});
