// Converts values to text, without running the function's code where possible.
import { indexOf, NativeString, stringify, symbolToString } from './primordials.mjs';

export function primitive(value) {
  if (typeof value === 'bigint') return NativeString(value) + 'n';
  if (typeof value === 'symbol') return symbolToString(value);
  return value === 0 && 1 / value < 0 ? '-0' : NativeString(value);
}

export function asJson(value) {
  try {
    return NativeString(stringify(value));
  } catch {
    return '[Circular]';
  }
}

export function asText(value) {
  try {
    return NativeString(value);
  } catch {
    return '(no text)';
  }
}

const isPlain = (value) =>
  typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number' || value === null || value === undefined;

// Formats a line of plain values, as most are; returns null if the line needs the inspector.
export function plain(args) {
  let text = '';
  for (let i = 0; i < args.length; i++) {
    if (!isPlain(args[i]) || (i === 0 && args.length > 1 && typeof args[0] === 'string' && indexOf(args[0], '%') >= 0)) return null;
    text += (i === 0 ? '' : ' ') + (typeof args[i] === 'string' ? args[i] : primitive(args[i]));
  }
  return text;
}

// Formats a line when inspecting its values fails.
export function uninspected(args) {
  let line = '';
  for (let i = 0; i < args.length; i++) {
    const arg = args[i];
    line += (i === 0 ? '' : ' ') + (typeof arg === 'string' ? arg : typeof arg === 'object' || typeof arg === 'function' ? '[' + typeof arg + ']' : primitive(arg));
  }
  return line;
}
