'use strict';

module.exports = require('assert/build/assert.js');
