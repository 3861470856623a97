'use strict';

const { inspect, format, formatWithOptions, stripVTControlCharacters } = require('node-inspect-extracted');
const { isDeepStrictEqual } = require('assert/build/internal/util/comparisons.js');
const { coded, invalidArgType } = require('./errors.js');
const types = require('./types.js');

const warned = new Set();

function deprecate(f, message, code) {
  let told = false;
  function deprecated(...args) {
    if (!told) {
      told = true;
      if (code === undefined || !warned.has(code)) {
        if (code !== undefined) warned.add(code);
        process.emitWarning(message, 'DeprecationWarning', code);
      }
    }
    return new.target ? Reflect.construct(f, args, new.target) : Reflect.apply(f, this, args);
  }
  Object.setPrototypeOf(deprecated, f);
  if (f.prototype) deprecated.prototype = f.prototype;
  return deprecated;
}

// Plain unless asked not to look, since a log is no terminal.
function styleText(styles, text, { validateStream = true } = {}) {
  let before = '';
  let after = '';
  for (const style of [styles].flat()) {
    const codes = inspect.colors[style];
    if (codes === undefined) {
      throw coded(TypeError, 'ERR_INVALID_ARG_VALUE',
        `The argument 'format' must be one of: ${Object.keys(inspect.colors).map((c) => `'${c}'`).join(', ')}. Received ${inspect(style)}`);
    }
    before += `\u001b[${codes[0]}m`;
    after = `\u001b[${codes[1]}m${after}`;
  }
  return validateStream ? text : before + text + after;
}

const custom = Symbol.for('nodejs.util.promisify.custom');

function promisify(f) {
  if (typeof f !== 'function') throw invalidArgType('original', 'of type function', f);
  if (f[custom]) {
    if (typeof f[custom] !== 'function') throw invalidArgType('util.promisify.custom', 'of type function', f[custom]);
    return Object.defineProperty(f[custom], custom, { value: f[custom], configurable: true });
  }
  function promised(...args) {
    return new Promise((resolve, reject) => {
      Reflect.apply(f, this, [...args, (error, value) => (error ? reject(error) : resolve(value))]);
    });
  }
  Object.setPrototypeOf(promised, Object.getPrototypeOf(f));
  Object.defineProperty(promised, custom, { value: promised, configurable: true });
  return Object.defineProperties(promised, Object.getOwnPropertyDescriptors(f));
}
promisify.custom = custom;

function callbackify(f) {
  if (typeof f !== 'function') throw invalidArgType('original', 'of type function', f);
  function calledBack(...args) {
    const callback = args.pop();
    if (typeof callback !== 'function') throw invalidArgType('last argument', 'of type function', callback);
    Reflect.apply(f, this, args).then(
      (value) => process.nextTick(callback, null, value),
      (reason) => process.nextTick(callback, reason ||
        coded(Error, 'ERR_FALSY_VALUE_REJECTION', 'Promise was rejected with falsy value', { reason })));
  }
  Object.defineProperty(calledBack, 'name', { value: `${f.name}Callbackified`, configurable: true });
  return Object.defineProperty(calledBack, 'length', { value: f.length + 1, configurable: true });
}

function inherits(type, superType) {
  if (typeof type !== 'function') throw invalidArgType('ctor', 'of type function', type);
  if (typeof superType !== 'function') throw invalidArgType('superCtor', 'of type function', superType);
  Object.defineProperty(type, 'super_', { value: superType, writable: true, configurable: true });
  Object.setPrototypeOf(type.prototype, superType.prototype);
}

// Sections are named in NODE_DEBUG, parted by commas; * stands for any letters.
function debuglog(section) {
  const names = (process.env.NODE_DEBUG ?? '').split(',').filter((name) => name !== '');
  const pattern = names.map((name) => name.replace(/[|\\{}()[\]^$+?.]/g, '\\$&').replace(/\*/g, '.*')).join('|');
  const enabled = names.length > 0 && new RegExp(`^(?:${pattern})$`, 'i').test(section);
  const log = (...values) => {
    if (enabled) console.error('%s %d: %s', section.toUpperCase(), process.pid, format(...values));
  };
  return Object.defineProperty(log, 'enabled', { value: enabled });
}

module.exports = {
  TextDecoder,
  TextEncoder,
  callbackify,
  debug: debuglog,
  debuglog,
  deprecate,
  format,
  formatWithOptions,
  inherits,
  inspect,
  isArray: Array.isArray,
  isDeepStrictEqual,
  promisify,
  stripVTControlCharacters,
  styleText,
  toUSVString: (text) => `${text}`.toWellFormed(),
  types,
};
