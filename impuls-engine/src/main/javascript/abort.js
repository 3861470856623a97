'use strict';

const { getEventAttributeValue, setEventAttributeValue } = require('event-target-shim');
const { Event, EventTarget } = require('./event-target.js');
const DOMException = require('./dom-exception.js');
const { coded, invalidArgType } = require('./errors.js');
const { inspect } = require('node-inspect-extracted');

const OWN = Symbol('own');
let abort;

class AbortSignal extends EventTarget {
  #aborted = false;
  #reason = undefined;
  // Signals made of this one; these are told before its listeners are.
  #dependents = [];

  constructor(own) {
    if (own !== OWN) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
    super();
  }

  static {
    abort = (signal, reason = new DOMException('This operation was aborted', 'AbortError')) => {
      if (signal.#aborted) return;
      const told = [signal];
      for (let i = 0; i < told.length; i++) {
        told[i].#aborted = true;
        told[i].#reason = reason;
        told.push(...told[i].#dependents.filter((dependent) => !dependent.#aborted && !told.includes(dependent)));
      }
      for (const one of told) one.dispatchEvent(new Event('abort'));
    };
  }

  static abort(reason) {
    const signal = new AbortSignal(OWN);
    abort(signal, reason);
    return signal;
  }

  static timeout(delay) {
    const signal = new AbortSignal(OWN);
    const reason = () => new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    setTimeout(() => abort(signal, reason()), delay);
    return signal;
  }

  static any(signals) {
    const all = [...signals];
    const signal = new AbortSignal(OWN);
    for (const one of all) {
      if (!(one instanceof AbortSignal)) throw invalidArgType('signals', 'an instance of AbortSignal', one);
    }
    const aborted = all.find((one) => one.#aborted);
    if (aborted) abort(signal, aborted.#reason);
    else for (const one of all) one.#dependents.push(signal);
    return signal;
  }

  get aborted() {
    return this.#aborted;
  }

  get reason() {
    return this.#reason;
  }

  throwIfAborted() {
    if (this.#aborted) throw this.#reason;
  }

  get onabort() {
    return getEventAttributeValue(this, 'abort');
  }

  set onabort(listener) {
    setEventAttributeValue(this, 'abort', listener);
  }

  get [Symbol.toStringTag]() {
    return 'AbortSignal';
  }

  [inspect.custom](depth, options) {
    return `AbortSignal ${inspect({ aborted: this.#aborted }, options)}`;
  }
}

class AbortController {
  #signal = new AbortSignal(OWN);

  get signal() {
    return this.#signal;
  }

  abort(reason) {
    abort(this.#signal, reason);
  }

  get [Symbol.toStringTag]() {
    return 'AbortController';
  }

  [inspect.custom](depth, options) {
    return `AbortController ${inspect({ signal: this.#signal }, options)}`;
  }
}

module.exports = { AbortController, AbortSignal };
