'use strict';

const { inspect } = require('node-inspect-extracted');

function coded(Type, code, message, properties) {
  return Object.assign(new Type(message), { code }, properties);
}

// What follows "Received" in Node's messages.
function received(value) {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'function') return `function ${value.name}`;
  if (typeof value === 'object') {
    const name = value.constructor?.name;
    return name ? `an instance of ${name}` : inspect(value, { depth: -1 });
  }
  const text = inspect(value, { colors: false });
  return `type ${typeof value} (${text.length > 28 ? `${text.slice(0, 25)}...` : text})`;
}

const invalidArgType = (name, expected, value) =>
  coded(TypeError, 'ERR_INVALID_ARG_TYPE',
    `The "${name}" argument must be ${expected}. Received ${received(value)}`);

const outOfRange = (name, expected, value) =>
  coded(RangeError, 'ERR_OUT_OF_RANGE',
    `The value of "${name}" is out of range. It must be ${expected}. Received ${typeof value === 'string' ? inspect(value) : String(value)}`);

module.exports = { coded, invalidArgType, outOfRange, received };
