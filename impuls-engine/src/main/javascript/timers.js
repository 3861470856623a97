'use strict';

const { clearImmediate, clearInterval, clearTimeout, setImmediate, setInterval, setTimeout } = globalThis;

const abortError = (signal) =>
  Object.assign(new Error('The operation was aborted'), { name: 'AbortError', code: 'ABORT_ERR', cause: signal.reason });

function later(start, clear, value, signal) {
  if (signal?.aborted) return Promise.reject(abortError(signal));
  return new Promise((resolve, reject) => {
    const aborted = () => {
      clear(timer);
      reject(abortError(signal));
    };
    const timer = start(() => {
      signal?.removeEventListener('abort', aborted);
      resolve(value);
    });
    signal?.addEventListener('abort', aborted, { once: true });
  });
}

const wait = (delay, value, options) => later((f) => setTimeout(f, delay), clearTimeout, value, options?.signal);

const promises = {
  scheduler: {
    wait: (delay, options) => wait(delay, undefined, options),
    yield: () => promises.setImmediate(),
  },
  setImmediate: (value, options) => later((f) => setImmediate(f), clearImmediate, value, options?.signal),
  async *setInterval(delay, value, { signal } = {}) {
    for (;;) yield await wait(delay, value, { signal });
  },
  setTimeout: wait,
};

module.exports = {
  clearImmediate, clearInterval, clearTimeout, promises, setImmediate, setInterval, setTimeout,
};
