// Lints the JavaScript and runs its tests, unless nothing has changed since both passed: node check.mjs WORK,
// after build.mjs.
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { allFiles, digest, source, unlessStamped } from './stamps.mjs';

const work = resolve(process.argv[2]);
const modules = join(work, 'node_modules');

function fail(message) {
  console.error(`The JavaScript was not accepted: ${message}`);
  process.exit(1);
}

// The versions ESLint supports.
const [major, minor] = process.versions.node.split('.').map(Number);
if (!((major === 20 && minor >= 19) || (major === 22 && minor >= 13) || major >= 24)) {
  fail(`Node.js 20.19, 22.13, or 24 or later is needed for ESLint, and this is ${process.version}; -DskipTests leaves it out`);
}

function run(args, otherwise) {
  const { status } = spawnSync(process.execPath, args, {
    cwd: source,
    env: { ...process.env, NODE_PATH: modules },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) fail(otherwise);
}

unlessStamped(join(work, '.checked'), digest(allFiles), () => {
  run([join(modules, 'eslint', 'bin', 'eslint.js'), '--max-warnings=0', '.'], 'ESLint found errors; they are above');
  run(['--test', '--test-reporter=dot'], 'tests failed; they are above');
});
