// Stamps: each holds the digest of a step's input files, so that a step without changes is skipped.
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

// Paths relative to this directory.
export const allFiles = filesIn(source).sort();

// All but the checks and their tests.
export const bundledFiles = allFiles.filter((file) => !CHECKS.test(file));

export const digest = (files) =>
  files.reduce((hash, file) => hash.update(file).update('\0').update(readFileSync(join(source, file))), createHash('sha256')).digest('hex');

export const isStamped = (file, stamp) => existsSync(file) && readFileSync(file, 'utf8') === stamp;

// Runs the step unless the stamp is current. A failed step leaves no stamp.
export function unlessStamped(file, stamp, step) {
  if (isStamped(file, stamp)) return;
  rmSync(file, { force: true });
  step();
  writeFileSync(file, stamp);
}
