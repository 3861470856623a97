// Pending HTTP requests, for the library's fetch.js.
import { mapClear, mapDelete, mapGet, mapSet, NativeArrayBuffer, NativeMap, NativeUint8Array, split } from './primordials.mjs';

export function makeRequests(host) {
  const fetches = new NativeMap();
  let lastFetch = 0;

  // Returns a function that cancels the request, or null if too many are pending.
  function send(method, url, headers, body, done) {
    const id = ++lastFetch;
    mapSet(fetches, id, done);
    let made;
    try {
      made =
        body === null
          ? host.fetch(id, method, url, headers, null)
          : host.fetch(id, method, url, headers, body.buffer, body.byteOffset, body.byteLength);
    } catch (e) {
      mapDelete(fetches, id);
      throw e;
    }
    if (!made) {
      mapDelete(fetches, id);
      return null;
    }
    return () => {
      if (mapDelete(fetches, id)) host.stopFetch(id);
    };
  }

  // Called by the host, with a failure's code and message, or with a response: its headers as lines,
  // its body to be read from the host.
  function fetched(id, code, text, status, headers, size) {
    const done = mapGet(fetches, id);
    if (!mapDelete(fetches, id)) return;
    if (code !== null) {
      done({ code, message: text });
      return;
    }
    const buffer = new NativeArrayBuffer(size);
    host.readBody(buffer);
    done(null, {
      status,
      statusText: text,
      headers: headers === '' ? [] : split(headers, '\n'),
      bytes: new NativeUint8Array(buffer),
    });
  }

  return { fetched, forgetFetches: () => mapClear(fetches), send };
}
