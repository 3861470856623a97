// The events package, with what Node's events have besides.
'use strict';

const EventEmitter = require('events/');
const { invalidArgType } = require('./errors.js');

const errorMonitor = Symbol('events.errorMonitor');
const { emit } = EventEmitter.prototype;

EventEmitter.prototype.emit = function (type, ...args) {
  if (type === 'error' && this.listenerCount(errorMonitor) > 0) {
    Reflect.apply(emit, this, [errorMonitor, ...args]);
  }
  return Reflect.apply(emit, this, [type, ...args]);
};

const abortError = (signal) =>
  Object.assign(new Error('The operation was aborted'), { name: 'AbortError', code: 'ABORT_ERR', cause: signal.reason });

const isEmitter = (target) => typeof target?.on === 'function';

function listen(target, name, listener, options) {
  if (isEmitter(target)) target[options?.once ? 'once' : 'on'](name, listener);
  else if (typeof target?.addEventListener === 'function') target.addEventListener(name, listener, options);
  else throw invalidArgType('emitter', 'an instance of EventEmitter', target);
}

function unlisten(target, name, listener) {
  if (isEmitter(target)) target.removeListener(name, listener);
  else target.removeEventListener(name, listener);
}

function once(target, name, { signal } = {}) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) throw abortError(signal);
    const done = () => {
      unlisten(target, name, happened);
      if (isEmitter(target)) unlisten(target, 'error', failed);
      signal?.removeEventListener('abort', aborted);
    };
    const happened = (...args) => {
      done();
      resolve(args);
    };
    const failed = (error) => {
      done();
      reject(error);
    };
    const aborted = () => failed(abortError(signal));
    listen(target, name, happened, { once: true });
    if (name !== 'error' && isEmitter(target)) listen(target, 'error', failed, { once: true });
    signal?.addEventListener('abort', aborted, { once: true });
  });
}

// Each event as the array of its arguments, in order, those that wait first.
function on(target, name, { signal, close = [] } = {}) {
  if (signal?.aborted) throw abortError(signal);
  const waiting = [];
  const asking = [];
  let failure = null;
  let ended = false;
  const happened = (...args) => {
    if (asking.length > 0) asking.shift().resolve({ value: args, done: false });
    else waiting.push(args);
  };
  const failed = (error) => {
    if (asking.length > 0) asking.shift().reject(error);
    else failure = error;
    end();
  };
  const aborted = () => failed(abortError(signal));
  const end = () => {
    if (ended) return;
    ended = true;
    unlisten(target, name, happened);
    if (isEmitter(target)) unlisten(target, 'error', failed);
    for (const event of close) unlisten(target, event, end);
    signal?.removeEventListener('abort', aborted);
    for (const { resolve } of asking.splice(0)) resolve({ value: undefined, done: true });
  };
  listen(target, name, happened);
  if (name !== 'error' && isEmitter(target)) listen(target, 'error', failed);
  for (const event of close) listen(target, event, end);
  signal?.addEventListener('abort', aborted, { once: true });
  return {
    next() {
      if (waiting.length > 0) return Promise.resolve({ value: waiting.shift(), done: false });
      if (failure !== null) {
        const error = failure;
        failure = null;
        return Promise.reject(error);
      }
      if (ended) return Promise.resolve({ value: undefined, done: true });
      return new Promise((resolve, reject) => asking.push({ resolve, reject }));
    },
    return() {
      end();
      return Promise.resolve({ value: undefined, done: true });
    },
    throw(error) {
      failed(error);
      return Promise.resolve({ value: undefined, done: true });
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function addAbortListener(signal, listener) {
  if (signal.aborted) queueMicrotask(listener);
  else signal.addEventListener('abort', listener, { once: true });
  return { [Symbol.dispose ?? Symbol.for('nodejs.dispose')]: () => signal.removeEventListener('abort', listener) };
}

module.exports = Object.assign(EventEmitter, {
  addAbortListener,
  captureRejectionSymbol: Symbol.for('nodejs.rejection'),
  captureRejections: false,
  errorMonitor,
  getEventListeners: (target, name) => (isEmitter(target) ? target.listeners(name) : []),
  getMaxListeners: (target) => (isEmitter(target) ? target.getMaxListeners() : EventEmitter.defaultMaxListeners),
  on,
  once,
  setMaxListeners(n = EventEmitter.defaultMaxListeners, ...targets) {
    if (targets.length === 0) EventEmitter.defaultMaxListeners = n;
    for (const target of targets) if (isEmitter(target)) target.setMaxListeners(n);
  },
  usingDomains: false,
});
