import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadLibrary, turn } from '../bundles.mjs';

const library = loadLibrary();
const { promises, setTimeout: started } = library.module('timers');
const AbortController = library.global('AbortController');

test('timers are the globals, and promises of them resolve with their value', async () => {
  assert.equal(started, setTimeout);
  assert.equal(library.module('timers/promises'), promises);
  assert.equal(await promises.setTimeout(1, 'value'), 'value');
  assert.equal(await promises.setImmediate('now'), 'now');
  assert.equal(await promises.scheduler.wait(1), undefined);
});

test('an abort rejects and clears the timer', async () => {
  const controller = new AbortController();
  const waiting = promises.setTimeout(2 ** 30, 'never', { signal: controller.signal });
  controller.abort('why');
  await assert.rejects(waiting, { name: 'AbortError', code: 'ABORT_ERR', cause: 'why' });
  await assert.rejects(promises.setImmediate('x', { signal: controller.signal }), { cause: 'why' });
});

test('an interval goes on until it is left', async () => {
  const seen = [];
  for await (const value of promises.setInterval(1, 'tick')) {
    seen.push(value);
    if (seen.length === 3) break;
  }
  await turn();
  assert.deepEqual(seen, ['tick', 'tick', 'tick']);
});
