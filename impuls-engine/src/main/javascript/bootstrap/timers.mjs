// Timers. The host keeps the time, and calls `fire` when one is due.
import {
  apply, defineProperty, mapDelete, mapGet, mapSet, NativeMap, PROMISIFY_CUSTOM, resolved, then, toPrimitive,
} from './primordials.mjs';

const MAX_DELAY_MS = 2147483647;

export class Timeout {
  #id;
  constructor(id) {
    this.#id = id;
  }
  ref() {
    return this;
  }
  unref() {
    return this;
  }
  hasRef() {
    return true;
  }
  [toPrimitive]() {
    return this.#id;
  }
}

// `invalid(name, expected, value)` makes the error for an argument of the wrong type.
export function makeTimers({ host, invalid }) {
  const timers = new NativeMap();
  let lastTimer = 0;

  function start(callback, ms, args, every) {
    if (typeof callback !== 'function') throw invalid('callback', 'of type function', callback);
    const id = ++lastTimer;
    mapSet(timers, id, { callback, args, every });
    host.startTimer(id, ms);
    return new Timeout(id);
  }

  const delayOf = (delay) => (delay >= 1 && delay <= MAX_DELAY_MS ? delay : 1);

  function clear(handle) {
    const id = +handle;
    if (mapDelete(timers, id)) host.stopTimer(id);
  }

  function fire(id) {
    const due = mapGet(timers, id);
    if (!due) return;
    if (due.every > 0) host.startTimer(id, due.every);
    else mapDelete(timers, id);
    apply(due.callback, undefined, due.args);
  }

  return {
    clear,
    fire,
    setImmediate: (callback, ...args) => start(callback, 0, args, 0),
    setInterval: (callback, delay, ...args) => {
      const ms = delayOf(+delay);
      return start(callback, ms, args, ms);
    },
    setTimeout: (callback, delay, ...args) => start(callback, delayOf(+delay), args, 0),
    queueMicrotask: (callback) => {
      if (typeof callback !== 'function') throw invalid('callback', 'of type function', callback);
      then(resolved, () => callback());
    },
  };
}

// util.promisify finds the promise variants of the timers through `require`.
export function provideTimers(provide, timers, require) {
  const { clear, queueMicrotask, setImmediate, setInterval, setTimeout } = timers;
  const promised = (name, timer) =>
    defineProperty(timer, PROMISIFY_CUSTOM, {
      __proto__: null,
      get: () => require('timers/promises')[name],
      enumerable: false,
      configurable: true,
    });
  promised('setTimeout', setTimeout);
  promised('setImmediate', setImmediate);
  provide('setTimeout', setTimeout);
  provide('setInterval', setInterval);
  provide('setImmediate', setImmediate);
  provide('clearTimeout', clear);
  provide('clearInterval', clear);
  provide('clearImmediate', clear);
  provide('queueMicrotask', queueMicrotask);
}
