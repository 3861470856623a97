// Describes errors to the function's owner.
import {
  defineProperty, indexOf, isA, join, match, NativeError, NativeString, push, split,
} from './primordials.mjs';
import { asJson, asText, primitive } from './values.mjs';

// Code for Node.js calls captureStackTrace unconditionally; GraalJS records stacks without it.
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

// An error raised by the runtime, without a stack.
export function named(name, message) {
  const error = new NativeError(message);
  error.name = name;
  error.stack = '';
  return error;
}

// `prefix` is the length of the text that the host puts before the first line of the function's code.
export function makeErrors(prefix) {
  // Removes the runtime's frames, and corrects columns of the first line by the prefix.
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

  // Returns [type, message, stack] of any thrown value.
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
