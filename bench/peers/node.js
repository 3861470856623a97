// node.js PORT [PROCESSES]: a bare node:http server, or a cluster of them, with the handlers in its own process.
'use strict';
const cluster = require('node:cluster');
const http = require('node:http');

const [port, processes] = process.argv.slice(2).map(Number);
const handlers = { '/hello': require('./hello.js').handler, '/cpu': require('./cpu.js').handler };

if (processes && cluster.isPrimary) {
  for (let i = 0; i < processes; i++) cluster.fork();
} else {
  http.createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', async () => {
      try {
        const result = await handlers[request.url](JSON.parse(Buffer.concat(chunks).toString()));
        const text = JSON.stringify(result);
        response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) });
        response.end(text);
      } catch (error) {
        response.writeHead(500).end(String(error));
      }
    });
  }).listen(port, '127.0.0.1');
}
