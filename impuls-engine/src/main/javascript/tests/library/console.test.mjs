import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { loadLibrary } from '../bundles.mjs';

let library;
let console;
let nanos;
const group = { indent: '' };

beforeEach(() => {
  nanos = 0;
  group.indent = '';
  library = loadLibrary({ group, nanos: () => nanos, stack: () => 'Error\n    at here' });
  console = library.part('console');
  mock.method(process, 'emitWarning', (text) => library.written.push(['warning', text]));
});

afterEach(() => mock.restoreAll());

const table = (...args) => {
  console.table(...args);
  return library.written[0][1].split('\n');
};

test('a table of objects', () => {
  assert.deepEqual(table([{ a: 1, b: 'x' }, { a: 22 }]), [
    '┌─────────┬────┬─────┐',
    '│ (index) │ a  │ b   │',
    '├─────────┼────┼─────┤',
    "│ 0       │ 1  │ 'x' │",
    '│ 1       │ 22 │     │',
    '└─────────┴────┴─────┘',
  ]);
});

test('a table of chosen columns, primitives and maps', () => {
  assert.deepEqual(table([{ a: 1, b: 2 }], ['b'])[1], '│ (index) │ b │');
  library.written.length = 0;
  assert.deepEqual(table(['x', { a: 1 }]).slice(1, 5), [
    '│ (index) │ a │ Values │', '├─────────┼───┼────────┤', "│ 0       │   │ 'x'    │", '│ 1       │ 1 │        │']);
  library.written.length = 0;
  assert.deepEqual(table(new Map([['k', 1]])).slice(1, 4), [
    '│ (iteration index) │ Key │ Values │', '├───────────────────┼─────┼────────┤', "│ 0                 │ 'k' │ 1      │"]);
  assert.throws(() => console.table([], 'a'), { code: 'ERR_INVALID_ARG_TYPE' });
});

test('what is no table is logged', () => {
  console.table('text');
  assert.deepEqual(library.written, [['info', 'text']]);
});

test('counts', () => {
  console.count();
  console.count('a');
  console.count();
  console.countReset();
  console.count();
  console.countReset('b');
  assert.deepEqual(library.written, [['info', 'default: 1'], ['info', 'a: 1'], ['info', 'default: 2'], ['info', 'default: 1'],
    ['warning', "Count for 'b' does not exist"]]);
});

test('times, in the unit that suits them', () => {
  console.time('t');
  for (const [ms, text] of [[1.23456, '1.235ms'], [1500, '1.500s'], [61_000, '1:01.000 (m:ss.mmm)'], [3_723_000, '1:02:03 (h:mm:ss)']]) {
    nanos = ms * 1e6;
    console.timeLog('t', 'and');
    assert.deepEqual(library.written.pop(), ['info', `t: ${text} and`]);
  }
  console.timeEnd('t');
  console.timeEnd('t');
  console.time('u');
  console.time('u');
  assert.deepEqual(library.written.slice(1), [['warning', "No such label 't' for console.timeEnd()"], ['warning', "Label 'u' already exists for console.time()"]]);
});

test('groups indent by two', () => {
  console.group('title');
  console.groupCollapsed();
  assert.equal(group.indent, '    ');
  console.groupEnd();
  assert.equal(group.indent, '  ');
  assert.deepEqual(library.written, [['info', 'title']]);
});

test('assertions, dir and traces', () => {
  console.assert(true, 'not written');
  console.assert(false, 'seven', 7);
  console.assert(0);
  console.dir({ a: { b: { c: {} } } }, { depth: 0 });
  console.trace('here', 1);
  assert.deepEqual(library.written, [['error', 'Assertion failed: seven 7'], ['error', 'Assertion failed'], ['info', '{ a: [Object] }'],
    ['error', 'Trace: here 1\n    at here']]);
});
