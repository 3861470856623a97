// The process object. It reveals nothing of the machine but the time.
import {
  apply, each, floor, isA, NativeBigInt, NativeError, resolved, slice, then,
} from './primordials.mjs';

const OF_EMITTERS = ['addListener', 'emit', 'eventNames', 'getMaxListeners', 'listenerCount', 'listeners', 'off', 'on',
  'once', 'prependListener', 'prependOnceListener', 'rawListeners', 'removeAllListeners', 'removeListener', 'setMaxListeners'];

export function makeProcess({ global, host, invalid, library, settings }) {
  const { log, nanos } = host;
  let emitter = null;

  const stream = (level) => ({
    write(chunk, encoding, callback) {
      const text = typeof chunk === 'string' ? chunk : new global.TextDecoder().decode(chunk);
      log(level, text[text.length - 1] === '\n' ? slice(text, 0, -1) : text);
      const done = typeof encoding === 'function' ? encoding : callback;
      if (typeof done === 'function') process.nextTick(done);
      return true;
    },
  });
  const process = {
    title: 'node',
    version: settings.nodeVersion,
    versions: { node: slice(settings.nodeVersion, 1) },
    arch: settings.arch,
    platform: 'linux',
    argv: ['node', '/var/task/function.js'],
    execArgv: [],
    env: { ...settings.environment },
    pid: settings.pid,
    exitCode: undefined,
    cwd: () => '/var/task',
    uptime: () => nanos() / 1e9,
    hrtime: (before) => {
      const at = nanos();
      const time = [floor(at / 1e9), at % 1e9];
      if (before === undefined) return time;
      const borrow = time[1] < before[1] ? 1 : 0;
      return [time[0] - before[0] - borrow, time[1] - before[1] + borrow * 1e9];
    },
    nextTick: (callback, ...args) => {
      if (typeof callback !== 'function') throw invalid('callback', 'of type function', callback);
      then(resolved, () => apply(callback, undefined, args));
    },
    emitWarning: (warning, type, code) => {
      const given = type !== null && typeof type === 'object' ? type : { type, code };
      const isError = isA(warning, NativeError);
      const name = isError ? warning.name : given.type || 'Warning';
      const error = isError ? warning : new NativeError(warning);
      error.name = name;
      const its = isError ? warning.code : given.code;
      if (its) error.code = its;
      log('warn', (its ? '[' + its + '] ' : '') + name + ': ' + error.message);
      if (emitter !== null) emitter.emit('warning', error);
    },
    exit: () => {
      const error = new NativeError('process.exit is not there: a function cannot end its process; it returns or throws');
      error.code = 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM';
      throw error;
    },
    stdout: stream('info'),
    stderr: stream('error'),
  };
  process.hrtime.bigint = () => NativeBigInt(nanos());
  each(OF_EMITTERS, (name) => {
    process[name] = (...args) => {
      emitter ??= library.part('emitter');
      const result = apply(emitter[name], emitter, args);
      return result === emitter ? process : result;
    };
  });
  return process;
}
