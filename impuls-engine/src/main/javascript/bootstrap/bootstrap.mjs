// Prepares a context for a function, once, before the function's code runs: defines the globals, and
// returns the functions that the host calls. No code of the function gets hold of the host's own.
import { makeCalls } from './calls.mjs';
import { makeConsole } from './console.mjs';
import { makeErrors, provideCaptureStackTrace } from './errors.mjs';
import { makeGlobals } from './globals.mjs';
import { guardHost } from './host.mjs';
import { makeLibrary } from './library.mjs';
import { makeLoader } from './loader.mjs';
import { makeOriginals } from './originals.mjs';
import { assign, defineProperty, each, freeze, match, NativeError, NODE_REQUIRE, now, parse } from './primordials.mjs';
import { makeProcess } from './process.mjs';
import { makeRequests } from './requests.mjs';
import { makeRequire } from './require.mjs';
import { makeResults } from './results.mjs';
import { makeTimers, provideTimers } from './timers.mjs';

const LIBRARY_GLOBALS = ['AbortController', 'AbortSignal', 'Buffer', 'CustomEvent', 'DOMException', 'Event', 'EventTarget',
  'Headers', 'Request', 'Response', 'URL', 'URLSearchParams', 'atob', 'btoa', 'crypto', 'fetch', 'performance', 'structuredClone'];

export function bootstrap(unguarded, settingsJson, global) {
  const host = guardHost(unguarded);
  const settings = parse(settingsJson);
  let epoch = now();
  let idna = null;

  provideCaptureStackTrace(NativeError);
  const withOriginals = makeOriginals(global);
  const { provide, provideLazily } = makeGlobals(global);
  const { cleanStack, cleanText, describe } = makeErrors(settings.prefix);
  const { fetched, forgetFetches, send } = makeRequests(host);

  const library = makeLibrary({
    host,
    withOriginals,
    lend: () => ({
      arch: settings.arch,
      builtins: settings.modules,
      digest: host.digest,
      format,
      group,
      hashes: settings.hashes,
      idna: () => (idna ??= host.library('idna')()),
      nanos: host.nanos,
      // Returns [state, value as text], parsed from the engine's description.
      promise: (value) => {
        const described = match(/^Promise\{\[\[PromiseStatus\]\]: "(\w+)", \[\[PromiseValue\]\]: ([^]*)\}$/, host.describe(value));
        return described === null ? null : [described[1], described[2]];
      },
      random: host.random,
      require,
      send,
      stack: cleanStack,
      timeOrigin: epoch,
      write,
    }),
  });
  const invalid = (name, expected, value) => library.part('errors').invalidArgType(name, expected, value);

  const { console, format, group, write } = makeConsole({ cleanText, host, library, withOriginals });
  const require = makeRequire({ global, invalid, library, settings });
  const timers = makeTimers({ host, invalid });
  const loader = makeLoader(settings, require);
  const call = makeCalls({ loader, results: makeResults(host, describe), settings });

  provide('console', console);
  provideTimers(provide, timers, require);
  provide('global', global);
  provideLazily('process', () => makeProcess({ global, host, invalid, library, settings }));
  each(LIBRARY_GLOBALS, (name) => {
    provideLazily(name, () => library.global(name));
  });
  // The ES modules that build.mjs writes use it.
  defineProperty(global, NODE_REQUIRE, { __proto__: null, value: require });

  // A context may be prepared before its function is known.
  function adopt(functionJson) {
    assign(settings, parse(functionJson));
    epoch = now();
  }

  return freeze({
    adopt,
    call,
    describe,
    fetched,
    fire: timers.fire,
    forgetFetches,
    goOnLoading: loader.goOnLoading,
    loadCommonJs: loader.loadCommonJs,
    loadModule: loader.loadModule,
  });
}
