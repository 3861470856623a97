// International host names. Others, which is nearly all, need none of the tables, so these are a
// library of their own.
'use strict';

const isPlain = (name) => /^\p{ASCII}*$/u.test(name) && !/(^|\.)xn--/i.test(name);

module.exports = {
  toASCII: (name, options) => (isPlain(name) ? name.toLowerCase() : runtime.idna().toASCII(name, options)),
  toUnicode: (name, options) =>
    isPlain(name) ? { domain: name.toLowerCase(), error: false } : runtime.idna().toUnicode(name, options),
};
