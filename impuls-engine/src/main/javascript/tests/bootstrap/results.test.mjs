import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeResults } from '../../bootstrap/results.mjs';

function make(longestResult = 20) {
  const settled = [];
  const results = makeResults({ longestResult, settle: (...args) => settled.push(args) }, (thrown) => ['Type', thrown.message, 'stack']);
  return { ...results, settled };
}

const outcome = (value, longest) => {
  const { settled, succeed } = make(longest);
  succeed(value, false);
  return settled[0];
};

test('a value is a body of status 200', () => {
  assert.deepEqual(outcome({ a: 1 }), [true, 200, '{"a":1}', null, false]);
  assert.deepEqual(outcome('text'), [true, 200, '"text"', null, false]);
  assert.deepEqual(outcome(undefined), [true, 200, 'null', null, false]);
  assert.deepEqual(outcome(null), [true, 200, 'null', null, false]);
  assert.deepEqual(outcome(() => {}), [true, 200, 'null', null, false]);
});

test('an object with a status code is an answer', () => {
  assert.deepEqual(outcome({ statusCode: 404, body: { a: 1 }, headers: { h: 'v' } }), [true, 404, '{"a":1}', '{"h":"v"}', false]);
  assert.deepEqual(outcome({ statusCode: 204 }), [true, 204, 'null', null, false]);
  assert.deepEqual([100, 599].map((statusCode) => outcome({ statusCode })[1]), [100, 599]);
  assert.deepEqual(outcome({ statusCode: 200, body: 1, headers: 'none' }), [true, 200, '1', null, false]);
});

test('a status code no answer can have is a value like others', () => {
  assert.deepEqual(outcome({ statusCode: 99 }), [true, 200, '{"statusCode":99}', null, false]);
  assert.deepEqual(outcome({ statusCode: 600 }), [true, 200, '{"statusCode":600}', null, false]);
  assert.deepEqual(outcome({ statusCode: '200' }, 30), [true, 200, '{"statusCode":"200"}', null, false]);
});

test('what is too long is not handed over', () => {
  assert.equal(outcome('x'.repeat(19))[2], null);
  assert.equal(outcome('x'.repeat(18))[2], `"${'x'.repeat(18)}"`);
  assert.equal(outcome(['x'.repeat(17)])[2], null);
});

test('a result that cannot be written is an error', () => {
  const circular = {};
  circular.self = circular;
  const [succeeded, type, message, stack] = outcome(circular);
  assert.deepEqual([succeeded, type, stack], [false, 'Type', 'stack']);
  assert.match(message, /circular/i);
});

test('it may wait for timers', () => {
  const { settled, succeed } = make();
  succeed(1, true);
  assert.deepEqual(settled, [[true, 200, '1', null, true]]);
});

test('a failure is told as it is described', () => {
  const { fail, settled } = make();
  fail(new Error('wrong'));
  assert.deepEqual(settled, [[false, 'Type', 'wrong', 'stack']]);
});
