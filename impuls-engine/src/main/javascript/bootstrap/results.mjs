// Reports results and errors to the host.
import { isInteger, stringify } from './primordials.mjs';

export function makeResults(host, describe) {
  const { longestResult, settle } = host;

  function fail(thrown) {
    const described = describe(thrown);
    settle(false, described[0], described[1], described[2]);
  }

  // An object with a valid statusCode is a response, any other value is a body. With `wait`, the host
  // answers when no timer is left.
  function succeed(value, wait) {
    let status = 200;
    let body = value;
    let headers = null;
    try {
      if (value !== null && typeof value === 'object') {
        const code = value.statusCode;
        if (isInteger(code) && code >= 100 && code <= 599) {
          status = code;
          body = value.body;
          headers = value.headers !== null && typeof value.headers === 'object' ? stringify(value.headers) : null;
        }
      }
      // A result above the limit is not handed over, nor made if it can be helped: it may exhaust memory.
      let json = typeof body === 'string' && body.length > longestResult ? null : stringify(body);
      if (json === undefined) json = 'null';
      if (json !== null && json.length > longestResult) json = null;
      settle(true, status, json, headers === undefined ? null : headers, wait);
    } catch (e) {
      fail(e);
    }
  }

  return { fail, succeed };
}
