// What a function's context holds besides the language: evaluated once in each context, before the
// function's own code. `host` has the few things only the host can do; nothing here hands it on.
// What the function may redefine later (JSON, Promise, Object.prototype …) is taken hold of now.
(function (host, settingsJson) {
  'use strict';

  const settings = JSON.parse(settingsJson);
  const { assign } = Object;

  const { apply, ownKeys, getOwnPropertyDescriptor, getPrototypeOf, setPrototypeOf, defineProperty, deleteProperty } = Reflect;
  const { stringify, parse } = JSON;
  const { isInteger } = Number;
  const { freeze, getOwnPropertyDescriptors, hasOwn } = Object;
  const { now } = Date;
  const global = globalThis;
  const NativeError = Error;
  const NativeReferenceError = ReferenceError;
  const NativePromise = Promise;
  const NativeMap = Map;
  const NativeString = String;
  const NativeBigInt = BigInt;
  const NativeRangeError = RangeError;
  const NativeTypeError = TypeError;
  const NativeArrayBuffer = ArrayBuffer;
  const NativeUint8Array = Uint8Array;
  // What has a loop is soon found worth compiling, so loops are kept out of what is run but once.
  const each = (list, use) => {
    for (let i = 0; i < list.length; i++) use(list[i], i);
  };
  const method = (f) => (self, ...args) => apply(f, self, args);
  // What instanceof is unless the function redefined Symbol.hasInstance.
  const hasInstance = Function.prototype[Symbol.hasInstance];
  const isA = (value, type) => apply(hasInstance, type, [value]);
  // The host fails when the stack is at its end; what it throws then is not for the function. It refuses what it is
  // not meant for, which a function can hand it that changed the language.
  const refused = host.refused;
  const guarded = (f) => (...args) => {
    let answer;
    try {
      answer = apply(f, undefined, args);
    } catch (e) {
      throw new NativeRangeError('Maximum call stack size exceeded');
    }
    if (answer === refused) throw new NativeTypeError('The arguments cannot be used; has a built-in been replaced?');
    return answer;
  };
  const log = guarded(host.log);
  const startTimer = guarded(host.startTimer);
  const stopTimer = guarded(host.stopTimer);
  const settle = guarded(host.settle);
  const longestResult = host.longestResult;
  const stopFetch = guarded(host.stopFetch);
  const readBody = guarded(host.readBody);
  const hostFetch = guarded(host.fetch);
  const then = method(Promise.prototype.then);
  const mapGet = method(Map.prototype.get);
  const mapSet = method(Map.prototype.set);
  const mapDelete = method(Map.prototype.delete);
  const mapClear = method(Map.prototype.clear);
  const split = method(String.prototype.split);
  const indexOf = method(String.prototype.indexOf);
  const slice = method(String.prototype.slice);
  const join = method(Array.prototype.join);
  const push = method(Array.prototype.push);
  // Not test or replace: those look exec up, which the function may have redefined.
  const match = method(RegExp.prototype.exec);
  const symbolToString = method(Symbol.prototype.toString);

  // ---- Originals ----

  // Code for Node calls it without asking; the trace is there anyway.
  defineProperty(NativeError, 'captureStackTrace', {
    __proto__: null,
    value: (target) => {
      defineProperty(target, 'stack', { __proto__: null, value: new NativeError().stack, writable: true, enumerable: false, configurable: true });
    },
    writable: true,
    enumerable: false,
    configurable: true,
  });

  // What the language's own objects are now, of those that libraries are made of; more would cost
  // every cold start. What is evaluated later, the library, has to find
  // them so, whatever the function made of them meanwhile.
  const originals = [];
  {
    const { prototype: typedArray } = getPrototypeOf(Uint8Array);
    const iterators = [[][Symbol.iterator](), new Map()[Symbol.iterator](), new Set()[Symbol.iterator](), ''[Symbol.iterator]()];
    const objects = [
      Object.prototype, Function.prototype, Array.prototype, String.prototype, RegExp.prototype, Map.prototype, Set.prototype,
      Promise.prototype, Error.prototype, typedArray, getPrototypeOf(iterators[0]), getPrototypeOf(iterators[1]),
      getPrototypeOf(iterators[2]), getPrototypeOf(iterators[3]), Object, Array, JSON, Reflect, globalThis,
    ];
    each(objects, (owner, i) => {
      originals[i] = { owner, properties: getOwnPropertyDescriptors(owner) };
    });
  }

  // Runs with the originals in their places, and puts the function's own back.
  function withOriginals(run) {
    const own = [];
    let count = 0;
    const keep = (owner, key, property) => {
      if (property) setPrototypeOf(property, null);
      defineProperty(own, count++, { __proto__: null, value: { __proto__: null, owner, key, property } });
    };
    const define = (owner, key, property) => {
      if (property) defineProperty(owner, key, property);
      else deleteProperty(owner, key);
    };
    try {
      for (let i = 0; i < originals.length; i++) {
        const { owner, properties } = originals[i];
        const keys = ownKeys(owner);
        for (let k = 0; owner !== global && k < keys.length; k++) {
          if (!hasOwn(properties, keys[k])) {
            keep(owner, keys[k], getOwnPropertyDescriptor(owner, keys[k]));
            deleteProperty(owner, keys[k]);
          }
        }
        const known = ownKeys(properties);
        for (let k = 0; k < known.length; k++) {
          const original = properties[known[k]];
          const now = getOwnPropertyDescriptor(owner, known[k]);
          if (!now || now.value !== original.value || now.get !== original.get || now.set !== original.set) {
            if (original.value !== original.value) continue;
            keep(owner, known[k], now);
            setPrototypeOf(original, null);
            define(owner, known[k], original);
          }
        }
      }
      return run();
    } finally {
      while (count > 0) {
        const { owner, key, property } = own[--count];
        define(owner, key, property);
      }
    }
  }

  // ---- The library ----

  // What the library is lent; see library.js. It is parsed and evaluated when it is first needed.
  let epoch = now();
  const group = { indent: '' };
  let library = null;

  function loaded() {
    library ??= guarded(host.library)('library')(
      freeze({
        arch: settings.arch,
        builtins: settings.modules,
        digest: (name, key, offset, length) => {
          const digest = guarded(host.digest)(name, key, offset, length);
          return digest === null ? null : guarded(digest);
        },
        format,
        group,
        hashes: settings.hashes,
        idna: () => (idna ??= guarded(host.library)('idna')()),
        nanos,
        promise: (value) => {
          const described = match(/^Promise\{\[\[PromiseStatus\]\]: "(\w+)", \[\[PromiseValue\]\]: ([^]*)\}$/, guarded(host.describe)(value));
          return described === null ? null : [described[1], described[2]];
        },
        random: guarded(host.random),
        require: (name) => require(name),
        send,
        stack: cleanStack,
        timeOrigin: epoch,
        write,
      }),
    );
    return library;
  }
  let idna = null;
  const nanos = guarded(host.nanos);
  // Fails if the stack is near its end: what is loaded there may fail to be, for good.
  const room = guarded(host.room);

  // Libraries ask at their start for globals that others may have given them; they are to find none.
  let evaluating = false;
  const evaluated = (kind, name) => {
    room();
    const outer = evaluating;
    evaluating = true;
    try {
      return withOriginals(() => loaded()[kind](name));
    } finally {
      evaluating = outer;
    }
  };
  const part = (name) => evaluated('part', name);

  // ---- Text as Node's console writes it ----

  let inspector = null;

  function primitive(value) {
    if (typeof value === 'bigint') return NativeString(value) + 'n';
    if (typeof value === 'symbol') return symbolToString(value);
    return value === 0 && 1 / value < 0 ? '-0' : NativeString(value);
  }

  function asJson(value) {
    try {
      return NativeString(stringify(value));
    } catch (e) {
      return '[Circular]';
    }
  }

  const isPlain = (value) =>
    typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number' || value === null || value === undefined;

  // What needs no inspector: most lines are made of plain values.
  function plain(args) {
    let text = '';
    for (let i = 0; i < args.length; i++) {
      if (!isPlain(args[i]) || (i === 0 && args.length > 1 && typeof args[0] === 'string' && indexOf(args[0], '%') >= 0)) return null;
      text += (i === 0 ? '' : ' ') + (typeof args[i] === 'string' ? args[i] : primitive(args[i]));
    }
    return text;
  }

  const inspected = (args) => {
    room();
    inspector ??= part('inspector');
    return apply(inspector.format, undefined, args);
  };

  // Formatting runs code of the function: getters, toString, proxies. A line that fails for it, or
  // for what the function made of the language, is tried with the originals, and then written as it can be.
  function format(args) {
    const text = plain(args);
    if (text !== null) return text;
    try {
      return cleanText(inspected(args));
    } catch (e) {
      try {
        return withOriginals(() => cleanText(inspected(args)));
      } catch (e2) {
        let line = '';
        for (let i = 0; i < args.length; i++) {
          const arg = args[i];
          line += (i === 0 ? '' : ' ') + (typeof arg === 'string' ? arg : typeof arg === 'object' || typeof arg === 'function' ? '[' + typeof arg + ']' : primitive(arg));
        }
        return line;
      }
    }
  }

  function write(level, text) {
    log(level, group.indent === '' ? text : group.indent + join(split(text, '\n'), '\n' + group.indent));
  }

  // ---- Errors ----

  // The stack in the function's own lines: without the frames of this file, and with the columns of
  // the first line as they are without what was put before it.
  function cleanText(text) {
    if (indexOf(text, '\n') < 0) return text;
    const lines = split(text, '\n');
    const kept = [];
    for (let i = 0; i < lines.length; i++) {
      const isFrame = match(/^ +at /, lines[i]) !== null;
      if (isFrame && (indexOf(lines[i], 'impuls:') >= 0 || indexOf(lines[i], '<builtin>') >= 0)) continue;
      const first = isFrame ? match(/^(.*function\.js:1:)(\d+)(.*)$/, lines[i]) : null;
      push(kept, first && +first[2] > settings.prefix ? first[1] + (first[2] - settings.prefix) + first[3] : lines[i]);
    }
    return join(kept, '\n');
  }

  const cleanStack = (error) => cleanText(NativeString(error.stack));

  function missing(module) {
    return "Cannot find module '" + module + "': " + settings.instead;
  }

  function text(value) {
    try {
      return NativeString(value);
    } catch (e) {
      return '(no text)';
    }
  }

  // [type, message, stack] of whatever was thrown.
  function describe(thrown) {
    try {
      if (isA(thrown, NativeError)) {
        return [text(thrown.name) || 'Error', text(thrown.message), thrown.stack ? cleanStack(thrown) : ''];
      }
      if (thrown !== null && typeof thrown === 'object') {
        return [typeof thrown.name === 'string' && thrown.name ? thrown.name : 'object',
          typeof thrown.message === 'string' ? thrown.message : asJson(thrown), ''];
      }
      return [thrown === null ? 'object' : typeof thrown, typeof thrown === 'string' ? thrown : primitive(thrown), ''];
    } catch (e) {
      return ['Error', 'what was thrown cannot be read', ''];
    }
  }

  function fail(thrown) {
    const described = describe(thrown);
    settle(false, described[0], described[1], described[2]);
  }

  function named(name, message) {
    const error = new NativeError(message);
    error.name = name;
    error.stack = '';
    return error;
  }

  // ---- Globals ----

  const provide = (name, value) =>
    defineProperty(global, name, { __proto__: null, value, writable: true, enumerable: false, configurable: true });

  // Made when it is first asked for; then it is as if it had always been there.
  const provideLazily = (name, make) =>
    defineProperty(global, name, {
      __proto__: null,
      get: () => {
        const value = make();
        if (value !== undefined) provide(name, value);
        return value;
      },
      set: (value) => {
        provide(name, value);
      },
      enumerable: false,
      configurable: true,
    });

  const logger = (level) => (...args) => {
    write(level, format(args));
  };
  const console = {
    log: logger('info'),
    info: logger('info'),
    warn: logger('warn'),
    error: logger('error'),
    debug: logger('debug'),
  };
  let moreOfConsole = null;
  const MORE_OF_CONSOLE = ['assert', 'count', 'countReset', 'dir', 'dirxml', 'group', 'groupCollapsed', 'groupEnd', 'table',
    'time', 'timeEnd', 'timeLog', 'trace'];
  each(MORE_OF_CONSOLE, (name) => {
    console[name] = (...args) => {
      moreOfConsole ??= part('console');
      apply(moreOfConsole[name], undefined, args);
    };
  });
  provide('console', console);

  const timers = new NativeMap();
  let lastTimer = 0;

  class Timeout {
    #id;
    constructor(id) {
      this.#id = id;
    }
    ref() {
      return this;
    }
    unref() {
      return this;
    }
    hasRef() {
      return true;
    }
    [Symbol.toPrimitive]() {
      return this.#id;
    }
  }

  const invalid = (name, expected, value) => part('errors').invalidArgType(name, expected, value);

  function timer(callback, delay, args, repeats) {
    if (typeof callback !== 'function') throw invalid('callback', 'of type function', callback);
    const id = ++lastTimer;
    const ms = delay >= 1 && delay <= 2147483647 ? delay : 1;
    mapSet(timers, id, { callback, args, every: repeats ? ms : 0 });
    startTimer(id, ms);
    return new Timeout(id);
  }

  function clear(handle) {
    const id = +handle;
    if (mapDelete(timers, id)) stopTimer(id);
  }

  provide('setTimeout', (callback, delay, ...args) => timer(callback, +delay, args, false));
  provide('setInterval', (callback, delay, ...args) => timer(callback, +delay, args, true));
  provide('setImmediate', (callback, ...args) => {
    if (typeof callback !== 'function') throw invalid('callback', 'of type function', callback);
    const id = ++lastTimer;
    mapSet(timers, id, { callback, args, every: 0 });
    startTimer(id, 0);
    return new Timeout(id);
  });
  // As of util.promisify.custom.
  const promised = (name) =>
    defineProperty(global[name], Symbol.for('nodejs.util.promisify.custom'), {
      __proto__: null,
      get: () => require('timers/promises')[name],
      enumerable: false,
      configurable: true,
    });
  promised('setTimeout');
  promised('setImmediate');
  provide('clearTimeout', clear);
  provide('clearInterval', clear);
  provide('clearImmediate', clear);
  const resolved = NativePromise.resolve();
  provide('queueMicrotask', (callback) => {
    if (typeof callback !== 'function') throw invalid('callback', 'of type function', callback);
    then(resolved, () => callback());
  });
  provide('global', global);

  function fire(id) {
    const due = mapGet(timers, id);
    if (!due) return;
    if (due.every > 0) startTimer(id, due.every);
    else mapDelete(timers, id);
    apply(due.callback, undefined, due.args);
  }

  function makeProcess() {
    const seconds = () => nanos() / 1e9;
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
      uptime: seconds,
      hrtime: (before) => {
        const at = nanos();
        const time = [Math.floor(at / 1e9), at % 1e9];
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
    let emitter = null;
    const OF_EMITTERS = ['addListener', 'emit', 'eventNames', 'getMaxListeners', 'listenerCount', 'listeners', 'off', 'on',
      'once', 'prependListener', 'prependOnceListener', 'rawListeners', 'removeAllListeners', 'removeListener', 'setMaxListeners'];
    each(OF_EMITTERS, (name) => {
      process[name] = (...args) => {
        emitter ??= part('emitter');
        const result = apply(emitter[name], emitter, args);
        return result === emitter ? process : result;
      };
    });
    return process;
  }
  provideLazily('process', makeProcess);

  const LIBRARY_GLOBALS = ['AbortController', 'AbortSignal', 'Buffer', 'CustomEvent', 'DOMException', 'Event', 'EventTarget',
    'Headers', 'Request', 'Response', 'URL', 'URLSearchParams', 'atob', 'btoa', 'crypto', 'fetch', 'performance', 'structuredClone'];
  each(LIBRARY_GLOBALS, (name) => {
    provideLazily(name, () => (evaluating ? undefined : evaluated('global', name)));
  });

  // ---- Modules ----

  const required = { __proto__: null };
  const moduleNames = { __proto__: null };
  each(settings.modules, (name) => {
    moduleNames[name] = true;
  });

  function resolve(name) {
    if (typeof name !== 'string') throw invalid('id', 'of type string', name);
    const bare = indexOf(name, 'node:') === 0 ? slice(name, 5) : name;
    if (moduleNames[bare] !== true) {
      const error = new NativeError(missing(name));
      error.code = 'MODULE_NOT_FOUND';
      throw error;
    }
    return bare;
  }

  // ---- Requests, for fetch.js ----

  const fetches = new NativeMap();
  let lastFetch = 0;

  function send(method, url, headers, body, done) {
    const id = ++lastFetch;
    mapSet(fetches, id, done);
    let made;
    try {
      made =
        body === null
          ? hostFetch(id, method, url, headers, null)
          : hostFetch(id, method, url, headers, body.buffer, body.byteOffset, body.byteLength);
    } catch (e) {
      mapDelete(fetches, id);
      throw e;
    }
    if (!made) {
      mapDelete(fetches, id);
      return null;
    }
    return () => {
      if (mapDelete(fetches, id)) stopFetch(id);
    };
  }

  // A failure's code and message, or an answer: its headers as lines, its body read from the host.
  function fetched(id, code, text, status, headers, size) {
    const done = mapGet(fetches, id);
    if (!mapDelete(fetches, id)) return;
    if (code !== null) {
      done({ code, message: text });
      return;
    }
    const buffer = new NativeArrayBuffer(size);
    readBody(buffer);
    done(null, {
      status,
      statusText: text,
      headers: headers === '' ? [] : split(headers, '\n'),
      bytes: new NativeUint8Array(buffer),
    });
  }

  const forgetFetches = () => mapClear(fetches);

  const require = (name) => {
    const bare = resolve(name);
    // These two may have been replaced by the function, and are not the library's.
    if (bare === 'process' || bare === 'console') return global[bare];
    return (required[bare] ??= evaluated('module', bare));
  };
  require.resolve = (name) => (resolve(name), name);
  require.main = undefined;
  // The text of each ES module asks for it; see modules/.
  defineProperty(global, Symbol.for('node:require'), { __proto__: null, value: require });

  // ---- Loading and calling ----

  let handler;

  // The function may be known later than all this is made, but is before any code of it runs.
  function adopt(functionJson) {
    assign(settings, parse(functionJson));
    epoch = now();
  }

  function find(exported) {
    const path = split(settings.handler, '.');
    let found = exported;
    let owner;
    for (let i = 1; i < path.length; i++) {
      owner = found;
      found = found === null || found === undefined ? undefined : found[path[i]];
    }
    if (typeof found !== 'function') {
      const wanted = slice(settings.handler, indexOf(settings.handler, '.') + 1);
      throw named('Runtime.HandlerNotFound', settings.handler + ' is undefined or not a function: the code exports no "' + wanted + '"');
    }
    return owner === exported ? found : (...args) => apply(found, owner, args);
  }

  function loadCommonJs(wrapper) {
    const module = { exports: {}, id: '.', filename: '/var/task/function.js', loaded: false, children: [], paths: [] };
    apply(wrapper, module.exports, [module.exports, require, module, module.filename, '/var/task']);
    module.loaded = true;
    handler = find(module.exports);
  }

  // A default export stands for the module if the handler is not among the named ones.
  function findInModule(namespace) {
    try {
      return find(namespace);
    } catch (e) {
      if (isA(e, NativeReferenceError)) throw e;
      const other = namespace.default;
      if (typeof other === 'function' && split(settings.handler, '.').length === 2) return other;
      if (other !== null && typeof other === 'object') return find(other);
      throw e;
    }
  }

  let loading = null;
  let waitingCall = null;

  // How many calls there were: what an earlier one comes to late is not the present one's answer.
  let calls = 0;

  function loadModule(namespace) {
    loading = namespace;
    return goOnLoading();
  }

  // A module that awaits at its top level has its exports later. Answers whether it has them now.
  function goOnLoading() {
    try {
      handler = findInModule(loading);
    } catch (e) {
      if (isA(e, NativeReferenceError)) return false;
      throw e;
    }
    loading = null;
    const waiting = waitingCall;
    waitingCall = null;
    if (waiting !== null) waiting();
    return true;
  }

  // With `wait`, the answer is given when no timer is left.
  function succeed(value, wait) {
    let status = 200;
    let body = value;
    let headers = null;
    try {
      if (value !== null && typeof value === 'object') {
        const code = value.statusCode;
        if (isInteger(code) && code >= 100 && code <= 599) {
          status = code;
          body = value.body;
          headers = value.headers !== null && typeof value.headers === 'object' ? stringify(value.headers) : null;
        }
      }
      // What is too long anyway is neither made nor handed over, as it may take all the memory there is.
      let json = typeof body === 'string' && body.length > longestResult ? null : stringify(body);
      if (json === undefined) json = 'null';
      if (json !== null && json.length > longestResult) json = null;
      settle(true, status, json, headers === undefined ? null : headers, wait);
    } catch (e) {
      fail(e);
    }
  }

  function call(event, requestId, deadline) {
    if (loading !== null) {
      waitingCall = () => call(event, requestId, deadline);
      return;
    }
    const number = ++calls;
    let settled = false;
    let wait = true;
    const once = (outcome) => (value) => {
      if (!settled && number === calls) {
        settled = true;
        outcome(value);
      }
    };
    const succeeded = once((value) => succeed(value, false));
    const failed = once(fail);
    const calledBack = once((value) => succeed(value, wait));
    const done = (error, value) => (error === null || error === undefined ? calledBack(value) : failed(error));
    const context = {
      get callbackWaitsForEmptyEventLoop() {
        return wait;
      },
      set callbackWaitsForEmptyEventLoop(value) {
        wait = !!value;
      },
      done,
      succeed: (value) => done(null, value),
      fail: (error) => failed(error === undefined ? named('Error', 'fail called without an error') : error),
      functionVersion: '$LATEST',
      functionName: settings.name,
      memoryLimitInMB: settings.memoryMb,
      logGroupName: settings.logGroup,
      logStreamName: settings.logStream,
      clientContext: undefined,
      identity: undefined,
      invokedFunctionArn: settings.arn,
      awsRequestId: requestId,
      getRemainingTimeInMillis: () => (deadline > now() ? deadline - now() : 0),
    };
    try {
      const result = handler(parse(event), context, done);
      if (result !== null && (typeof result === 'object' || typeof result === 'function') && typeof result.then === 'function') {
        const promise = isA(result, NativePromise) ? result : new NativePromise((resolve) => resolve(result));
        then(promise, succeeded, failed);
      } else if (result !== undefined && handler.length < 3 && !isA(result, Timeout)) {
        // What a handler that takes a callback returns is no answer; nor is `() => setTimeout(…)`.
        succeeded(result);
      }
    } catch (e) {
      failed(e);
    }
  }

  return freeze({ adopt, loadCommonJs, loadModule, goOnLoading, call, fire, describe, fetched, forgetFetches });
});
