'use strict';

const { nanos, timeOrigin } = runtime;

class Performance {
  get timeOrigin() {
    return timeOrigin;
  }
  now() {
    return nanos() / 1e6;
  }
  toJSON() {
    return { timeOrigin };
  }
}

module.exports = new Performance();
