// The bundle with functions in it, as the host evaluates it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeFunction, MODULES, text, turn } from '../bundles.mjs';

async function run(code, { event = {}, ...options } = {}) {
  const made = makeFunction(code, options);
  made.load();
  made.api.call(JSON.stringify(event), 'request', Date.now() + 1000);
  await turn();
  return made;
}

// The function's result.
async function answer(code, options) {
  const { settled } = await run(code, { ...options, host: { longestResult: 10_000, ...options?.host } });
  assert.equal(settled.length, 1, code);
  const [succeeded, status, json, headers] = settled[0];
  assert.deepEqual([succeeded, status, headers], [true, 200, null], json);
  return JSON.parse(json);
}

test('the bundle is one function, without wrappers of the bundler', () => {
  const bundle = text('bootstrap');
  assert.match(bundle, /^\(function \(host, settingsJson\) \{ 'use strict'; let api;\nvar\{apply,/);
  assert.doesNotMatch(bundle, /__(?!proto__)\w/);
});

test('the host has what it calls, and cannot change it', () => {
  const { api } = makeFunction('');
  assert.deepEqual(Object.keys(api).sort(),
    ['adopt', 'call', 'describe', 'fetched', 'fire', 'forgetFetches', 'goOnLoading', 'loadCommonJs', 'loadModule']);
  assert.ok(Object.isFrozen(api));
});

test('a call gets the event and answers', async () => {
  assert.deepEqual(await answer('exports.handler = async (event) => ({ doubled: event.n * 2 })', { event: { n: 21 } }), { doubled: 42 });
});

test('an error is told with the function’s own lines', async () => {
  const { settled } = await run('exports.handler = () => { throw new TypeError("wrong"); };');
  const [succeeded, type, message, stack] = settled[0];
  assert.deepEqual([succeeded, type, message], [false, 'TypeError', 'wrong']);
  assert.match(stack, /^TypeError: wrong\n +at exports\.handler \(function\.js:1:33\)/);
  assert.doesNotMatch(stack, /impuls:/);
});

test('globals are as in Node, and none of the runtime’s own is seen', async () => {
  const names = await answer(`exports.handler = () => Object.getOwnPropertyNames(globalThis).filter((name) =>
    /^(api|host|settings.*|bootstrap|original.*|primordials)$/.test(name))`);
  assert.deepEqual(names, []);
  assert.deepEqual(await answer('exports.handler = () => [typeof process, global === globalThis, typeof URL, typeof fetch, setTimeout.name]'),
    ['object', true, 'function', 'function', 'setTimeout']);
  assert.deepEqual(await answer('exports.handler = () => Object.keys(globalThis)'), ['TextDecoder', 'TextEncoder']);
});

test('names of functions and classes are those of the source', async () => {
  assert.deepEqual(await answer('exports.handler = () => [setTimeout(() => {}).constructor.name, require.name]'), ['Timeout', 'require']);
});

test('the settings of the function reach its process', async () => {
  assert.deepEqual(await answer('exports.handler = () => [process.env.COLOUR, process.version, process.pid, process.uptime()]'),
    ['red', 'v22.0.0', 42, 2.5]);
});

test('console lines are written as Node writes them', async () => {
  const { lines } = await run('exports.handler = () => { console.log("a", { b: [1] }); console.group(); console.warn("c"); };');
  assert.deepEqual(lines, [['info', 'a { b: [ 1 ] }'], ['warn', '  c']]);
});

test('a timer fires when the host says so', async () => {
  const { api, settled, timers } = await run('exports.handler = () => new Promise((resolve) => setTimeout(resolve, 30, "late"))');
  assert.deepEqual([...timers], [[1, 30]]);
  assert.deepEqual(settled, []);
  api.fire(1);
  await turn();
  assert.deepEqual(settled, [[true, 200, '"late"', null, false]]);
});

test('a request ends with what the host fetched', async () => {
  const sent = [];
  const { api, settled } = await run(
    'exports.handler = async () => { const r = await fetch("http://a.test/x#y"); return [r.status, r.headers.get("h"), await r.text()]; }',
    {
      host: {
        fetch: (id, method, url) => {
          sent.push([id, method, url]);
          return true;
        },
        readBody: (buffer) => void new Uint8Array(buffer).set(new TextEncoder().encode('body')),
      },
    });
  assert.deepEqual(sent, [[1, 'GET', 'http://a.test/x']]);
  api.fetched(1, null, 'OK', 200, 'h\nv', 4);
  await turn();
  assert.deepEqual(settled, [[true, 200, '[200,"v","body"]', null, false]]);
});

test('the library is evaluated in the language as it was', async () => {
  assert.equal(await answer(`
    Array.prototype.map = Array.prototype.push = String.prototype.slice = JSON.stringify = () => { throw new Error('hijacked'); };
    Object.prototype.added = 'polluted';
    exports.handler = () => require('util').promisify.name`), 'promisify');
});

test('what the function made of promises and iterators does not stop its call', async () => {
  assert.equal(await answer(`
    Promise.prototype.then = () => { throw new Error('hijacked'); };
    Array.prototype[Symbol.iterator] = () => { throw new Error('hijacked'); };
    Map.prototype.get = Map.prototype.set = () => { throw new Error('hijacked'); };
    setTimeout(() => {}, 1);
    exports.handler = () => Promise.resolve('answered');`), 'answered');
});

test('a handler that is missing is told when the code is loaded', () => {
  const { api, load } = makeFunction('exports.other = 1');
  let thrown;
  try {
    load();
  } catch (e) {
    thrown = e;
  }
  assert.deepEqual([...api.describe(thrown)],
    ['Runtime.HandlerNotFound', 'index.handler is undefined or not a function: the code exports no "handler"', '']);
});

test('modules can be required by both names', async () => {
  assert.deepEqual(await answer(`exports.handler = () => ${JSON.stringify(MODULES)}.filter((name) => require('node:' + name) !== require(name))`), []);
});
