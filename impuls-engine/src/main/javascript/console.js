// What Node's console has besides writing a line.
'use strict';

const { inspect, getStringWidth } = require('node-inspect-extracted');
const { isMap, isSet, isMapIterator, isSetIterator } = require('./types.js');

const { write, format, group, stack, nanos } = runtime;
const counts = new Map();
const timers = new Map();

const label = (value) => (value === undefined ? 'default' : `${value}`);
const warn = (message) => process.emitWarning(message);

function duration(name, from) {
  const ms = nanos() / 1e6 - from;
  const two = (n) => String(n).padStart(2, '0');
  if (ms >= 1000) {
    const seconds = ms / 1000;
    if (seconds < 60) return `${name}: ${seconds.toFixed(3)}s`;
    const minutes = Math.floor(seconds / 60);
    const rest = (seconds % 60).toFixed(3).padStart(6, '0');
    if (minutes < 60) return `${name}: ${minutes}:${rest} (m:ss.mmm)`;
    return `${name}: ${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(Math.floor(seconds % 60))} (h:mm:ss)`;
  }
  return `${name}: ${Number(ms.toFixed(3))}ms`;
}

function timed(name, method, after) {
  const from = timers.get(name);
  if (from === undefined) {
    warn(`No such label '${name}' for console.${method}()`);
    return false;
  }
  const text = duration(name, from);
  write('info', after.length === 0 ? text : format([text, ...after]));
  return true;
}

// ---- Tables ----

function row(cells, widths) {
  const padded = cells.map((cell, i) => cell + ' '.repeat(widths[i] - getStringWidth(cell)));
  return `│ ${padded.join(' │ ')} │`;
}

function rendered(head, columns) {
  const rows = [];
  const longest = Math.max(...columns.map((column) => column.length));
  const widths = head.map((title) => getStringWidth(title));
  head.forEach((_, i) => {
    for (let j = 0; j < longest; j++) {
      rows[j] ??= [];
      const cell = (rows[j][i] = Object.hasOwn(columns[i], j) ? columns[i][j] : '');
      widths[i] = Math.max(widths[i], getStringWidth(cell));
    }
  });
  const lines = widths.map((width) => '─'.repeat(width + 2));
  return [
    `┌${lines.join('┬')}┐`,
    row(head, widths),
    `├${lines.join('┼')}┤`,
    ...rows.map((cells) => row(cells, widths)),
    `└${lines.join('┴')}┘`,
  ].join('\n');
}

const INDEX = '(index)';
const ITERATION = '(iteration index)';
const KEY = 'Key';
const VALUES = 'Values';

function shown(value) {
  const depth = value !== null && typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length > 2 ? -1 : 0;
  return inspect(value, { maxArrayLength: 3, breakLength: Infinity, depth });
}

function table(data, chosen) {
  if (data === null || typeof data !== 'object') return log('info', [data]);
  if (chosen !== undefined && !Array.isArray(chosen)) {
    throw require('./errors.js').invalidArgType('properties', 'an instance of Array', chosen);
  }
  if (isMap(data) || isMapIterator(data)) {
    const entries = [...data];
    if (entries.every((entry) => Array.isArray(entry) && entry.length === 2) && isMap(data)) {
      return write('info', rendered([ITERATION, KEY, VALUES],
        [entries.map((_, i) => `${i}`), entries.map(([key]) => shown(key)), entries.map(([, value]) => shown(value))]));
    }
    return write('info', rendered([ITERATION, VALUES], [entries.map((_, i) => `${i}`), entries.map(shown)]));
  }
  if (isSet(data) || isSetIterator(data)) {
    const values = [...data];
    return write('info', rendered([ITERATION, VALUES], [values.map((_, i) => `${i}`), values.map(shown)]));
  }
  const byKey = Object.create(null);
  const values = [];
  let hasPrimitives = false;
  const rows = Object.keys(data);
  rows.forEach((name, i) => {
    const item = data[name];
    const primitive = item === null || (typeof item !== 'function' && typeof item !== 'object');
    if (primitive) {
      hasPrimitives = true;
      values[i] = shown(item);
      return;
    }
    for (const key of chosen ?? Object.keys(item)) {
      byKey[key] ??= [];
      byKey[key][i] = Object.hasOwn(item, key) ? shown(item[key]) : '';
    }
  });
  const keys = Object.keys(byKey);
  const columns = keys.map((key) => byKey[key]);
  if (hasPrimitives) {
    keys.push(VALUES);
    columns.push(values);
  }
  write('info', rendered([INDEX, ...keys], [rows, ...columns]));
}

const log = (level, values) => write(level, format(values));

const begin = (...values) => {
  if (values.length > 0) log('info', values);
  group.indent += '  ';
};

module.exports = {
  assert(condition, ...values) {
    if (condition) return;
    values[0] = values.length === 0 ? 'Assertion failed' : `Assertion failed: ${values[0]}`;
    log('error', values);
  },
  count(name) {
    name = label(name);
    counts.set(name, (counts.get(name) ?? 0) + 1);
    write('info', `${name}: ${counts.get(name)}`);
  },
  countReset(name) {
    name = label(name);
    if (!counts.delete(name)) warn(`Count for '${name}' does not exist`);
  },
  dir(value, options) {
    write('info', inspect(value, { customInspect: false, ...options }));
  },
  dirxml: (...values) => log('info', values),
  group: begin,
  groupCollapsed: begin,
  groupEnd() {
    group.indent = group.indent.slice(2);
  },
  table,
  time(name) {
    name = label(name);
    if (timers.has(name)) warn(`Label '${name}' already exists for console.time()`);
    else timers.set(name, nanos() / 1e6);
  },
  timeEnd(name) {
    name = label(name);
    if (timed(name, 'timeEnd', [])) timers.delete(name);
  },
  timeLog(name, ...after) {
    timed(label(name), 'timeLog', after);
  },
  trace(...values) {
    const text = values.length > 0 ? `Trace: ${format(values)}` : 'Trace';
    const at = stack(new Error());
    const frames = at.indexOf('\n');
    write('error', frames < 0 ? text : text + at.slice(frames));
  },
};
