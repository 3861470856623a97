// require, for the library's modules and no others.
import { each, indexOf, NativeError, slice } from './primordials.mjs';

export function makeRequire({ global, invalid, library, settings }) {
  const required = { __proto__: null };
  const names = { __proto__: null };
  each(settings.modules, (name) => {
    names[name] = true;
  });

  function resolve(name) {
    if (typeof name !== 'string') throw invalid('id', 'of type string', name);
    const bare = indexOf(name, 'node:') === 0 ? slice(name, 5) : name;
    if (names[bare] !== true) {
      const error = new NativeError("Cannot find module '" + name + "': " + settings.instead);
      error.code = 'MODULE_NOT_FOUND';
      throw error;
    }
    return bare;
  }

  // A property, because the bundler renames variables called require, and functions with them.
  const { require } = {
    require: (name) => {
      const bare = resolve(name);
      // These two are no modules of the library, and the function may have replaced them.
      if (bare === 'process' || bare === 'console') return global[bare];
      return (required[bare] ??= library.module(bare));
    },
  };
  require.resolve = (name) => (resolve(name), name);
  require.main = undefined;
  return require;
}
