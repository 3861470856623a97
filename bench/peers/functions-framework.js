// Both handlers as one HTTP function.
'use strict';
const handlers = { '/hello': require('./hello.js').handler, '/cpu': require('./cpu.js').handler };
exports.main = async (request, response) => response.json(await handlers[request.path](request.body));
