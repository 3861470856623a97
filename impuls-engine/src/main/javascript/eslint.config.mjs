import { createRequire } from 'node:module';

// Not import, which ignores NODE_PATH, where the build keeps the packages.
const require = createRequire(import.meta.url);
const js = require('@eslint/js');
const globals = require('globals');

const BOOTSTRAP = 'bootstrap/*.mjs';
const LOOPS = ':matches(ForStatement, ForInStatement, ForOfStatement, WhileStatement, DoWhileStatement)';
const ONCE = 'The engine counts loops as calls and would compile this code, which runs once for each context; use each or forEach.';
const OF_MODULES = { selector: `Program > ${LOOPS}`, message: ONCE };
const METHODS = 'delete|exec|filter|forEach|get|has|indexOf|join|map|push|replace|set|slice|split|test|then';

export default [
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2023 },
    rules: {
      curly: ['error', 'multi-line'],
      'default-case-last': 'error',
      'dot-notation': 'error',
      eqeqeq: 'error',
      'logical-assignment-operators': 'error',
      'no-array-constructor': 'error',
      'no-else-return': 'error',
      'no-eval': 'error',
      'no-implicit-globals': 'error',
      'no-implied-eval': 'error',
      'no-lonely-if': 'error',
      'no-loop-func': 'error',
      'no-new-func': 'error',
      'no-new-wrappers': 'error',
      'no-restricted-syntax': ['error', OF_MODULES],
      'no-self-compare': 'error',
      'no-shadow': 'error',
      'no-throw-literal': 'error',
      'no-undef-init': 'error',
      'no-unneeded-ternary': 'error',
      'no-unused-expressions': 'error',
      'no-unused-vars': ['error', { args: 'after-used', caughtErrors: 'all' }],
      'no-use-before-define': ['error', { functions: false, classes: false, variables: false }],
      'no-useless-computed-key': 'error',
      'no-useless-rename': 'error',
      'no-useless-return': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'one-var': ['error', 'never'],
      'prefer-const': ['error', { destructuring: 'all' }],
      'prefer-object-has-own': 'error',
      'prefer-rest-params': 'error',
      'prefer-spread': 'error',
      strict: ['error', 'global'],
    },
  },
  {
    // The library: CommonJS, so that each module is evaluated on first use.
    files: ['*.js'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: {
        ...Object.fromEntries(['AbortController', 'URL', 'URLSearchParams', 'clearImmediate', 'clearInterval', 'clearTimeout',
          'console', 'process', 'queueMicrotask', 'runtime', 'setImmediate', 'setInterval', 'setTimeout', 'TextDecoder',
          'TextEncoder'].map((name) => [name, 'readonly'])),
      },
    },
  },
  {
    // Runs after the function's code may have redefined built-ins.
    files: [BOOTSTRAP],
    ignores: ['bootstrap/primordials.mjs'],
    rules: {
      'no-restricted-syntax': ['error', OF_MODULES,
        { selector: `FunctionDeclaration[id.name=/^(bootstrap|guard|make|provide)/] > BlockStatement > ${LOOPS}`, message: ONCE },
        { selector: 'ForOfStatement', message: 'The function may have redefined iterators; count.' },
        { selector: ':matches(ArrayPattern, ArrayExpression > SpreadElement, CallExpression > SpreadElement)',
          message: 'The function may have redefined iterators; use indexes or apply.' },
        { selector: 'BinaryExpression[operator="instanceof"]', message: 'The function may have redefined Symbol.hasInstance; use isA.' },
        { selector: `CallExpression[callee.property.name=/^(${METHODS})$/]`, message: 'The function may have redefined it; take it from primordials.mjs.' },
      ],
    },
  },
  {
    files: [BOOTSTRAP],
    ignores: ['bootstrap/primordials.mjs', 'bootstrap/originals.mjs', 'bootstrap/main.mjs'],
    rules: {
      'no-restricted-globals': ['error', ...Object.keys(globals.builtin).filter((name) => name !== 'undefined')],
    },
  },
  {
    files: ['bootstrap/main.mjs'],
    languageOptions: { globals: { api: 'writable', host: 'readonly', settingsJson: 'readonly' } },
  },
  {
    // Build scripts and tests.
    files: ['*.mjs', 'tests/**'],
    languageOptions: { globals: globals.nodeBuiltin },
    rules: { 'no-restricted-syntax': 'off' },
  },
];
