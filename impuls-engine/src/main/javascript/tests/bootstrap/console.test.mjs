import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeConsole } from '../../bootstrap/console.mjs';

function make({ parts = {}, withOriginals = (run) => run() } = {}) {
  const lines = [];
  const asked = [];
  const made = makeConsole({
    cleanText: (text) => `${text}!`,
    host: { log: (level, line) => lines.push([level, line]), room: () => {} },
    library: {
      part: (name) => {
        asked.push(name);
        return parts[name];
      },
    },
    withOriginals,
  });
  return { ...made, asked, lines };
}

test('each method logs at its level, plain values without the library', () => {
  const { asked, console, lines } = make();
  console.log('a', 1);
  console.info('b');
  console.warn('c');
  console.error('d');
  console.debug('e');
  assert.deepEqual(lines, [['info', 'a 1'], ['info', 'b'], ['warn', 'c'], ['error', 'd'], ['debug', 'e']]);
  assert.deepEqual(asked, []);
});

test('other values are formatted by the inspector, which is asked for once', () => {
  const { asked, console, lines } = make({ parts: { inspector: { format: (...args) => `<${args.length}>` } } });
  console.log({}, 1);
  console.log('%d', 2);
  assert.deepEqual(lines, [['info', '<2>!'], ['info', '<2>!']]);
  assert.deepEqual(asked, ['inspector']);
});

test('a line that fails is tried with the originals', () => {
  let original = false;
  const { console, lines } = make({
    parts: {
      inspector: {
        format: () => {
          if (!original) throw new Error('the language was changed');
          return 'formatted';
        },
      },
    },
    withOriginals: (run) => {
      original = true;
      return run();
    },
  });
  console.log({});
  assert.deepEqual(lines, [['info', 'formatted!']]);
});

test('a line that fails twice is written as it can be', () => {
  const { console, lines } = make({
    parts: {
      inspector: {
        format: () => {
          throw new Error('always');
        },
      },
    },
  });
  console.error('it is', {}, 1n);
  assert.deepEqual(lines, [['error', 'it is [object] 1n']]);
});

test('groups indent each line', () => {
  const { console, group, lines } = make();
  group.indent = '  ';
  console.log('a\nb');
  assert.deepEqual(lines, [['info', '  a\n  b']]);
});

test('the rest of the console is the library’s', () => {
  const calls = [];
  const { asked, console } = make({ parts: { console: { count: (...args) => calls.push(args), table: () => calls.push('table') } } });
  console.count('x');
  console.table();
  assert.deepEqual(calls, [['x'], 'table']);
  assert.deepEqual(asked, ['console']);
});
