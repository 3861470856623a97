import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeGlobals } from '../../bootstrap/globals.mjs';

test('globals can be replaced and deleted, and are not enumerable', () => {
  const global = {};
  makeGlobals(global).provide('a', 1);
  assert.deepEqual(Object.getOwnPropertyDescriptor(global, 'a'), { value: 1, writable: true, enumerable: false, configurable: true });
});

test('a lazy global is made once, at its first use', () => {
  const global = {};
  let made = 0;
  makeGlobals(global).provideLazily('a', () => ++made);
  assert.equal(made, 0);
  assert.deepEqual([global.a, global.a, made], [1, 1, 1]);
  assert.deepEqual(Object.getOwnPropertyDescriptor(global, 'a'), { value: 1, writable: true, enumerable: false, configurable: true });
});

test('a lazy global that cannot be made yet is made later', () => {
  const global = {};
  const values = [];
  makeGlobals(global).provideLazily('a', () => values[0]);
  assert.equal(global.a, undefined);
  values.push('made');
  assert.equal(global.a, 'made');
});

test('what is assigned to a lazy global stays, and it is not made', () => {
  const global = {};
  makeGlobals(global).provideLazily('a', () => assert.fail('it is not needed'));
  global.a = 'own';
  assert.equal(global.a, 'own');
});
