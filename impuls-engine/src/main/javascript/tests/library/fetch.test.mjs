import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadLibrary } from '../bundles.mjs';

// `answers` are given in turn: [status, headers, body], or a failure. Requests are in `sent`.
function make(...answers) {
  const sent = [];
  const ended = [];
  const library = loadLibrary({
    send: (method, url, headers, body, done) => {
      sent.push({ method, url, headers: Object.fromEntries(headers.map((name, i) => [name, headers[i + 1]]).filter((_, i) => i % 2 === 0)),
        body: body && new TextDecoder().decode(body) });
      const answer = answers.shift();
      if (answer === null) return null;
      if (Array.isArray(answer)) {
        const [status, given = [], text = ''] = answer;
        setImmediate(() => done(null, { status, statusText: 'As told', headers: given, bytes: new TextEncoder().encode(text) }));
      } else if (answer) {
        setImmediate(() => done(answer));
      }
      return () => ended.push(url);
    },
  });
  const [Headers, Request, Response, fetch] = ['Headers', 'Request', 'Response', 'fetch'].map(library.global);
  return { AbortController: library.global('AbortController'), Headers, Request, Response, ended, fetch, sent };
}

const failure = (code, message) => (error) => {
  assert.equal(error.name, 'TypeError');
  assert.equal(error.message, 'fetch failed');
  assert.equal(error.cause.code, code);
  if (message) assert.match(error.cause.message, message);
  return true;
};

test('a request is sent as it is, and answered', async () => {
  const { fetch, sent } = make([201, ['Content-Type', 'application/json', 'x', '1', 'X', '2'], '{"a":1}']);
  const response = await fetch('http://A.test/x?q#fragment', { method: 'post', body: 'ü', headers: { B: ' v ' } });
  assert.deepEqual(sent, [{ method: 'POST', url: 'http://a.test/x?q', body: 'ü',
    headers: { accept: '*/*', b: 'v', 'content-type': 'text/plain;charset=UTF-8', 'user-agent': 'impuls' } }]);
  assert.deepEqual([response.status, response.statusText, response.ok, response.url, response.redirected, response.type],
    [201, 'As told', true, 'http://a.test/x?q', false, 'basic']);
  assert.deepEqual([...response.headers], [['content-type', 'application/json'], ['x', '1, 2']]);
  assert.deepEqual(await response.json(), { a: 1 });
  assert.equal(response.bodyUsed, true);
  await assert.rejects(response.text(), /already been read/);
});

test('redirects are followed, and change the method as the standard has it', async () => {
  for (const [status, from, to] of [[301, 'POST', 'GET'], [302, 'PUT', 'PUT'], [303, 'PUT', 'GET'], [303, 'HEAD', 'HEAD'], [307, 'POST', 'POST'], [308, 'POST', 'POST']]) {
    const { fetch, sent } = make([status, ['location', '/b']], [200]);
    const body = from === 'HEAD' ? undefined : 'body';
    const response = await fetch('http://a.test/a#f', { method: from, body });
    assert.deepEqual([sent[1].method, sent[1].url, sent[1].body], [to, 'http://a.test/b', to === 'GET' || body === undefined ? null : 'body']);
    assert.equal('content-type' in sent[1].headers, sent[1].body !== null);
    assert.equal(response.redirected, true);
  }
});

test('credentials stay with the origin they are for', async () => {
  const { fetch, sent } = make([302, ['location', '/b']], [302, ['location', 'http://other.test/']], [200]);
  await fetch('http://a.test/', { headers: { authorization: 'secret', cookie: 'c=1', x: 'y' } });
  assert.deepEqual(sent.map(({ headers: { authorization, cookie, x } }) => [authorization, cookie, x]),
    [['secret', 'c=1', 'y'], ['secret', 'c=1', 'y'], [undefined, undefined, 'y']]);
});

test('redirects have an end', async () => {
  const { fetch, sent } = make(...Array.from({ length: 30 }, () => [302, ['location', '/again']]));
  await assert.rejects(fetch('http://a.test/'), failure('ERR_REDIRECT', /count exceeded/));
  assert.equal(sent.length, 21);
});

test('redirects to where none may lead are not followed', async () => {
  for (const location of ['ftp://a.test/', 'http://u:p@a.test/', 'http://[']) {
    await assert.rejects(make([302, ['location', location]]).fetch('http://a.test/'), failure('ERR_INVALID_URL'));
  }
  await assert.rejects(make([302, ['location', '/']]).fetch('http://a.test/', { redirect: 'error' }), failure('ERR_REDIRECT'));
  assert.equal((await make([302, ['location', '/']]).fetch('http://a.test/', { redirect: 'manual' })).status, 302);
  assert.equal((await make([302]).fetch('http://a.test/')).status, 302);
});

