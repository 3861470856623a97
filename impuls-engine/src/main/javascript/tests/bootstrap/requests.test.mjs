import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeRequests } from '../../bootstrap/requests.mjs';

function make(host = {}) {
  const calls = [];
  const requests = makeRequests({
    fetch: (...args) => {
      calls.push(args);
      return true;
    },
    readBody: (buffer) => new Uint8Array(buffer).fill(7),
    stopFetch: (id) => calls.push(['stop', id]),
    ...host,
  });
  return { ...requests, calls };
}

test('a request is handed to the host with its number and its bytes', () => {
  const { calls, send } = make();
  send('GET', 'http://a/', ['h', 'v'], null, () => {});
  const body = new Uint8Array([1, 2, 3]).subarray(1);
  send('POST', 'http://b/', [], body, () => {});
  assert.deepEqual(calls, [[1, 'GET', 'http://a/', ['h', 'v'], null], [2, 'POST', 'http://b/', [], body.buffer, 1, 2]]);
});

test('an answer has status, headers and the body the host hands over', () => {
  const { fetched, send } = make();
  const done = [];
  send('GET', 'http://a/', [], null, (...args) => done.push(args));
  fetched(1, null, 'OK', 200, 'a\n1\nb\n2', 3);
  assert.deepEqual(done, [[null, { status: 200, statusText: 'OK', headers: ['a', '1', 'b', '2'], bytes: new Uint8Array([7, 7, 7]) }]]);
  fetched(1, null, 'OK', 200, '', 0);
  assert.equal(done.length, 1);
});

test('an answer may have no headers', () => {
  const { fetched, send } = make();
  const done = [];
  send('GET', 'http://a/', [], null, (failure, response) => done.push(response.headers));
  fetched(1, null, '', 204, '', 0);
  assert.deepEqual(done, [[]]);
});

test('a failure has a code and a message', () => {
  const { fetched, send } = make();
  const done = [];
  send('GET', 'http://a/', [], null, (...args) => done.push(args));
  fetched(1, 'ECONNREFUSED', 'nobody there');
  assert.deepEqual(done, [[{ code: 'ECONNREFUSED', message: 'nobody there' }]]);
});

test('one that is ended is stopped once and never told', () => {
  const { calls, fetched, send } = make();
  const end = send('GET', 'http://a/', [], null, () => assert.fail('it was ended'));
  end();
  end();
  fetched(1, null, 'OK', 200, '', 0);
  assert.deepEqual(calls.slice(1), [['stop', 1]]);
});

test('requests of an earlier call are forgotten', () => {
  const { calls, fetched, forgetFetches, send } = make();
  const end = send('GET', 'http://a/', [], null, () => assert.fail('it was forgotten'));
  forgetFetches();
  fetched(1, 'EIO', 'late');
  end();
  assert.equal(calls.length, 1);
});

test('too many are answered with null', () => {
  const { fetched, send } = make({ fetch: () => false });
  assert.equal(send('GET', 'http://a/', [], null, () => assert.fail('it was not made')), null);
  fetched(1, 'EIO', 'late');
});

test('one the host cannot make is not under way', () => {
  const { fetched, send } = make({
    fetch: () => {
      throw new RangeError('stack');
    },
  });
  assert.throws(() => send('GET', 'http://a/', [], null, () => assert.fail('it was not made')), RangeError);
  fetched(1, 'EIO', 'late');
});
