// Evaluates the bundles that the build wrote, with a fake host.
import { createHash, createHmac, randomFillSync } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext, runInThisContext } from 'node:vm';

const out = join(dirname(fileURLToPath(import.meta.url)), '../../../../target/classes/dev/impuls/engine/js');

export const text = (name) => {
  const file = join(out, `${name}.js`);
  if (!existsSync(file)) throw new Error(`${file} is not there: npm run build makes it`);
  return readFileSync(file, 'utf8');
};

const PREFIX = '(function (exports, require, module, __filename, __dirname) {';

export const MODULES = readFileSync(join(out, 'modules.txt'), 'utf8').trim().split('\n');

// HostCrypto, with Node's hashes.
function digest(name, key, offset, length) {
  const wrap = (hash) => (what, buffer, from, count) => {
    if (what === 'copy') return wrap(hash.copy());
    if (what === 'digest') return hash.digest('latin1');
    hash.update(new Uint8Array(buffer, from, count));
    return null;
  };
  if (!['sha1', 'sha256'].includes(name)) return null;
  return wrap(key === null ? createHash(name) : createHmac(name, new Uint8Array(key, offset, length)));
}

const random = (buffer, offset, length) => void randomFillSync(new Uint8Array(buffer), offset, length);

// Evaluates the library in this realm. `runtime` overrides what it is lent; `written` gets console lines.
export function loadLibrary(runtime = {}) {
  const written = [];
  const library = runInThisContext(text('library'))({
    arch: 'x64',
    builtins: ['fs', 'path'],
    digest,
    format: (values) => values.join(' '),
    group: { indent: '' },
    hashes: ['sha1', 'sha256'],
    idna: () => runInThisContext(text('idna'))(),
    nanos: () => 1_500_000,
    promise: () => null,
    random,
    require: (name) => library.module(name),
    stack: (error) => error.stack,
    timeOrigin: 1000,
    write: (level, line) => written.push([level, line]),
    ...runtime,
  });
  return { ...library, written };
}

const SETTINGS = {
  prefix: PREFIX.length, pid: 42, arch: 'x64', modules: MODULES, instead: 'there are others', hashes: ['sha256'],
};
const FUNCTION = {
  name: 'hello', handler: 'index.handler', memoryMb: '128', environment: { COLOUR: 'red' }, nodeVersion: 'v22.0.0',
  logGroup: '/aws/lambda/hello', logStream: 'stream', arn: 'arn:hello',
};

// Prepares a context for a function, as Bootstrap does. `settled` gets outcomes, `lines` log
// records, `timers` the running timers with their delays.
export function makeFunction(code, { handler = 'index.handler', host = {} } = {}) {
  const seen = { settled: [], lines: [], timers: new Map() };
  const context = createContext({ TextDecoder, TextEncoder });
  const evaluate = (script, filename = 'function.js') => runInContext(script, context, { filename });
  const api = evaluate(text('bootstrap'), 'impuls:bootstrap.js')(
    {
      describe: () => 'Promise{[[PromiseStatus]]: "pending", [[PromiseValue]]: undefined}',
      digest,
      fetch: () => false,
      library: (name) => evaluate(text(name), `impuls:${name}.js`),
      log: (level, line) => void seen.lines.push([level, line]),
      longestResult: 100,
      nanos: () => 2_500_000_000,
      random,
      readBody: () => null,
      refused: {},
      room: () => null,
      settle: (...outcome) => void seen.settled.push(outcome),
      startTimer: (id, ms) => void seen.timers.set(id, ms),
      stopFetch: () => null,
      stopTimer: (id) => void seen.timers.delete(id),
      ...host,
    },
    JSON.stringify(SETTINGS),
  );
  api.adopt(JSON.stringify({ ...FUNCTION, handler }));
  const load = () => api.loadCommonJs(evaluate(`${PREFIX}${code}\n})`));
  return { ...seen, api, evaluate, load };
}

// Resolves after all pending microtasks.
export const turn = () => new Promise((resolve) => setImmediate(resolve));
