// Stamps: files of a digest each, that tell whether the files that went into a step have changed since.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const source = dirname(fileURLToPath(import.meta.url));

const filesIn = (directory) =>
  readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules') return [];
    const path = join(directory, entry.name);
    return entry.isDirectory() ? filesIn(path) : [relative(source, path)];
  });

const CHECKS = /^(check\.\w+|eslint\.config\.mjs|tests[/\\].*)$/;

// All of this directory, by their paths in it.
export const allFiles = filesIn(source).sort();

// Those that go into the bundles.
export const bundledFiles = allFiles.filter((file) => !CHECKS.test(file));

export const digest = (files) =>
  files.reduce((hash, file) => hash.update(file).update('\0').update(readFileSync(join(source, file))), createHash('sha256')).digest('hex');

export const isStamped = (file, stamp) => existsSync(file) && readFileSync(file, 'utf8') === stamp;

// Does the step, unless it was done with the same stamp. A step that fails leaves no stamp.
export function unlessStamped(file, stamp, step) {
  if (isStamped(file, stamp)) return false;
  rmSync(file, { force: true });
  step();
  writeFileSync(file, stamp);
  return true;
}
