'use strict';

const { Event, EventTarget, setErrorHandler } = require('event-target-shim');

// As in Node, what a listener throws is nobody's to catch; it ends the call.
setErrorHandler((error) => {
  queueMicrotask(() => {
    throw error;
  });
});

class CustomEvent extends Event {
  #detail;
  constructor(type, options) {
    super(type, options);
    this.#detail = options?.detail ?? null;
  }
  get detail() {
    return this.#detail;
  }
}

module.exports = { CustomEvent, Event, EventTarget };
