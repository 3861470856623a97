// ondemand.js PORT: a node:http server with a process for each function, started at its first call. A call of /hello-7
// runs the handler of hello.js in the process of that name.
'use strict';
const { fork } = require('node:child_process');
const http = require('node:http');
const path = require('node:path');

/** One function's process, and who waits for what it answers. */
class FunctionProcess {
  #waiting = new Map();
  #calls = 0;
  #child;

  constructor(name) {
    this.#child = fork(__filename, [path.join(__dirname, name.replace(/-\d+$/, '') + '.js')]);
    this.#child.on('message', ({ call, result }) => this.#answer(call, 200, result));
    this.#child.on('exit', () => [...this.#waiting.keys()].forEach((call) => this.#answer(call, 500, null)));
  }

  #answer(call, status, result) {
    const text = JSON.stringify(result);
    const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) };
    this.#waiting.get(call).writeHead(status, headers).end(text);
    this.#waiting.delete(call);
  }

  call(event, response) {
    this.#waiting.set(++this.#calls, response);
    this.#child.send({ call: this.#calls, event });
  }
}

if (process.send) {
  const { handler } = require(process.argv[2]);
  process.on('message', async ({ call, event }) => process.send({ call, result: await handler(event) }));
} else {
  const processes = new Map();
  http.createServer((request, response) => {
    if (request.method !== 'POST') return response.writeHead(405).end(); // Who asks only whether this is there.
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const name = path.basename(request.url);
      if (!processes.has(name)) processes.set(name, new FunctionProcess(name));
      processes.get(name).call(JSON.parse(Buffer.concat(chunks).toString()), response);
    });
  }).listen(Number(process.argv[2]), '127.0.0.1');
}
