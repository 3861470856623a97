// A snapshot of the built-in objects that libraries use. The library is evaluated after the function's
// code may have redefined them, and needs the originals. A larger snapshot would slow every cold start.
import {
  defineProperty, deleteProperty, each, getOwnPropertyDescriptor, getOwnPropertyDescriptors, getPrototypeOf, hasOwn,
  ownKeys, setPrototypeOf,
} from './primordials.mjs';

// Takes the snapshot. Returns `withOriginals(run)`, which restores it, calls `run`, and puts the
// function's changes back.
export function makeOriginals(global) {
  const originals = [];
  const { prototype: typedArray } = getPrototypeOf(Uint8Array);
  const iteratorOf = (iterable) => getPrototypeOf(iterable[Symbol.iterator]());
  const objects = [
    Object.prototype, Function.prototype, Array.prototype, String.prototype, RegExp.prototype, Map.prototype, Set.prototype,
    Promise.prototype, Error.prototype, typedArray, iteratorOf([]), iteratorOf(new Map()), iteratorOf(new Set()),
    iteratorOf(''), Object, Array, JSON, Reflect, global,
  ];
  each(objects, (owner, i) => {
    originals[i] = { owner, properties: getOwnPropertyDescriptors(owner) };
  });

  const define = (owner, key, property) => {
    if (property) defineProperty(owner, key, property);
    else deleteProperty(owner, key);
  };

  return function withOriginals(run) {
    const own = [];
    let count = 0;
    const keep = (owner, key, property) => {
      if (property) setPrototypeOf(property, null);
      defineProperty(own, count++, { __proto__: null, value: { __proto__: null, owner, key, property } });
    };
    try {
      for (let i = 0; i < originals.length; i++) {
        const { owner, properties } = originals[i];
        const keys = ownKeys(owner);
        for (let k = 0; owner !== global && k < keys.length; k++) {
          if (!hasOwn(properties, keys[k])) {
            keep(owner, keys[k], getOwnPropertyDescriptor(owner, keys[k]));
            deleteProperty(owner, keys[k]);
          }
        }
        const known = ownKeys(properties);
        for (let k = 0; k < known.length; k++) {
          const original = properties[known[k]];
          const now = getOwnPropertyDescriptor(owner, known[k]);
          if (!now || now.value !== original.value || now.get !== original.get || now.set !== original.set) {
            if (isNotANumber(original.value)) continue;
            keep(owner, known[k], now);
            setPrototypeOf(original, null);
            define(owner, known[k], original);
          }
        }
      }
      return run();
    } finally {
      while (count > 0) {
        const { owner, key, property } = own[--count];
        define(owner, key, property);
      }
    }
  };
}

// The global NaN is unequal to itself, and cannot be redefined.
const isNotANumber = (value) => typeof value === 'number' && !(value <= 0 || value > 0);
