'use strict';

const { inspect } = require('node-inspect-extracted');
const DOMException = require('./dom-exception.js');
const { coded } = require('./errors.js');
const types = require('./types.js');

const ERRORS = { __proto__: null, Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

const TypedArray = Object.getPrototypeOf(Uint8Array);

const refuse = (value) => {
  const shown = typeof value === 'symbol' || typeof value === 'function' ? String(value) : `#<${value.constructor?.name ?? 'Object'}>`;
  return new DOMException(`${shown} could not be cloned.`, 'DataCloneError');
};

const cannot = [types.isPromise, types.isWeakMap, types.isWeakSet, (value) => value instanceof WeakRef, types.isGeneratorObject,
  types.isMapIterator, types.isSetIterator];

function cloneError(error) {
  const name = error.name in ERRORS ? error.name : 'Error';
  const made = new ERRORS[name]();
  for (const key of ['message', 'stack', 'cause']) {
    if (Object.hasOwn(error, key)) {
      Object.defineProperty(made, key, { value: key === 'cause' ? error.cause : String(error[key]), writable: true, configurable: true });
    }
  }
  return made;
}

function cloner(transferred) {
  const seen = new Map();

  function buffer(value) {
    if (transferred.includes(value)) return value.transfer();
    return value.slice(0);
  }

  // An object that has others inside is known before they are cloned, since they may lead back to it.
  function cloneObject(value) {
    const known = (copy, fill) => {
      seen.set(value, copy);
      fill?.(copy);
      return copy;
    };
    if (types.isBoxedPrimitive(value)) {
      const primitive = value.valueOf();
      if (typeof primitive === 'symbol') throw refuse(primitive);
      return known(Object(primitive));
    }
    if (types.isDate(value)) return known(new Date(value.getTime()));
    if (types.isRegExp(value)) return known(new RegExp(value.source, value.flags));
    if (types.isArrayBuffer(value)) return known(buffer(value));
    if (types.isSharedArrayBuffer(value)) return known(value);
    if (ArrayBuffer.isView(value)) {
      const bytes = clone(value.buffer);
      if (types.isDataView(value)) return known(new DataView(bytes, value.byteOffset, value.byteLength));
      const View = globalThis[Reflect.get(TypedArray.prototype, Symbol.toStringTag, value)];
      return known(new View(bytes, value.byteOffset, value.length));
    }
    if (types.isMap(value)) {
      const entries = [...Map.prototype.entries.call(value)];
      return known(new Map(), (copy) => entries.forEach(([key, item]) => copy.set(clone(key), clone(item))));
    }
    if (types.isSet(value)) {
      const items = [...Set.prototype.values.call(value)];
      return known(new Set(), (copy) => items.forEach((item) => copy.add(clone(item))));
    }
    if (types.isNativeError(value)) {
      return known(cloneError(value), (copy) => {
        if (Object.hasOwn(copy, 'cause')) copy.cause = clone(copy.cause);
      });
    }
    if (typeof value === 'function' || cannot.some((is) => is(value))) throw refuse(value);
    const copy = Array.isArray(value) ? new Array(value.length) : {};
    return known(copy, () => {
      for (const key of Object.keys(value)) {
        Object.defineProperty(copy, key, { value: clone(value[key]), writable: true, enumerable: true, configurable: true });
      }
    });
  }

  function clone(value) {
    if (typeof value === 'symbol') throw refuse(value);
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return value;
    return seen.has(value) ? seen.get(value) : cloneObject(value);
  }

  return clone;
}

module.exports = function structuredClone(value, options) {
  if (arguments.length === 0) throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "value" argument must be specified');
  const transferred = [...(options?.transfer ?? [])];
  for (const one of transferred) {
    if (!types.isArrayBuffer(one)) throw new DOMException(`${inspect(one, { depth: -1 })} could not be transferred.`, 'DataCloneError');
  }
  const copy = cloner(transferred)(value);
  for (const one of transferred) if (!one.detached) one.transfer();
  return copy;
};
