'use strict';

const { coded } = require('./errors.js');
const tr46 = require('./tr46.js');
const { URL, URLSearchParams } = require('./whatwg.js');

const legacy = require('unenv/node/url').default;

module.exports = {
  ...legacy,
  URL,
  URLSearchParams,
  domainToASCII: (name) => tr46.toASCII(`${name}`, { checkBidi: true, checkJoiners: true }) ?? '',
  domainToUnicode: (name) => tr46.toUnicode(`${name}`, { checkBidi: true, checkJoiners: true }).domain,
  fileURLToPath(url, options) {
    const parsed = typeof url === 'string' ? new URL(url) : url;
    if (parsed.protocol !== 'file:') {
      throw coded(TypeError, 'ERR_INVALID_URL_SCHEME', 'The URL must be of scheme file');
    }
    return legacy.fileURLToPath(parsed, options);
  },
  format(url, options) {
    if (!(url instanceof URL)) return legacy.format(url);
    const { auth = true, fragment = true, search = true } = options ?? {};
    const shown = new URL(url.href);
    if (!auth) shown.username = shown.password = '';
    if (!fragment) shown.hash = '';
    if (!search) shown.search = '';
    return shown.href;
  },
};
