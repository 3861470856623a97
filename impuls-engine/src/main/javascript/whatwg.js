// URL and URLSearchParams as consoles and errors of Node have them.
'use strict';

const whatwg = require('whatwg-url');
const { inspect } = require('node-inspect-extracted');
const { coded } = require('./errors.js');

const { URLSearchParams } = whatwg;
const SHOWN = ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search',
  'searchParams', 'hash'];

class URL extends whatwg.URL {
  constructor(input, base) {
    if (arguments.length === 0) {
      throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "url" argument must be specified');
    }
    try {
      super(...(base === undefined ? [input] : [input, base]));
    } catch (e) {
      if (!(e instanceof TypeError) || !e.message.startsWith('Invalid')) throw e;
      throw coded(TypeError, 'ERR_INVALID_URL', 'Invalid URL', base === undefined ? { input: `${input}` } : { input: `${input}`, base: `${base}` });
    }
  }

  static canParse(...args) {
    return whatwg.URL.canParse(...args);
  }

  [inspect.custom](depth, options) {
    if (depth < 0) return `[${this.constructor.name}]`;
    const shown = {};
    for (const name of SHOWN) shown[name] = this[name];
    return `${this.constructor.name} ${inspect(shown, options)}`;
  }
}

Object.defineProperty(URLSearchParams.prototype, inspect.custom, {
  value(depth, options) {
    if (depth < 0) return '[Object]';
    const pairs = [...this].map(([key, value]) => `${inspect(key, options)} => ${inspect(value, options)}`);
    return pairs.length === 0 ? 'URLSearchParams {}' : `URLSearchParams { ${pairs.join(', ')} }`;
  },
});

module.exports = { URL, URLSearchParams };
