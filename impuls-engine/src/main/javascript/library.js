// What functions may require, and the globals made of it. `runtime` is what bootstrap/ lends; each
// module is evaluated when it is first asked for.
'use strict';

const modules = {
  __proto__: null,
  assert: () => require('./assert.js'),
  'assert/strict': () => require('./assert.js').strict,
  buffer: () => require('./buffer.js'),
  console: () => globalThis.console,
  crypto: () => require('./crypto.js'),
  events: () => require('./events.js'),
  module: () => require('./module.js'),
  os: () => require('./os.js'),
  path: () => require('path-browserify'),
  'path/posix': () => require('path-browserify'),
  perf_hooks: () => ({ performance: require('./performance.js') }),
  process: () => globalThis.process,
  punycode: () => require('unenv/node/punycode').default,
  querystring: () => require('unenv/node/querystring').default,
  string_decoder: () => require('string_decoder'),
  timers: () => require('./timers.js'),
  'timers/promises': () => require('./timers.js').promises,
  url: () => require('./url.js'),
  util: () => require('./util.js'),
  'util/types': () => require('./types.js'),
};

let api = null;
const fetchApi = () => (api ??= require('./fetch.js')(runtime));

const globals = {
  __proto__: null,
  AbortController: () => require('./abort.js').AbortController,
  AbortSignal: () => require('./abort.js').AbortSignal,
  Buffer: () => require('./buffer.js').Buffer,
  CustomEvent: () => require('./event-target.js').CustomEvent,
  DOMException: () => require('./dom-exception.js'),
  Event: () => require('./event-target.js').Event,
  EventTarget: () => require('./event-target.js').EventTarget,
  Headers: () => fetchApi().Headers,
  Request: () => fetchApi().Request,
  Response: () => fetchApi().Response,
  URL: () => require('./whatwg.js').URL,
  URLSearchParams: () => require('./whatwg.js').URLSearchParams,
  atob: () => require('./base64.js').atob,
  btoa: () => require('./base64.js').btoa,
  crypto: () => require('./crypto.js').webcrypto,
  performance: () => require('./performance.js'),
  fetch: () => fetchApi().fetch,
  structuredClone: () => require('./structured-clone.js'),
};

// For bootstrap/ alone.
const parts = {
  __proto__: null,
  console: () => require('./console.js'),
  errors: () => require('./errors.js'),
  inspector: () => require('node-inspect-extracted'),
  emitter: () => new (require('./events.js'))(),
};

const evaluated = { __proto__: null };

// The bundler gives names of its own to what is named like a global.
function named(name, value) {
  if (typeof value === 'function' && value.name.replace(/^_/, '').replace(/\d+$/, '') === name) {
    Object.defineProperty(value, 'name', { value: name, configurable: true });
  }
  return value;
}

function evaluate(name) {
  const exported = modules[name]();
  for (const [key, value] of Object.entries(exported)) named(key, value);
  return exported;
}

module.exports = {
  moduleNames: Object.keys(modules),
  globalNames: Object.keys(globals),
  module: (name) => (evaluated[name] ??= evaluate(name)),
  global: (name) => {
    const value = globals[name]();
    return typeof value === 'function' ? Object.defineProperty(value, 'name', { value: name }) : value;
  },
  part: (name) => parts[name](),
};
