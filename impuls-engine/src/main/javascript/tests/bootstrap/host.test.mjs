import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guardHost } from '../../bootstrap/host.mjs';

const REFUSED = {};
const guard = (calls) => guardHost({ refused: REFUSED, digest: () => null, longestResult: 7, ...calls });

test('calls hand arguments and answers on', () => {
  const host = guard({ log: (...args) => args });
  assert.deepEqual(host.log('info', 'text'), ['info', 'text']);
  assert.equal(host.longestResult, 7);
});

test('an exception of the host is a stack at its end', () => {
  const host = guard({
    nanos: () => {
      throw new Error('a secret of the host');
    },
  });
  assert.throws(() => host.nanos(), { name: 'RangeError', message: 'Maximum call stack size exceeded' });
});

test('refused arguments are a TypeError', () => {
  const host = guard({ random: () => REFUSED });
  assert.throws(() => host.random(1), { name: 'TypeError', message: /cannot be used/ });
});

test('a digest is guarded, too, and null says that there is none', () => {
  const host = guard({ digest: (name) => (name === 'sha1' ? () => REFUSED : null) });
  assert.equal(host.digest('md0'), null);
  assert.throws(() => host.digest('sha1')('update'), TypeError);
});
