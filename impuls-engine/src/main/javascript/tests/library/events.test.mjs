import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadLibrary } from '../bundles.mjs';

const library = loadLibrary();
const events = library.module('events');
const AbortSignal = library.global('AbortSignal');
const AbortController = library.global('AbortController');
const EventTarget = library.global('EventTarget');
const Event = library.global('Event');
const CustomEvent = library.global('CustomEvent');

test('once resolves with the arguments, and leaves no listener', async () => {
  const emitter = new events();
  const first = events.once(emitter, 'a');
  emitter.emit('a', 1, 2);
  assert.deepEqual(await first, [1, 2]);
  assert.deepEqual(emitter.eventNames(), []);
});

test('once rejects with an error, or when it is aborted', async () => {
  const emitter = new events();
  const failed = events.once(emitter, 'a');
  emitter.emit('error', new Error('first'));
  await assert.rejects(failed, /first/);
  const controller = new AbortController();
  const aborted = events.once(emitter, 'a', { signal: controller.signal });
  controller.abort('why');
  await assert.rejects(aborted, { name: 'AbortError', code: 'ABORT_ERR', cause: 'why' });
  assert.deepEqual(emitter.eventNames(), []);
});

test('on iterates over events, also those that came before it was asked', async () => {
  const emitter = new events();
  const iterator = events.on(emitter, 'a', { close: ['end'] });
  emitter.emit('a', 1);
  const seen = [];
  const all = (async () => {
    for await (const args of iterator) seen.push(args);
  })();
  emitter.emit('a', 2);
  emitter.emit('end');
  await all;
  assert.deepEqual(seen, [[1], [2]]);
  assert.deepEqual(emitter.eventNames(), []);
});

test('on ends with an error', async () => {
  const emitter = new events();
  const iterator = events.on(emitter, 'a');
  const next = iterator.next();
  emitter.emit('error', new Error('broken'));
  await assert.rejects(next, /broken/);
  assert.deepEqual(await iterator.next(), { value: undefined, done: true });
});

test('a monitor hears of errors before those that handle them', () => {
  const emitter = new events();
  const heard = [];
  emitter.on('error', () => heard.push('listener'));
  emitter.on(events.errorMonitor, () => heard.push('monitor'));
  emitter.emit('error', new Error('x'));
  assert.deepEqual(heard, ['monitor', 'listener']);
});

test('an abort tells signals made of others before any listener', () => {
  const controller = new AbortController();
  const both = AbortSignal.any([controller.signal, AbortSignal.any([])]);
  const seen = [];
  controller.signal.addEventListener('abort', () => seen.push(both.aborted));
  controller.signal.onabort = () => seen.push('onabort');
  controller.abort('why');
  controller.abort('again');
  assert.deepEqual(seen, [true, 'onabort']);
  assert.equal(both.reason, 'why');
  assert.throws(() => both.throwIfAborted(), (reason) => reason === 'why');
});

test('an aborted signal has a reason of its own', () => {
  const { reason } = AbortSignal.abort();
  assert.deepEqual([reason.name, reason.code, reason.message], ['AbortError', 20, 'This operation was aborted']);
  assert.equal(AbortSignal.any([AbortSignal.abort(1)]).reason, 1);
  assert.throws(() => new AbortSignal(), { code: 'ERR_ILLEGAL_CONSTRUCTOR' });
  assert.throws(() => AbortSignal.any([1]), { code: 'ERR_INVALID_ARG_TYPE' });
});

test('abort listeners can be taken back', () => {
  const controller = new AbortController();
  const seen = [];
  const first = events.addAbortListener(controller.signal, () => seen.push('first'));
  events.addAbortListener(controller.signal, () => seen.push('second'));
  first[Symbol.dispose ?? Symbol.for('nodejs.dispose')]();
  controller.abort();
  assert.deepEqual(seen, ['second']);
});

test('events reach listeners with their details', () => {
  const target = new EventTarget();
  const seen = [];
  target.addEventListener('a', (event) => seen.push([event.type, event.detail, event instanceof Event]), { once: true });
  target.dispatchEvent(new CustomEvent('a', { detail: 5 }));
  target.dispatchEvent(new CustomEvent('a'));
  assert.deepEqual(seen, [['a', 5, true]]);
  assert.equal(new CustomEvent('a').detail, null);
});
