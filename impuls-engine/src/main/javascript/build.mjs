// Bundles the JavaScript of function contexts: node build.mjs WORK OUT. WORK keeps the packages, and gets the
// licences of those in the bundles; OUT gets bootstrap.js, library.js, idna.js and an ES module for each
// module.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { bundledFiles, digest, isStamped, source, unlessStamped } from './stamps.mjs';

const LICENCES = ['Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];

const [work, out] = process.argv.slice(2).map((path) => resolve(path));

function fail(message) {
  console.error(`The JavaScript library was not built: ${message}`);
  process.exit(1);
}

if (Number(process.versions.node.split('.')[0]) < 20) fail(`Node.js 20 or later is needed, and this is ${process.version}`);

// ---- Nothing to do? ----

const bundled = digest(bundledFiles);
const bundledStamp = join(work, '.bundled');
const lastWritten = join(out, 'modules.txt');
if (existsSync(lastWritten) && isStamped(bundledStamp, bundled)) process.exit(0);

rmSync(bundledStamp, { force: true });

// ---- Packages ----

const packageFiles = ['.npmrc', 'package-lock.json', 'package.json'];
mkdirSync(work, { recursive: true });
unlessStamped(join(work, '.installed'), digest(packageFiles), () => {
  for (const file of packageFiles) copyFileSync(join(source, file), join(work, file));
  try {
    execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'], {
      cwd: work,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  } catch {
    fail('npm could not install the packages; what it says is above');
  }
});

// ---- Bundles ----

const modules = join(work, 'node_modules');
const esbuild = createRequire(join(work, 'package.json'))('esbuild');

const LIGHTER = {
  'call-bind/callBound': 'callBound',
  'is-nan': 'isNaN',
  'object-is': 'objectIs',
  'object-is/polyfill': 'objectIs',
  'object.assign/polyfill': 'objectAssign',
  'util/': 'util',
};
const own = (file) => `require(${JSON.stringify(join(source, file))})`;
const PATCHES = [
  {
    // It knows neither what becomes of a promise nor what a value is inside.
    file: /node-inspect-extracted.dist.inspect\.js$/,
    replace: [
      ['=r(567)', `=${own('types.js')}`],
      ['getPromiseDetails:function(){return[c,void 0]}', `getPromiseDetails:function(t){return ${own('promises.js')}(t,c,l)}`],
    ],
  },
  {
    // Its warning is no deprecation of Node's own: url.parse is documented there, and not deprecated at run time.
    file: /unenv.dist.runtime.node.url\.mjs$/,
    replace: [
      ['const URL = globalThis.URL;', `const { URL } = ${own('whatwg.js')};`],
      ['const URLSearchParams = globalThis.URLSearchParams;', `const { URLSearchParams } = ${own('whatwg.js')};`],
      ['console.warn("[DeprecationWarning] [unenv] [node:url] DEP0169', '("[node:url] DEP0169'],
    ],
  },
];

const replacements = {
  name: 'replacements',
  setup(build) {
    const inSource = (file) => () => ({ path: join(source, file) });
    build.onResolve({ filter: /^(call-bind|is-nan|object-is|object\.assign|util\/$)/ }, ({ path, importer }) =>
      path in LIGHTER && importer.includes('node_modules') ? { path: LIGHTER[path], namespace: 'lighter' } : undefined);
    build.onLoad({ filter: /.*/, namespace: 'lighter' }, ({ path }) => ({
      contents: `module.exports = require('./lighter.js').${path};`,
      resolveDir: source,
    }));
    build.onResolve({ filter: /^tr46$/ }, ({ importer }) => (importer.includes('whatwg-url') ? inSource('tr46.js')() : undefined));
    build.onResolve({ filter: /^@exodus\/bytes\// }, inSource('percent-encoding.js'));
    build.onResolve({ filter: /^safe-buffer$/ }, inSource('buffer.js'));
    build.onResolve({ filter: /^node:path$/ }, () => build.resolve('path-browserify', { kind: 'require-call', resolveDir: source }));
    build.onResolve({ filter: /^node:querystring$/ }, () =>
      build.resolve('unenv/node/querystring', { kind: 'require-call', resolveDir: source }));
    for (const { file, replace } of PATCHES) {
      build.onLoad({ filter: file }, ({ path }) => {
        let contents = readFileSync(path, 'utf8');
        for (const [from, to] of replace) {
          if (contents.split(from).length !== 2) return { errors: [{ text: `not once in this version: ${from}` }] };
          contents = contents.replace(from, () => to);
        }
        return { contents };
      });
    }
  },
};

async function bundle(entry, form) {
  const result = await esbuild.build({
    entryPoints: [join(source, entry)],
    bundle: true,
    write: false,
    metafile: true,
    absWorkingDir: work,
    nodePaths: [modules],
    platform: 'neutral',
    mainFields: ['browser', 'module', 'main'],
    conditions: ['browser'],
    target: 'es2023',
    charset: 'utf8',
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'error',
    plugins: [replacements],
    ...form,
  }).catch(() => fail('esbuild found errors; they are above'));
  return { text: result.outputFiles[0].text, inputs: Object.keys(result.metafile.inputs) };
}

const AS_LIBRARY = {
  format: 'iife',
  globalName: 'library',
  banner: { js: '(function (runtime) {' },
  footer: { js: 'return library; })' },
  minifySyntax: true,
};
// One flat function, without the bundler's wrappers, because every context runs it. Minified syntax would
// lose names of functions.
const AS_BOOTSTRAP = {
  format: 'esm',
  banner: { js: "(function (host, settingsJson) { 'use strict'; let api;" },
  footer: { js: 'return api; })' },
};

const bootstrap = await bundle('bootstrap/main.mjs', AS_BOOTSTRAP);
const library = await bundle('library.js', AS_LIBRARY);
const idna = await bundle('idna.js', AS_LIBRARY);

// ---- ES modules ----

// What the library makes of these two is the running function's own.
const OF_GLOBALS = {
  process: ['arch', 'argv', 'cwd', 'emitWarning', 'env', 'exit', 'hrtime', 'nextTick', 'pid', 'platform', 'stderr', 'stdout',
    'uptime', 'version', 'versions'],
  console: ['assert', 'count', 'countReset', 'debug', 'dir', 'dirxml', 'error', 'group', 'groupCollapsed', 'groupEnd', 'info',
    'log', 'table', 'time', 'timeEnd', 'timeLog', 'trace', 'warn'],
};

function esModules() {
  const context = createContext({
    TextDecoder, TextEncoder, console: {}, process: { env: {}, platform: '', arch: '' },
    clearImmediate() {}, clearInterval() {}, clearTimeout() {}, queueMicrotask() {}, setImmediate() {}, setInterval() {}, setTimeout() {},
  });
  const { moduleNames, module } = runInContext(library.text, context)({ builtins: [], hashes: [] });
  return moduleNames.map((name) => {
    const names = (OF_GLOBALS[name] ?? Object.keys(module(name))).filter((key) => key !== 'default' && /^[A-Za-z_$][\w$]*$/.test(key));
    return [name, `const m = globalThis[Symbol.for('node:require')]('${name}');
export default m;
const { ${names.map((key) => `${key}: $${key}`).join(', ')} } = m;
export { ${names.map((key) => `$${key} as ${key}`).join(', ')} };
`];
  });
}

// ---- Licences ----

function licences() {
  const packages = new Set([...bootstrap.inputs, ...library.inputs, ...idna.inputs].flatMap((input) =>
    [...input.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/g)].map((match) => match[1])));
  return [...packages].sort().map((name) => {
    const folder = join(modules, name);
    const { version, license, homepage } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    if (!LICENCES.includes(license)) fail(`${name} ${version} is under ${license}, which is not in the list in build.mjs`);
    const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
    const text = file ? readFileSync(join(folder, file), 'utf8').trim() : '';
    return `${name} ${version} (${license})${homepage ? ` ${homepage}` : ''}\n\n${text}\n`;
  });
}

mkdirSync(join(out, 'modules'), { recursive: true });
writeFileSync(join(out, 'bootstrap.js'), bootstrap.text);
writeFileSync(join(out, 'library.js'), library.text);
writeFileSync(join(out, 'idna.js'), idna.text);
const texts = esModules();
for (const [name, text] of texts) {
  const file = join(out, 'modules', `${name}.mjs`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
writeFileSync(lastWritten, `${texts.map(([name]) => name).join('\n')}\n`);
writeFileSync(join(work, 'THIRD-PARTY-JAVASCRIPT.txt'),
  `The JavaScript libraries that functions find, and their licences.\n\n${licences().join(`\n${'-'.repeat(100)}\n\n`)}`);
writeFileSync(bundledStamp, bundled);
