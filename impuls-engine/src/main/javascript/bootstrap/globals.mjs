// Defines globals, writable as Node's are.
import { defineProperty } from './primordials.mjs';

export function makeGlobals(global) {
  const provide = (name, value) =>
    defineProperty(global, name, { __proto__: null, value, writable: true, enumerable: false, configurable: true });

  // Makes the value on first use; a value of undefined is asked for again.
  const provideLazily = (name, make) =>
    defineProperty(global, name, {
      __proto__: null,
      get: () => {
        const value = make();
        if (value !== undefined) provide(name, value);
        return value;
      },
      set: (value) => {
        provide(name, value);
      },
      enumerable: false,
      configurable: true,
    });

  return { provide, provideLazily };
}
