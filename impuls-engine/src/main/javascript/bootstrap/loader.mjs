// Loads the function's code, and finds the handler in its exports.
import { apply, indexOf, isA, NativeReferenceError, slice, split } from './primordials.mjs';
import { named } from './errors.mjs';

const FILE = '/var/task/function.js';
const DIRECTORY = '/var/task';

export function makeLoader(settings, require) {
  let handler;
  // The namespace of a module whose top level still awaits.
  let loading = null;
  let waiting = null;

  // `settings.handler` is FILE.EXPORT; further dots lead into objects.
  function find(exported) {
    const path = split(settings.handler, '.');
    let found = exported;
    let owner;
    for (let i = 1; i < path.length; i++) {
      owner = found;
      found = found === null || found === undefined ? undefined : found[path[i]];
    }
    if (typeof found !== 'function') {
      const wanted = slice(settings.handler, indexOf(settings.handler, '.') + 1);
      throw named('Runtime.HandlerNotFound', settings.handler + ' is undefined or not a function: the code exports no "' + wanted + '"');
    }
    return owner === exported ? found : (...args) => apply(found, owner, args);
  }

  // Looks in the default export if no named export is the handler.
  function findInModule(namespace) {
    try {
      return find(namespace);
    } catch (e) {
      if (isA(e, NativeReferenceError)) throw e;
      const other = namespace.default;
      if (typeof other === 'function' && split(settings.handler, '.').length === 2) return other;
      if (other !== null && typeof other === 'object') return find(other);
      throw e;
    }
  }

  function loadCommonJs(wrapper) {
    const module = { exports: {}, id: '.', filename: FILE, loaded: false, children: [], paths: [] };
    apply(wrapper, module.exports, [module.exports, require, module, FILE, DIRECTORY]);
    module.loaded = true;
    handler = find(module.exports);
  }

  // Called by the host after each turn while the module's top level awaits. Returns whether the exports
  // are there now.
  function goOnLoading() {
    try {
      handler = findInModule(loading);
    } catch (e) {
      if (isA(e, NativeReferenceError)) return false;
      throw e;
    }
    loading = null;
    const use = waiting;
    waiting = null;
    if (use !== null) use(handler);
    return true;
  }

  function loadModule(namespace) {
    loading = namespace;
    return goOnLoading();
  }

  // Calls `use` with the handler, as soon as there is one.
  function withHandler(use) {
    if (loading === null) use(handler);
    else waiting = use;
  }

  return { goOnLoading, loadCommonJs, loadModule, withHandler };
}
