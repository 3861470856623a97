// In place of what the assert package brings for engines older than ES2015.
'use strict';

const { inspect } = require('node-inspect-extracted');
const types = require('./types.js');

module.exports = {
  callBound: (name) => {
    const method = name.split('.').reduce((owner, key) => owner[key], globalThis);
    return (self, ...args) => Reflect.apply(method, self, args);
  },
  isNaN: Number.isNaN,
  objectAssign: () => Object.assign,
  objectIs: () => Object.is,
  util: { inspect, types },
};
