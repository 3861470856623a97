// What has become of a promise, for node-inspect-extracted: as the engine describes it.
'use strict';

const { inspect } = require('node-inspect-extracted');

const written = (text) => ({ [inspect.custom]: () => text });

function value(text) {
  if (text === 'undefined') return undefined;
  if (/^-?\d+n$/.test(text)) return BigInt(text.slice(0, -1));
  if (/^(-?Infinity|NaN|-?0)$/.test(text)) return Number(text);
  try {
    return JSON.parse(text);
  } catch {
    return written(text);
  }
}

module.exports = (promise, pending, rejected) => {
  const described = runtime.promise(promise);
  if (described === null || described[0] === 'pending') return [pending, undefined];
  const settled = value(described[1]);
  const shown = typeof settled === 'object' && settled !== null && !settled[inspect.custom] ? written(described[1]) : settled;
  return [described[0] === 'rejected' ? rejected : undefined, shown];
};
