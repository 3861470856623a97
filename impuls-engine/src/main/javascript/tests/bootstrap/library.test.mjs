import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeLibrary } from '../../bootstrap/library.mjs';

function make(evaluate) {
  const calls = [];
  const library = makeLibrary({
    host: {
      library: (name) => (lent) => {
        calls.push(['library', name, lent, Object.isFrozen(lent)]);
        return evaluate;
      },
      room: () => calls.push(['room']),
    },
    lend: () => ({ arch: 'x64' }),
    withOriginals: (run) => {
      calls.push(['originals']);
      return run();
    },
  });
  return { calls, library };
}

test('the library is made once, when it is first needed, of what is lent', () => {
  const { calls, library } = make({ part: (name) => `part ${name}`, module: (name) => `module ${name}` });
  assert.deepEqual(calls, []);
  assert.equal(library.part('console'), 'part console');
  assert.deepEqual(calls, [['room'], ['originals'], ['library', 'library', { arch: 'x64' }, true]]);
  assert.equal(library.module('os'), 'module os');
  assert.deepEqual(calls.slice(3), [['room'], ['originals']]);
});

test('a global is not there while the library is evaluated, and is afterwards', () => {
  let meanwhile = 'not asked';
  const { library } = make({
    global: (name) => `global ${name}`,
    module: () => {
      meanwhile = library.global('URL');
    },
  });
  library.module('url');
  assert.equal(meanwhile, undefined);
  assert.equal(library.global('URL'), 'global URL');
});

test('a module that fails leaves the globals there', () => {
  const { library } = make({
    global: () => 1,
    module: () => {
      throw new Error('failed');
    },
  });
  assert.throws(() => library.module('url'), /failed/);
  assert.equal(library.global('URL'), 1);
});