test('failures have the host’s code', async () => {
  await assert.rejects(make({ code: 'ECONNREFUSED', message: 'nobody there' }).fetch('http://a.test/'), failure('ECONNREFUSED', /nobody there/));
  await assert.rejects(make(null).fetch('http://a.test/'), failure('EAGAIN', /at once/));
  await assert.rejects(make().fetch('data:,x'), failure('ERR_INVALID_URL'));
});

test('what is too large is not sent', async () => {
  const { fetch, sent } = make();
  await assert.rejects(fetch('http://a.test/', { headers: { x: 'y'.repeat(65536) } }), failure('EMSGSIZE', /URL and headers/));
  await assert.rejects(fetch('http://a.test/', { method: 'POST', body: 'x'.repeat(6 * 1024 * 1024 + 1) }), failure('EMSGSIZE', /body/));
  assert.deepEqual(sent, []);
});

test('an abort ends the request', async () => {
  const { AbortController, ended, fetch, sent } = make(undefined);
  const controller = new AbortController();
  const fetching = fetch('http://a.test/', { signal: controller.signal });
  controller.abort('why');
  await assert.rejects(fetching, (reason) => reason === 'why');
  assert.deepEqual(ended, ['http://a.test/']);
  await assert.rejects(fetch('http://a.test/', { signal: controller.signal }), (reason) => reason === 'why');
  assert.equal(sent.length, 1);
});

test('headers are checked, joined and in order', () => {
  const { Headers } = make();
  const headers = new Headers([['B', '1'], ['a', '2'], ['b', '3'], ['Set-Cookie', 'x'], ['set-cookie', 'y']]);
  assert.deepEqual([...headers], [['a', '2'], ['b', '1, 3'], ['set-cookie', 'x'], ['set-cookie', 'y']]);
  assert.deepEqual(headers.getSetCookie(), ['x', 'y']);
  headers.delete('B');
  assert.equal(headers.get('b'), null);
  for (const name of ['', 'a b', 'ü', 'a:']) assert.throws(() => headers.set(name, 'v'), /invalid header name/);
  for (const value of ['a\nb', '\u0100', '\0']) assert.throws(() => headers.set('a', value), /cannot have/);
  assert.throws(() => new Headers([['one']]), /pair/);
  assert.throws(() => new Headers(1), TypeError);
});

test('headers of an answer cannot be changed', async () => {
  const response = await make([200, ['a', 'b', 'bad name', 'x']]).fetch('http://a.test/');
  assert.deepEqual([...response.headers], [['a', 'b']]);
  assert.throws(() => response.headers.set('a', 'c'), { name: 'TypeError', message: 'immutable' });
});

test('requests are made of requests', async () => {
  const { Request } = make();
  const first = new Request('http://a.test/', { method: 'patch', body: new URLSearchParams('a=1'), headers: { x: 'y' } });
  const copy = first.clone();
  const second = new Request(first, { headers: { z: '1' } });
  assert.deepEqual([second.method, second.url, [...second.headers], await second.text()], ['patch', 'http://a.test/', [['z', '1']], 'a=1']);
  assert.equal(first.bodyUsed, true);
  assert.equal(await copy.text(), 'a=1');
  assert.throws(() => first.clone(), /already been consumed/);
});

test('requests that cannot be are refused', () => {
  const { Request } = make();
  for (const [url, init] of [['none'], ['http://u:p@a.test/'], ['http://a.test/', { body: 'x' }], ['http://a.test/', { method: 'TRACE' }],
    ['http://a.test/', { redirect: 'maybe' }], ['http://a.test/', { signal: 1 }], ['http://a.test/', { method: 'POST', body: (async function* () {})() }]]) {
    assert.throws(() => new Request(url, init), TypeError);
  }
});

test('responses of one’s own', async () => {
  const { Response } = make();
  assert.equal(await Response.json({ a: 1 }).text(), '{"a":1}');
  assert.equal(Response.json(1, { status: 201 }).headers.get('content-type'), 'application/json');
  assert.deepEqual([Response.redirect('http://a.test').status, Response.redirect('http://a.test').headers.get('location')], [302, 'http://a.test/']);
  assert.deepEqual([Response.error().type, Response.error().status], ['error', 0]);
  assert.deepEqual(await new Response(new Uint8Array([1, 2])).bytes(), new Uint8Array([1, 2]));
  assert.throws(() => new Response('x', { status: 204 }), TypeError);
  assert.throws(() => new Response('x', { status: 600 }), RangeError);
  assert.throws(() => Response.redirect('http://a.test', 200), RangeError);
});

test('a status without a body has none', async () => {
  assert.equal(await (await make([204, [], 'ignored']).fetch('http://a.test/')).text(), '');
});
