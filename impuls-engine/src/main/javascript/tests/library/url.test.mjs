import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadLibrary } from '../bundles.mjs';

const library = loadLibrary();
const url = library.module('url');
const { inspect } = library.module('util');
const { URL, URLSearchParams } = url;

test('URLs are resolved, percent-encoded and refused', () => {
  assert.equal(new URL('../b?q=ü#f', 'http://A.test:80/x/y/z').href, 'http://a.test/x/b?q=%C3%BC#f');
  assert.equal(library.global('URL'), URL);
  assert.throws(() => new URL('none'), { code: 'ERR_INVALID_URL', input: 'none', message: 'Invalid URL' });
  assert.throws(() => new URL('x', 'y'), { code: 'ERR_INVALID_URL', base: 'y' });
  assert.throws(() => new URL(), { code: 'ERR_MISSING_ARGS' });
  assert.deepEqual([URL.canParse('a:b'), URL.canParse('ab')], [true, false]);
});

test('international host names', () => {
  assert.equal(new URL('http://Bücher.example/').hostname, 'xn--bcher-kva.example');
  assert.equal(url.domainToASCII('español.com'), 'xn--espaol-zwa.com');
  assert.equal(url.domainToUnicode('xn--espaol-zwa.com'), 'español.com');
  assert.equal(url.domainToASCII('PLAIN.com'), 'plain.com');
  assert.equal(url.domainToASCII('xn--iñvalid.com'), '');
});

test('tables of host names are not asked for plain names', () => {
  const { module } = loadLibrary({ idna: () => assert.fail('the tables were asked for') });
  assert.equal(new (module('url').URL)('http://EXAMPLE.com/ü').href, 'http://example.com/%C3%BC');
});

test('format leaves parts out', () => {
  const full = new URL('http://u:p@a.test/x?q#f');
  assert.equal(url.format(full, { auth: false, fragment: false, search: false }), 'http://a.test/x');
  assert.equal(url.format(full), 'http://u:p@a.test/x?q#f');
  assert.equal(full.href, 'http://u:p@a.test/x?q#f');
  assert.equal(url.format({ protocol: 'http', host: 'a.test', pathname: '/x' }), 'http://a.test/x');
});

test('files', () => {
  assert.equal(url.fileURLToPath('file:///a%20b'), '/a b');
  assert.throws(() => url.fileURLToPath('http://a/'), { code: 'ERR_INVALID_URL_SCHEME' });
});

test('consoles show URLs as those of Node', () => {
  assert.match(inspect(new URL('http://a.test/')), /^URL \{\n {2}href: 'http:\/\/a\.test\/',\n {2}origin: 'http:\/\/a\.test',/);
  assert.equal(inspect(new URLSearchParams('a=1&b=2')), "URLSearchParams { 'a' => '1', 'b' => '2' }");
  assert.equal(inspect(new URLSearchParams()), 'URLSearchParams {}');
});
