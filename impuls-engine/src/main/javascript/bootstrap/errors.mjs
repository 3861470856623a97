// Errors as the function's owner is told of them.
import {
  defineProperty, indexOf, isA, join, match, NativeError, NativeString, push, split,
} from './primordials.mjs';
import { asJson, asText, primitive } from './values.mjs';

// Code for Node calls it without asking; the trace is there anyway.
export function provideCaptureStackTrace(Type) {
  defineProperty(Type, 'captureStackTrace', {
    __proto__: null,
    value: (target) => {
      defineProperty(target, 'stack', { __proto__: null, value: new NativeError().stack, writable: true, enumerable: false, configurable: true });
    },
    writable: true,
    enumerable: false,
    configurable: true,
  });
}

// An error of the runtime's own, with no stack to show.
export function named(name, message) {
  const error = new NativeError(message);
  error.name = name;
  error.stack = '';
  return error;
}

// `prefix` is how many columns the host put before the first line of the function's code.
export function makeErrors(prefix) {
  // Stacks in the function's own lines: without the frames of the runtime, and with the columns of
  // the first line as they are in the function's file.
  function cleanText(text) {
    if (indexOf(text, '\n') < 0) return text;
    const lines = split(text, '\n');
    const kept = [];
    for (let i = 0; i < lines.length; i++) {
      const isFrame = match(/^ +at /, lines[i]) !== null;
      if (isFrame && (indexOf(lines[i], 'impuls:') >= 0 || indexOf(lines[i], '<builtin>') >= 0)) continue;
      const first = isFrame ? match(/^(.*function\.js:1:)(\d+)(.*)$/, lines[i]) : null;
      push(kept, first && +first[2] > prefix ? first[1] + (first[2] - prefix) + first[3] : lines[i]);
    }
    return join(kept, '\n');
  }

  const cleanStack = (error) => cleanText(NativeString(error.stack));

  // [type, message, stack] of whatever was thrown.
  function describe(thrown) {
    try {
      if (isA(thrown, NativeError)) {
        return [asText(thrown.name) || 'Error', asText(thrown.message), thrown.stack ? cleanStack(thrown) : ''];
      }
      if (thrown !== null && typeof thrown === 'object') {
        return [typeof thrown.name === 'string' && thrown.name ? thrown.name : 'object',
          typeof thrown.message === 'string' ? thrown.message : asJson(thrown), ''];
      }
      return [thrown === null ? 'object' : typeof thrown, typeof thrown === 'string' ? thrown : primitive(thrown), ''];
    } catch {
      return ['Error', 'what was thrown cannot be read', ''];
    }
  }

  return { cleanStack, cleanText, describe };
}
