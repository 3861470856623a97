import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeLoader } from '../../bootstrap/loader.mjs';

const require = () => {};
const make = (handler = 'index.handler') => makeLoader({ handler }, require);

function handlerOf(loader) {
  const given = [];
  loader.withHandler((handler) => given.push(handler));
  return given[0];
}

// A namespace throws until the module's top level is done.
const unfinished = () => new Proxy({}, {
  get() {
    throw new ReferenceError('not initialized');
  },
});

test('CommonJS gets what Node gives it', () => {
  const loader = make();
  const handler = () => {};
  let given;
  loader.loadCommonJs(function (...args) {
    given = [this, ...args];
    args[2].exports = { handler };
  });
  const [self, exports, itsRequire, module, filename, directory] = given;
  assert.equal(self, exports);
  assert.equal(itsRequire, require);
  assert.equal(module.loaded, true);
  assert.deepEqual([filename, directory, module.filename, module.id], ['/var/task/function.js', '/var/task', '/var/task/function.js', '.']);
  assert.equal(handlerOf(loader), handler);
});

test('a handler within an object keeps its owner', () => {
  const loader = make('index.api.v1.get');
  loader.loadCommonJs((exports) => {
    exports.api = { v1: { name: 'first', get() {
      return this.name;
    } } };
  });
  assert.equal(handlerOf(loader)(), 'first');
});

test('a handler that is not there is told by its name', () => {
  for (const [handler, exported] of [['index.handler', {}], ['index.a.b', {}], ['index.a.b', { a: null }], ['index.handler', { handler: 1 }]]) {
    assert.throws(() => make(handler).loadCommonJs((exports, r, module) => {
      module.exports = exported;
    }), { name: 'Runtime.HandlerNotFound', message: new RegExp(`^${handler} is undefined or not a function: the code exports no "${handler.slice(6)}"$`) });
  }
});

test('a module has named exports, or a default one', () => {
  const handler = () => {};
  for (const namespace of [{ handler }, { default: handler }, { default: { handler } }]) {
    const loader = make();
    assert.equal(loader.loadModule(namespace), true);
    assert.equal(handlerOf(loader), handler);
  }
  assert.throws(() => make('index.a.b').loadModule({ default: handler }), { name: 'Runtime.HandlerNotFound' });
});

test('a module that awaits at its top level is called when it has its exports', () => {
  const loader = make();
  let namespace = unfinished();
  const live = new Proxy({}, { get: (_, key) => namespace[key] });
  assert.equal(loader.loadModule(live), false);
  const given = [];
  loader.withHandler((handler) => given.push(handler));
  assert.equal(loader.goOnLoading(), false);
  assert.deepEqual(given, []);
  const handler = () => {};
  namespace = { handler };
  assert.equal(loader.goOnLoading(), true);
  assert.deepEqual(given, [handler]);
  assert.equal(handlerOf(loader), handler);
});
