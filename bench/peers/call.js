// call.js FILE: one call of FILE's handler, the event on stdin, the result on stdout.
'use strict';
const { handler } = require(process.argv[2]);
const event = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
handler(event).then((result) => process.stdout.write(JSON.stringify(result)));
