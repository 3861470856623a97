'use strict';

// fetch, Headers, Request and Response as Node.js has them, but for streams: bodies are whole.
//
// `host.send(method, url, headers, body, done)` makes one request and follows no redirect. Headers
// are names and values in turn; the body is a Uint8Array or null. `done(failure, response)` is called
// once, later, with `{ code, message }` or `{ status, statusText, headers, bytes }`. Answers a
// function that ends the request, or null if there are too many under way.
module.exports = (host) => {
  const MOST_REDIRECTS = 20;
  const MOST_BODY_BYTES = 6 * 1024 * 1024;
  const MOST_HEADER_BYTES = 64 * 1024;
  const REDIRECTS = [301, 302, 303, 307, 308];
  const WITHOUT_BODY = [101, 103, 204, 205, 304];
  const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
  const OF_A_BODY = ['content-encoding', 'content-language', 'content-location', 'content-type', 'content-length'];
  const OF_AN_ORIGIN = ['authorization', 'proxy-authorization', 'cookie', 'host'];

  function failed(code, message) {
    const cause = new Error(message);
    cause.code = code;
    return new TypeError('fetch failed', { cause });
  }

  // ---- Headers ----

  function headerName(name) {
    const text = String(name);
    if (!TOKEN.test(text)) throw new TypeError(`"${text}" is an invalid header name.`);
    return text.toLowerCase();
  }

  const isSpace = (code) => code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;

  /** In one pass: a pattern would try each space within as the first of those at the end. */
  function trimmed(text) {
    let start = 0;
    let end = text.length;
    while (start < end && isSpace(text.charCodeAt(start))) start++;
    while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
    return text.slice(start, end);
  }

  function headerValue(name, value) {
    const text = trimmed(String(value));
    if (/[^\t\x20-\x7e\x80-\xff]/.test(text)) {
      throw new TypeError(`The value of the header "${name}" has characters that a header cannot have.`);
    }
    return text;
  }

  let freezeHeaders;

  class Headers {
    #values = new Map();
    #immutable = false;

    static {
      freezeHeaders = (headers) => {
        headers.#immutable = true;
        return headers;
      };
    }

    constructor(init) {
      if (init === undefined) return;
      if (init === null || (typeof init !== 'object' && typeof init !== 'function')) {
        throw new TypeError('Headers are made of an object or of pairs.');
      }
      if (init[Symbol.iterator] === undefined) {
        for (const name of Reflect.ownKeys(init)) {
          if (Object.getOwnPropertyDescriptor(init, name)?.enumerable) this.append(name, init[name]);
        }
        return;
      }
      for (const pair of init) {
        const both = [...pair];
        if (both.length !== 2) throw new TypeError('A header is a pair of a name and a value.');
        this.append(both[0], both[1]);
      }
    }

    #change() {
      if (this.#immutable) throw new TypeError('immutable');
    }

    append(name, value) {
      const key = headerName(name);
      const text = headerValue(key, value);
      this.#change();
      const values = this.#values.get(key);
      if (values) values.push(text);
      else this.#values.set(key, [text]);
    }

    set(name, value) {
      const key = headerName(name);
      const text = headerValue(key, value);
      this.#change();
      this.#values.set(key, [text]);
    }

    delete(name) {
      const key = headerName(name);
      this.#change();
      this.#values.delete(key);
    }

    get(name) {
      const key = headerName(name);
      const values = this.#values.get(key);
      return values ? values.join(key === 'cookie' ? '; ' : ', ') : null;
    }

    has(name) {
      return this.#values.has(headerName(name));
    }

    getSetCookie() {
      return [...(this.#values.get('set-cookie') ?? [])];
    }

    forEach(callback, self) {
      if (typeof callback !== 'function') throw new TypeError('The callback has to be a function.');
      for (const [name, value] of this) callback.call(self, value, name, this);
    }

    *entries() {
      for (const name of [...this.#values.keys()].sort()) {
        if (name === 'set-cookie') for (const value of this.getSetCookie()) yield [name, value];
        else yield [name, this.get(name)];
      }
    }

    *keys() {
      for (const [name] of this.entries()) yield name;
    }

    *values() {
      for (const [, value] of this.entries()) yield value;
    }

    [Symbol.iterator]() {
      return this.entries();
    }

    get [Symbol.toStringTag]() {
      return 'Headers';
    }
  }

  // ---- Bodies ----

  const isView = (value) => ArrayBuffer.isView(value);
  const isBuffer = (value) => Object.prototype.toString.call(value) === '[object ArrayBuffer]';

  // The bytes, and their type if what they are of tells.
  function bytesOf(body) {
    if (body instanceof URLSearchParams) {
      return [new TextEncoder().encode(String(body)), 'application/x-www-form-urlencoded;charset=UTF-8'];
    }
    if (isBuffer(body)) return [new Uint8Array(body.slice(0)), null];
    if (isView(body)) return [new Uint8Array(body.buffer, body.byteOffset, body.byteLength).slice(), null];
    if (typeof body === 'object' && (body[Symbol.asyncIterator] || body.getReader || body[Symbol.toStringTag])) {
      const kind = body[Symbol.toStringTag] ?? 'stream';
      throw new TypeError(`A body of type ${String(kind)} is not supported; give a string, URLSearchParams or bytes.`);
    }
    return [new TextEncoder().encode(String(body)), 'text/plain;charset=UTF-8'];
  }

  let bodyOf;
  let takeBody;

  class Body {
    #bytes = null;
    #used = false;

    static {
      bodyOf = (message) => message.#bytes;
      takeBody = (message) => message.#take();
    }

    constructor(bytes) {
      this.#bytes = bytes;
    }

    #take() {
      if (this.#used) throw new TypeError('Body is unusable: Body has already been read');
      this.#used = this.#bytes !== null;
      return this.#bytes ?? new Uint8Array(0);
    }

    get body() {
      return null;
    }

    get bodyUsed() {
      return this.#used;
    }

    async bytes() {
      return this.#take().slice();
    }

    async arrayBuffer() {
      return this.#take().slice().buffer;
    }

    async text() {
      return new TextDecoder().decode(this.#take());
    }

    async json() {
      return JSON.parse(new TextDecoder().decode(this.#take()));
    }
  }

  // ---- Request ----

  function methodOf(method) {
    const text = String(method);
    if (!TOKEN.test(text) || /^(connect|trace|track)$/i.test(text)) {
      throw new TypeError(`'${text}' is not a valid HTTP method.`);
    }
    return /^(delete|get|head|options|post|put)$/i.test(text) ? text.toUpperCase() : text;
  }

  function urlOf(input) {
    let url;
    try {
      url = new URL(String(input));
    } catch (cause) {
      throw new TypeError('Failed to parse URL from ' + String(input), { cause });
    }
    if (url.username || url.password) {
      throw new TypeError('Request cannot be constructed from a URL that includes credentials: ' + url);
    }
    return url.href;
  }

  function signalOf(signal) {
    if (signal !== null && typeof signal?.addEventListener !== 'function') {
      throw new TypeError('The signal has to be an AbortSignal.');
    }
    return signal;
  }

  let signalIn;

  class Request extends Body {
    #url;
    #method = 'GET';
    #headers;
    #redirect = 'follow';
    #signal = null;

    static {
      signalIn = (request) => request.#signal;
    }

    constructor(input, init = {}) {
      const given = init ?? {};
      const from = input instanceof Request ? input : null;
      const url = from ? from.url : urlOf(input);
      const method = given.method !== undefined ? methodOf(given.method) : (from?.method ?? 'GET');
      const headers = new Headers(given.headers ?? from?.headers);
      const redirect = given.redirect ?? from?.redirect ?? 'follow';
      if (!['follow', 'error', 'manual'].includes(redirect)) {
        throw new TypeError(`"${redirect}" is no redirect mode.`);
      }
      const signal = signalOf(given.signal !== undefined ? given.signal : from ? from.#signal : null);
      const hasOwn = given.body !== undefined && given.body !== null;
      const has = hasOwn || (from !== null && bodyOf(from) !== null);
      if (has && (method === 'GET' || method === 'HEAD')) {
        throw new TypeError('Request with GET/HEAD method cannot have body.');
      }
      let bytes = null;
      if (hasOwn) {
        const [own, type] = bytesOf(given.body);
        bytes = own;
        if (type !== null && !headers.has('content-type')) headers.set('content-type', type);
      } else if (has) {
        bytes = takeBody(from);
      } else if (from?.bodyUsed) {
        throw new TypeError('Cannot construct a Request with a Request object that has already been used.');
      }
      super(bytes);
      this.#url = url;
      this.#method = method;
      this.#headers = headers;
      this.#redirect = redirect;
      this.#signal = signal;
    }

    get url() {
      return this.#url;
    }
    get method() {
      return this.#method;
    }
    get headers() {
      return this.#headers;
    }
    get redirect() {
      return this.#redirect;
    }
    get signal() {
      this.#signal ??= new AbortController().signal;
      return this.#signal;
    }

    clone() {
      if (this.bodyUsed) throw new TypeError('Request.clone: Body has already been consumed.');
      return new Request(this.#url, {
        method: this.#method,
        headers: this.#headers,
        redirect: this.#redirect,
        signal: this.#signal,
        body: bodyOf(this),
      });
    }

    get [Symbol.toStringTag]() {
      return 'Request';
    }
  }

  // ---- Response ----

  let received;

  class Response extends Body {
    #status;
    #statusText;
    #headers;
    #type = 'default';
    #url = '';
    #redirected = false;

    static {
      received = (answer, url, redirected) => {
        const made = new Response();
        const bytes = WITHOUT_BODY.includes(answer.status) ? null : answer.bytes;
        return made.#become(answer.status, answer.statusText, answer.headers, 'basic', url, redirected, bytes);
      };
    }

    constructor(body = null, init = {}) {
      const given = init ?? {};
      const status = given.status === undefined ? 200 : Math.trunc(Number(given.status));
      if (!(status >= 200 && status <= 599)) {
        throw new RangeError('init["status"] must be in the range of 200 to 599, inclusive.');
      }
      const statusText = given.statusText === undefined ? '' : String(given.statusText);
      if (/[^\t\x20-\x7e\x80-\xff]/.test(statusText)) throw new TypeError('Invalid statusText');
      const headers = new Headers(given.headers);
      let bytes = null;
      if (body !== null) {
        if (WITHOUT_BODY.includes(status)) {
          throw new TypeError('Response constructor: Invalid response status code ' + status);
        }
        const [own, type] = bytesOf(body);
        bytes = own;
        if (type !== null && !headers.has('content-type')) headers.set('content-type', type);
      }
      super(bytes);
      this.#status = status;
      this.#statusText = statusText;
      this.#headers = headers;
    }

    // One that no constructor makes.
    #become(status, statusText, headers, type, url, redirected, bytes) {
      const made = bytes === null ? this : new Response(bytes);
      made.#status = status;
      made.#statusText = statusText;
      made.#headers = headers;
      made.#type = type;
      made.#url = url;
      made.#redirected = redirected;
      return made;
    }

    static error() {
      return new Response().#become(0, '', freezeHeaders(new Headers()), 'error', '', false, null);
    }

    static redirect(url, status = 302) {
      const location = new URL(String(url)).href;
      if (!REDIRECTS.includes(status)) throw new RangeError('Invalid status code ' + status);
      return new Response(null, { status, headers: { location } });
    }

    static json(data, init = {}) {
      const text = JSON.stringify(data);
      if (text === undefined) throw new TypeError('The data is not JSON serializable');
      const headers = new Headers(init?.headers);
      if (!headers.has('content-type')) headers.set('content-type', 'application/json');
      return new Response(text, { ...init, headers });
    }

    get type() {
      return this.#type;
    }
    get url() {
      return this.#url;
    }
    get redirected() {
      return this.#redirected;
    }
    get status() {
      return this.#status;
    }
    get ok() {
      return this.#status >= 200 && this.#status <= 299;
    }
    get statusText() {
      return this.#statusText;
    }
    get headers() {
      return this.#headers;
    }

    clone() {
      if (this.bodyUsed) throw new TypeError('Response.clone: Body has already been consumed.');
      const headers = new Headers(this.#headers);
      if (this.#type !== 'default') freezeHeaders(headers);
      return new Response().#become(
        this.#status, this.#statusText, headers, this.#type, this.#url, this.#redirected, bodyOf(this));
    }

    get [Symbol.toStringTag]() {
      return 'Response';
    }
  }

  // ---- fetch ----

  function flat(headers) {
    const names = [];
    let size = 0;
    for (const [name, value] of headers) {
      names.push(name, value);
      size += name.length + value.length + 4;
    }
    return [names, size];
  }

  // One request; rejects with the signal's reason when that aborts.
  function send(hop, signal) {
    const [headers, size] = flat(hop.headers);
    if (size + hop.url.length > MOST_HEADER_BYTES) {
      throw failed('EMSGSIZE', `URL and headers are larger than ${MOST_HEADER_BYTES} bytes`);
    }
    if (hop.body !== null && hop.body.length > MOST_BODY_BYTES) {
      throw failed('EMSGSIZE', `The request's body is larger than ${MOST_BODY_BYTES} bytes`);
    }
    return new Promise((resolve, reject) => {
      const end = host.send(hop.method, hop.url.split('#', 1)[0], headers, hop.body, (failure, response) => {
        signal?.removeEventListener('abort', abort);
        if (failure) reject(failed(failure.code, failure.message));
        else resolve(response);
      });
      if (end === null) {
        reject(failed('EAGAIN', 'A call cannot have more requests under way at once'));
        return;
      }
      function abort() {
        end();
        reject(signal.reason);
      }
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  function headersOf(answer) {
    const headers = new Headers();
    for (let i = 0; i + 1 < answer.headers.length; i += 2) {
      try {
        headers.append(answer.headers[i], answer.headers[i + 1]);
      } catch {
        // What is no header to fetch is not told.
      }
    }
    return freezeHeaders(headers);
  }

  // After a redirect, as the Fetch standard has it.
  function nextHop(hop, status, location) {
    const from = new URL(hop.url);
    let to;
    try {
      to = new URL(location, from);
    } catch {
      throw failed('ERR_INVALID_URL', 'the redirect to ' + location + ' is no URL');
    }
    if (to.protocol !== 'http:' && to.protocol !== 'https:') {
      throw failed('ERR_INVALID_URL', 'URL scheme must be a HTTP(S) scheme');
    }
    if (to.username || to.password) throw failed('ERR_INVALID_URL', 'a redirect with credentials is not followed');
    if (!to.hash) to.hash = from.hash;
    const headers = new Headers(hop.headers);
    let { method, body } = hop;
    if (((status === 301 || status === 302) && method === 'POST') || (status === 303 && method !== 'GET' && method !== 'HEAD')) {
      method = 'GET';
      body = null;
      OF_A_BODY.forEach((name) => headers.delete(name));
    }
    if (to.origin !== from.origin) OF_AN_ORIGIN.forEach((name) => headers.delete(name));
    return { url: to.href, method, headers, body };
  }

  async function fetch(input, init) {
    if (arguments.length === 0) throw new TypeError("fetch: 1 argument required, but 0 found.");
    const request = new Request(input, init);
    const signal = signalIn(request);
    if (signal?.aborted) throw signal.reason;
    const headers = new Headers(request.headers);
    if (!headers.has('accept')) headers.set('accept', '*/*');
    if (!headers.has('user-agent')) headers.set('user-agent', 'impuls');
    const { method, redirect } = request;
    const body = bodyOf(request) === null ? null : takeBody(request);
    let hop = { url: request.url, method, headers, body };
    for (let hops = 0; ; hops++) {
      if (!/^https?:/.test(hop.url)) throw failed('ERR_INVALID_URL', 'only http and https can be fetched');
      const answer = await send(hop, signal);
      const { status } = answer;
      const answered = headersOf(answer);
      const location = answered.get('location');
      if (REDIRECTS.includes(status) && location !== null && redirect !== 'manual') {
        if (redirect === 'error') throw failed('ERR_REDIRECT', 'unexpected redirect');
        if (hops === MOST_REDIRECTS) throw failed('ERR_REDIRECT', 'redirect count exceeded');
        hop = nextHop(hop, status, location);
        continue;
      }
      return received({ ...answer, headers: answered }, hop.url.split('#', 1)[0], hops > 0);
    }
  }

  return { fetch, Headers, Request, Response };
};
