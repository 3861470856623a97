'use strict';

const { builtins, require: requireModule } = runtime;
const names = new Set(builtins);
const isBuiltin = (name) => names.has(String(name).replace(/^node:/, ''));

module.exports = { builtinModules: [...names], createRequire: () => requireModule, isBuiltin };
