// spawn.js PORT: a node:http server that starts a node for each call.
'use strict';
const { spawn } = require('node:child_process');
const http = require('node:http');
const path = require('node:path');

http.createServer((request, response) => {
  const call = [path.join(__dirname, 'call.js'), path.join(__dirname, path.basename(request.url) + '.js')];
  const child = spawn(process.execPath, call, { stdio: ['pipe', 'pipe', 'inherit'] });
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  child.stdin.on('error', () => {}); // It may have ended; its exit code tells.
  child.on('error', (error) => response.writeHead(500).end(String(error)));
  child.on('close', (code) => {
    const text = Buffer.concat(chunks);
    response.writeHead(code ? 500 : 200, { 'Content-Type': 'application/json', 'Content-Length': text.length });
    response.end(text);
  });
  request.pipe(child.stdin);
}).listen(Number(process.argv[2]), '127.0.0.1');
