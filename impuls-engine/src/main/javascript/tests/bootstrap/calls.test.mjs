import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeCalls } from '../../bootstrap/calls.mjs';
import { Timeout } from '../../bootstrap/timers.mjs';
import { turn } from '../bundles.mjs';

const SETTINGS = { name: 'hello', memoryMb: '128', logGroup: 'group', logStream: 'stream', arn: 'arn:hello' };

// Calls the handler, and returns the outcomes after its microtasks.
async function outcomes(handler, { event = {}, deadline = 0, calls = 1 } = {}) {
  const settled = [];
  const call = makeCalls({
    loader: { withHandler: (use) => use(handler) },
    results: {
      fail: (thrown) => settled.push(['failed', thrown?.message ?? thrown]),
      succeed: (value, wait) => settled.push(['succeeded', value, wait]),
    },
    settings: SETTINGS,
  });
  for (let i = 0; i < calls; i++) call(JSON.stringify(event), `request-${i + 1}`, deadline);
  await turn();
  return settled;
}

test('what a handler returns is the result', async () => {
  assert.deepEqual(await outcomes((event) => event.a + 1, { event: { a: 1 } }), [['succeeded', 2, false]]);
  assert.deepEqual(await outcomes(async (event) => event, { event: [1] }), [['succeeded', [1], false]]);
  assert.deepEqual(await outcomes(() => null), [['succeeded', null, false]]);
});

test('anything with a then is waited for', async () => {
  assert.deepEqual(await outcomes(() => ({ then: (use) => use('later') })), [['succeeded', 'later', false]]);
});

test('what a handler throws or rejects with is the error', async () => {
  assert.deepEqual(await outcomes(() => {
    throw new Error('thrown');
  }), [['failed', 'thrown']]);
  assert.deepEqual(await outcomes(() => Promise.reject(new Error('rejected'))), [['failed', 'rejected']]);
});

test('what gives no answer yet has no outcome', async () => {
  assert.deepEqual(await outcomes(() => undefined), []);
  assert.deepEqual(await outcomes(() => new Timeout(1)), []);
  assert.deepEqual(await outcomes((event, context, callback) => callback.length), []);
});

test('a callback answers, and waits for timers unless it is told not to', async () => {
  assert.deepEqual(await outcomes((event, context, callback) => callback(null, 1)), [['succeeded', 1, true]]);
  assert.deepEqual(await outcomes((event, context, callback) => callback(new Error('told'))), [['failed', 'told']]);
  assert.deepEqual(await outcomes((event, context, callback) => {
    context.callbackWaitsForEmptyEventLoop = false;
    callback(undefined, 1);
  }), [['succeeded', 1, false]]);
});

test('the context answers, too', async () => {
  assert.deepEqual(await outcomes((event, context) => context.succeed(1)), [['succeeded', 1, true]]);
  assert.deepEqual(await outcomes((event, context) => context.fail(new Error('told'))), [['failed', 'told']]);
  assert.deepEqual(await outcomes((event, context) => context.fail()), [['failed', 'fail called without an error']]);
  assert.deepEqual(await outcomes((event, context) => context.done(null, 2)), [['succeeded', 2, true]]);
});

test('the first outcome counts', async () => {
  assert.deepEqual(await outcomes((event, context, callback) => {
    callback(null, 1);
    callback(null, 2);
    throw new Error('late');
  }), [['succeeded', 1, true]]);
});

test('an outcome of an earlier call is nobody’s', async () => {
  const asked = [];
  const settled = await outcomes((event, context, callback) => {
    asked.push(callback);
    if (asked.length === 2) asked[0](null, 'late');
  }, { calls: 2 });
  assert.deepEqual(settled, []);
});

test('the context tells of the function and the call', async () => {
  const [[, context]] = await outcomes((event, given) => ({ ...given }));
  const { arn, awsRequestId, functionName, functionVersion, invokedFunctionArn, logGroupName, logStreamName, memoryLimitInMB } = context;
  assert.deepEqual({ arn, awsRequestId, functionName, functionVersion, invokedFunctionArn, logGroupName, logStreamName, memoryLimitInMB }, {
    arn: undefined, awsRequestId: 'request-1', functionName: 'hello', functionVersion: '$LATEST', invokedFunctionArn: 'arn:hello',
    logGroupName: 'group', logStreamName: 'stream', memoryLimitInMB: '128',
  });
});

test('the time that is left is never negative', async () => {
  const remaining = (event, context) => context.getRemainingTimeInMillis();
  assert.deepEqual(await outcomes(remaining, { deadline: 5 }), [['succeeded', 0, false]]);
  const [[, left]] = await outcomes(remaining, { deadline: Date.now() + 3_600_000 });
  assert.ok(left > 0 && left <= 3_600_000, `${left}`);
});
