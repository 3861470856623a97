// What a function's context holds besides the language: evaluated once in each context, before the
// function's own code. `host` has the few things only the host can do; nothing here hands it on.
// What the function may redefine later (JSON, Promise, Object.prototype …) is taken hold of now.
(function (host, settingsJson) {
  'use strict';

  const settings = JSON.parse(settingsJson);

  const { apply, ownKeys, getOwnPropertyDescriptor, getPrototypeOf, defineProperty } = Reflect;
  const { stringify, parse } = JSON;
  const { isArray } = Array;
  const { isInteger } = Number;
  const { freeze } = Object;
  const { now } = Date;
  const NativeError = Error;
  const NativeReferenceError = ReferenceError;
  const NativePromise = Promise;
  const NativeMap = Map;
  const NativeSet = Set;
  const NativeString = String;
  const NativeRangeError = RangeError;
  const method = (f) => (self, ...args) => apply(f, self, args);
  // What instanceof is unless the function redefined Symbol.hasInstance.
  const hasInstance = Function.prototype[Symbol.hasInstance];
  const isA = (value, type) => apply(hasInstance, type, [value]);
  // The host fails when the stack is at its end; what it throws then is not for the function.
  const guarded = (f) => (...args) => {
    try {
      apply(f, undefined, args);
    } catch (e) {
      throw new NativeRangeError('Maximum call stack size exceeded');
    }
  };
  const log = guarded(host.log);
  const startTimer = guarded(host.startTimer);
  const stopTimer = guarded(host.stopTimer);
  const settle = guarded(host.settle);
  const then = method(Promise.prototype.then);
  const mapGet = method(Map.prototype.get);
  const mapSet = method(Map.prototype.set);
  const mapDelete = method(Map.prototype.delete);
  const split = method(String.prototype.split);
  const indexOf = method(String.prototype.indexOf);
  const slice = method(String.prototype.slice);
  const join = method(Array.prototype.join);
  const push = method(Array.prototype.push);
  const repeat = method(String.prototype.repeat);
  // Not test or replace: those look exec up, which the function may have redefined.
  const match = method(RegExp.prototype.exec);
  const test = (pattern, text) => match(pattern, text) !== null;
  const objectToString = method(Object.prototype.toString);
  const toIsoString = method(Date.prototype.toISOString);
  const regExpToString = method(RegExp.prototype.toString);
  const forEachOfMap = method(Map.prototype.forEach);
  const forEachOfSet = method(Set.prototype.forEach);
  const symbolToString = method(Symbol.prototype.toString);

  // ---- Text as Node's console writes it ----

  const IDENTIFIER = /^[A-Za-z_$][A-Za-z0-9_$]*$/;
  const LINE = 72;

  function quote(text) {
    const mark = indexOf(text, "'") < 0 ? "'" : indexOf(text, '"') < 0 ? '"' : indexOf(text, '`') < 0 ? '`' : "'";
    let out = mark;
    for (let i = 0; i < text.length; i++) {
      const c = text[i];
      out +=
        c === mark || c === '\\' ? '\\' + c
        : c === '\n' ? '\\n'
        : c === '\r' ? '\\r'
        : c === '\t' ? '\\t'
        : c;
    }
    return out + mark;
  }

  function className(value) {
    for (let o = value; o !== null; o = getPrototypeOf(o)) {
      const own = getOwnPropertyDescriptor(o, 'constructor');
      if (own && typeof own.value === 'function' && own.value.name) {
        return own.value.name;
      }
    }
    return null;
  }

  function primitive(value) {
    if (typeof value === 'string') return quote(value);
    if (typeof value === 'bigint') return NativeString(value) + 'n';
    if (typeof value === 'symbol') return symbolToString(value);
    return value === 0 && 1 / value < 0 ? '-0' : NativeString(value);
  }

  function key(k) {
    return typeof k === 'symbol' ? '[' + symbolToString(k) + ']' : test(IDENTIFIER, k) ? k : quote(k);
  }

  // The depth is how many levels of objects inside the first are still written out.
  function inspect(value, depth = 2, seen = null, indent = 0) {
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) {
      return primitive(value);
    }
    for (let outer = seen; outer !== null; outer = outer.next) {
      if (outer.value === value) return '[Circular *1]';
    }
    const circled = seen === null;
    const text = inspectObject(value, depth, seen, indent);
    return circled && indexOf(text, '[Circular *1]') >= 0 ? '<ref *1> ' + text : text;
  }

  function inspectObject(value, depth, seen, indent) {
    const name = className(value);
    const tag = slice(objectToString(value), 8, -1);
    const shown = [];
    let brackets = '{}';
    let head = name === null ? '[Object: null prototype]' : name === 'Object' ? '' : name;
    const within = (child) => inspect(child, depth - 1, { value, next: seen }, indent + 2);
    const deeper = depth >= 0;

    if (typeof value === 'function') {
      const source = NativeString(value);
      const kind = test(/^class\b/, source) ? 'class' : tag === 'AsyncFunction' ? 'AsyncFunction' : 'Function';
      head = kind === 'class' ? '[class ' + (value.name || '(anonymous)') + ']' : '[' + kind + (value.name ? ': ' + value.name : ' (anonymous)') + ']';
    } else if (value instanceof NativeError) {
      head = typeof value.stack === 'string' && value.stack ? cleanStack(value) : '[' + NativeString(value) + ']';
      if (indent > 0) head = join(split(head, '\n'), '\n' + repeat(' ', indent));
    } else if (tag === 'Date') {
      head = value.getTime() === value.getTime() ? toIsoString(value) : 'Invalid Date';
    } else if (tag === 'RegExp') {
      head = regExpToString(value);
    } else if (!deeper) {
      return '[' + (isArray(value) ? 'Array' : name === null ? 'Object: null prototype' : name) + ']';
    } else if (isArray(value)) {
      brackets = '[]';
      head = name === 'Array' ? '' : name + '(' + value.length + ')';
      const length = value.length > 100 ? 100 : value.length;
      for (let i = 0; i < length; i++) {
        let empty = i;
        while (empty < length && !(empty in value)) empty++;
        if (empty > i) {
          push(shown, '<' + (empty - i) + ' empty item' + (empty - i > 1 ? 's' : '') + '>');
          i = empty - 1;
        } else {
          push(shown, within(value[i]));
        }
      }
      if (value.length > 100) push(shown, '... ' + (value.length - 100) + ' more item' + (value.length > 101 ? 's' : ''));
    } else if (value instanceof NativeMap && tag === 'Map') {
      head = name + '(' + value.size + ')';
      forEachOfMap(value, (v, k) => push(shown, within(k) + ' => ' + within(v)));
    } else if (value instanceof NativeSet && tag === 'Set') {
      head = name + '(' + value.size + ')';
      forEachOfSet(value, (v) => push(shown, within(v)));
    } else if (tag === 'Promise') {
      head = 'Promise';
      push(shown, '<pending>');
    } else if (ArrayBuffer.isView(value) && tag !== 'DataView') {
      brackets = '[]';
      head = name + '(' + value.length + ')';
      for (let i = 0; i < value.length && i < 100; i++) push(shown, primitive(value[i]));
      if (value.length > 100) push(shown, '... ' + (value.length - 100) + ' more items');
    } else if (tag !== 'Object' && tag !== name && tag !== '') {
      head = (head ? head + ' ' : 'Object ') + '[' + tag + ']';
    }

    if (deeper) {
      const own = ownKeys(value);
      for (let i = 0; i < own.length; i++) {
        const property = getOwnPropertyDescriptor(value, own[i]);
        const isIndex = (brackets === '[]' || tag === 'String') && test(/^\d+$/, NativeString(own[i]));
        if (!property || !property.enumerable || isIndex) continue;
        const text =
          property.get ? (property.set ? '[Getter/Setter]' : '[Getter]')
          : property.set ? '[Setter]'
          : within(property.value);
        push(shown, key(own[i]) + ': ' + text);
      }
    }
    if (shown.length === 0 && head && (brackets === '{}') && (typeof value === 'function' || value instanceof NativeError || tag === 'Date' || tag === 'RegExp')) {
      return head;
    }
    if (shown.length === 0) return (head ? head + ' ' : '') + brackets;
    let length = shown.length + head.length + indent;
    let lines = false;
    for (let i = 0; i < shown.length; i++) {
      length += shown[i].length + 1;
      if (indexOf(shown[i], '\n') >= 0) lines = true;
    }
    const lead = (head ? head + ' ' : '') + brackets[0];
    if (!lines && length <= LINE) return lead + ' ' + join(shown, ', ') + ' ' + brackets[1];
    const margin = '\n' + repeat(' ', indent);
    return lead + margin + '  ' + join(shown, ',' + margin + '  ') + margin + brackets[1];
  }

  function format(args) {
    let out = '';
    let next = 0;
    if (typeof args[0] === 'string') {
      next = 1;
      const template = args[0];
      let from = 0;
      for (let i = 0; args.length > 1 && i < template.length - 1; i++) {
        if (template[i] !== '%') continue;
        const letter = template[i + 1];
        let text;
        if (letter === '%') text = '%';
        else if (next >= args.length) continue;
        else if (letter === 's') text = asString(args[next++]);
        else if (letter === 'd') text = asNumber(args[next++], (v) => primitive(+v));
        else if (letter === 'i') text = asNumber(args[next++], (v) => primitive(parseInt(v)));
        else if (letter === 'f') text = typeof args[next] === 'symbol' ? (next++, 'NaN') : primitive(parseFloat(args[next++]));
        else if (letter === 'j') text = asJson(args[next++]);
        else if (letter === 'o') text = inspect(args[next++], 4);
        else if (letter === 'O') text = inspect(args[next++], 4);
        else if (letter === 'c') { next++; text = ''; }
        else continue;
        out += slice(template, from, i) + text;
        i++;
        from = i + 1;
      }
      out += slice(template, from);
    }
    for (let first = next === 0; next < args.length; next++) {
      const arg = args[next];
      out += (first ? '' : ' ') + (typeof arg === 'string' ? arg : inspect(arg));
      first = false;
    }
    return out;
  }

  function asString(value) {
    if (typeof value === 'string') return value;
    if (value === null || typeof value !== 'object') return primitive(value);
    const own = value.toString;
    return typeof own === 'function' && own !== Object.prototype.toString && own !== Array.prototype.toString && !(value instanceof NativeError)
      ? NativeString(value)
      : value instanceof NativeError ? NativeString(value.stack ? cleanStack(value) : value) : inspect(value, 0);
  }

  function asNumber(value, convert) {
    if (typeof value === 'bigint') return primitive(value);
    return typeof value === 'symbol' || (typeof value === 'object' && value !== null) ? 'NaN' : convert(value);
  }

  function asJson(value) {
    try {
      return NativeString(stringify(value));
    } catch (e) {
      return '[Circular]';
    }
  }

  // ---- Errors ----

  // The stack in the function's own lines: without the frames of this file, and with the columns of
  // the first line as they are without what was put before it.
  function cleanStack(error) {
    const stack = NativeString(error.stack);
    const lines = split(stack, '\n');
    const kept = [];
    for (let i = 0; i < lines.length; i++) {
      if (indexOf(lines[i], 'impuls:') >= 0 || indexOf(lines[i], '<builtin>') >= 0) continue;
      const first = match(/^(.*function\.js:1:)(\d+)(.*)$/, lines[i]);
      push(kept, first && +first[2] > settings.prefix ? first[1] + (first[2] - settings.prefix) + first[3] : lines[i]);
    }
    return join(kept, '\n');
  }

  function missing(module) {
    return "Cannot find module '" + module + "': no modules are available to functions here";
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
        const refused = match(/^Operation is not allowed for: (.*)$/, thrown.message);
        if (refused) return ['Error', missing(refused[1]), ''];
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

  const global = globalThis;
  const provide = (name, value) =>
    defineProperty(global, name, { value, writable: true, enumerable: false, configurable: true });

  const logger = (level) => (...args) => {
    log(level, format(args));
  };
  provide('console', {
    log: logger('info'),
    info: logger('info'),
    warn: logger('warn'),
    error: logger('error'),
    debug: logger('debug'),
    trace: (...args) => {
      const at = new NativeError(format(args));
      log('error', 'Trace' + slice(cleanStack(at), 'Error'.length));
    },
  });

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

  function timer(callback, delay, args, repeats) {
    if (typeof callback !== 'function') {
      const error = new TypeError('The "callback" argument must be of type function. Received ' + inspect(callback, 0));
      error.code = 'ERR_INVALID_ARG_TYPE';
      throw error;
    }
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
    const id = ++lastTimer;
    mapSet(timers, id, { callback, args, every: 0 });
    startTimer(id, 0);
    return new Timeout(id);
  });
  provide('clearTimeout', clear);
  provide('clearInterval', clear);
  provide('clearImmediate', clear);
  const resolved = NativePromise.resolve();
  provide('queueMicrotask', (callback) => {
    if (typeof callback !== 'function') throw new TypeError('The "callback" argument must be of type function.');
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

  provide('process', {
    env: { ...settings.environment },
    argv: ['node', '/var/task/function.js'],
    version: settings.nodeVersion,
    versions: { node: slice(settings.nodeVersion, 1) },
    platform: 'linux',
    nextTick: (callback, ...args) => {
      then(resolved, () => apply(callback, undefined, args));
    },
  });

  const require = (name) => {
    const error = new NativeError(missing(name));
    error.code = 'MODULE_NOT_FOUND';
    throw error;
  };

  // ---- Loading and calling ----

  let handler;

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
    const module = { exports: {}, id: '.', filename: '/var/task/function.js', loaded: false };
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
      const json = stringify(body);
      settle(true, status, json === undefined ? 'null' : json, headers === undefined ? null : headers, wait);
    } catch (e) {
      fail(e);
    }
  }

  function call(event, requestId, deadline) {
    if (loading !== null) {
      waitingCall = () => call(event, requestId, deadline);
      return;
    }
    let settled = false;
    let wait = true;
    const once = (outcome) => (value) => {
      if (!settled) {
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

  return freeze({ loadCommonJs, loadModule, goOnLoading, call, fire, describe });
});
