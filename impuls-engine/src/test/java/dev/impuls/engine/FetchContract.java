package dev.impuls.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.engine.http.Egress;
import dev.impuls.engine.http.HttpFetcher;
import dev.impuls.engine.http.OwnAddresses;
import dev.impuls.engine.http.TestServer;
import dev.impuls.function.Function;
import dev.impuls.function.FunctionBuilder;
import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.InvocationResult.LogRecord;
import dev.impuls.invoke.Invoker;
import dev.impuls.invoke.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What {@code fetch} does for functions, however they are run. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // One pool of processes for most tests.
public abstract class FetchContract {
  private static final Limits LIMITS = new Limits(100, 100, 0, 100_000, 10_000);
  private static final int PATIENCE_SECONDS = 60;
  private static final JsonMapper JSON = new JsonMapper();
  private static final String UNKNOWN = "unknown.test";
  private static final String LOOPBACK = "loopback.test";

  private final TestServer server = new TestServer();
  private Invoker invoker;
  private int functions;
  private @Nullable Function evaluator;

  /** A new invoker; the suite closes it. */
  protected abstract Invoker open(Limits limits, Fetcher fetcher);

  @BeforeAll
  void openInvoker() {
    invoker = open(LIMITS, fetcher("127.0.0.1, named.test, " + UNKNOWN));
  }

  @AfterAll
  void closeInvoker() {
    invoker.close();
    server.close();
  }

  private static Fetcher fetcher(String egress) {
    return new HttpFetcher(
        Egress.parse(egress), OwnAddresses.ofMachine(port -> false), FetchContract::addresses);
  }

  private static InetAddress[] addresses(String host) throws UnknownHostException {
    return switch (host) {
      case UNKNOWN -> throw new UnknownHostException(host);
      case LOOPBACK -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")};
      default -> InetAddress.getAllByName(host);
    };
  }

  private Function function(int timeoutSec, String code) {
    var environment =
        Map.of("URL", server.url(), "SILENT", server.silentUrl(), "PORT", "" + server.port());
    return new FunctionBuilder("f" + functions++, PRELUDE + code)
        .id("")
        .timeoutSec(timeoutSec)
        .environment(environment)
        .build();
  }

  private static final String PRELUDE =
      "const { URL: url, SILENT: silent, PORT: port } = process.env;"
          + " const told = (p) => p.then((r) => r.status, (e) =>"
          + " [e.name, e.message, e.cause?.code]);\n";

  private static final String EVALUATOR =
      """
      const AsyncFunction = (async () => {}).constructor;
      exports.handler = (code) =>
        new AsyncFunction('url', 'silent', 'port', 'told', code)(url, silent, port, told);
      """;

  private CompletableFuture<InvocationResult> start(Function function, String event) {
    return invoker.invoke(new Invocation("r", function, event));
  }

  private static InvocationResult get(CompletableFuture<InvocationResult> call) throws Exception {
    return call.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static String body(InvocationResult result) {
    assertThat(result.error()).isNull();
    return Objects.requireNonNull(result.body());
  }

  private String run(String code) throws Exception {
    return body(get(start(function(30, code), "null")));
  }

  /** What an async function with that body returns, as JSON. All are calls of one function. */
  private String value(String code) throws Exception {
    Function own = evaluator == null ? function(60, EVALUATOR) : evaluator;
    evaluator = own;
    return body(get(start(own, JSON.writeValueAsString(code))));
  }

  // ---- Requests and responses ----

  @Test
  void aResponseHasWhatTheServerSent() throws Exception {
    assertThat(
            value(
                """
                const r = await fetch(url + '/answer?status=201&x-a=b#part');
                return [r instanceof Response, r.status, r.ok, r.statusText, r.type, r.redirected,
                  r.url === url + '/answer?status=201&x-a=b', r.headers.get('X-A'), r.body,
                  r.bodyUsed, await r.text(), r.bodyUsed, await told(r.text())];
                """))
        .isEqualTo(
            "[true,201,true,\"Created\",\"basic\",false,true,\"b\",null,false,\"answer\",true,"
                + "[\"TypeError\",\"Body is unusable: Body has already been read\",null]]");
  }

  @Test
  void everyKindOfBodyIsSent() throws Exception {
    assertThat(
            value(
                """
                const bytes = new Uint8Array([0, 104, 195, 169, 0]);
                const bodies = ['hé', new URLSearchParams({ a: 'b c' }), bytes.buffer,
                  bytes.subarray(1, 4), Buffer.from('hé'), JSON.stringify({ a: 1 }), '', null];
                const out = [];
                for (const body of bodies) {
                  const r = await fetch(url + '/echo', { method: 'post', body });
                  out.push([r.headers.get('method'), r.headers.get('got-content-type'),
                    r.headers.get('got-content-length'), [...await r.bytes()].join(' ')]);
                }
                return out.map((o) => o.join('|')).join('\\n');
                """))
        .isEqualTo(
            """
            "POST|text/plain;charset=UTF-8|3|104 195 169
            POST|application/x-www-form-urlencoded;charset=UTF-8|5|97 61 98 43 99
            POST||5|0 104 195 169 0
            POST||3|104 195 169
            POST||3|104 195 169
            POST|text/plain;charset=UTF-8|7|123 34 97 34 58 49 125
            POST|text/plain;charset=UTF-8|0|
            POST||0|"\
            """
                .replace("\n", "\\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "GET", "delete", "HEAD", "options", "put", "PATCH", "PROPFIND"})
  void everyMethodIsSent(String method) throws Exception {
    boolean kept = method.equals("PATCH") || method.equals("PROPFIND");
    assertThat(
            value(
                "return (await fetch(url + '/echo', { method: '"
                    + method
                    + "' }))"
                    + ".headers.get('method');"))
        .isEqualTo("\"" + (kept ? method : method.toUpperCase(java.util.Locale.ROOT)) + "\"");
  }

  @Test
  void headersAreSentButForThoseOfTheConnection() throws Exception {
    assertThat(
            value(
                """
                const r = await fetch(url + '/echo', { headers: {
                  Authorization: 'Bearer x', 'x-a': ' b ', 'user-agent': 'me', Accept: 'text/x',
                  Host: 'other.test', Connection: 'close', 'Transfer-Encoding': 'x', Cookie: 'c=1',
                } });
                return ['authorization', 'x-a', 'user-agent', 'accept', 'host', 'connection',
                  'transfer-encoding', 'cookie', 'accept-encoding']
                    .map((name) => r.headers.get('got-' + name)).join('|').replace(port, 'PORT');
                """))
        .isEqualTo("\"Bearer x|b|me|text/x|127.0.0.1:PORT|||c=1|gzip\"");
  }

  @Test
  void cookiesAreToldAndNotKept() throws Exception {
    assertThat(
            value(
                """
                const r = await fetch(url + '/cookies');
                const again = await fetch(url + '/echo');
                return [r.headers.getSetCookie(), r.headers.get('set-cookie'),
                  again.headers.get('got-cookie')];
                """))
        .isEqualTo("[[\"a=1\",\"b=2\"],\"a=1, b=2\",null]");
  }

  @Test
  void pathsAndQueriesMayHaveWhatTheWebHas() throws Exception {
    assertThat(
            value(
                """
                const r = await fetch(url + '/echo?a[b]={c}|d^`"é%zz%41');
                return r.headers.get('uri');
                """))
        .isEqualTo("\"/echo?a%5Bb%5D=%7Bc%7D%7Cd%5E%60%22%C3%A9%25zz%41\"");
  }

  @Test
  void bytesComeAsTheyAre() throws Exception {
    assertThat(
            value(
                """
                const body = new Uint8Array(70001).map((_, i) => i * 31);
                const r = await fetch(url + '/echo', { method: 'PUT', body });
                const copy = r.clone();
                const back = new Uint8Array(await r.arrayBuffer());
                return [back.length, back.every((b, i) => b === body[i]),
                  (await copy.bytes()).length];
                """))
        .isEqualTo("[70001,true,70001]");
  }

  @Test
  void bodiesMayHaveSixMebibytesAndNoMore() throws Exception {
    assertThat(
            value(
                """
                const most = 6 * 1024 * 1024;
                const post = (size) => fetch(url + '/echo', { method: 'POST', body: new Uint8Array(size) });
                const whole = await post(most);
                return [(await whole.bytes()).length, await told(post(most + 1)),
                  (await (await fetch(url + '/gzip?bytes=' + most)).bytes()).length,
                  await told(fetch(url + '/large?bytes=' + (most + 1))),
                  await told(fetch(url + '/gzip?bytes=' + (10 * most)))];
                """))
        .isEqualTo(
            "[6291456,[\"TypeError\",\"fetch failed\",\"EMSGSIZE\"],6291456,"
                + "[\"TypeError\",\"fetch failed\",\"EMSGSIZE\"],"
                + "[\"TypeError\",\"fetch failed\",\"EMSGSIZE\"]]");
  }

  // ---- Redirects ----

  @Test
  void redirectsAreFollowed() throws Exception {
    assertThat(
            value(
                """
                const to = (status, path, init) => fetch(
                  url + '/answer?status=' + status + '&location=' + encodeURIComponent(path), init);
                const shown = async (p) => { const r = await p; return [r.status, r.redirected,
                  r.url.slice(url.length), r.headers.get('method'), r.headers.get('got-content-type'),
                  await r.text()].join('|'); };
                const post = { method: 'POST', body: 'x', headers: { a: 'b' } };
                return [await shown(to(302, 'echo?a')), await shown(to(301, '/echo', post)),
                  await shown(to(303, '/echo', { ...post, method: 'PUT' })),
                  await shown(to(307, '/echo', post)), await shown(to(308, url + '/echo', post)),
                  await shown(fetch(url + '/loop?n=20')), await told(fetch(url + '/loop?n=21')),
                  await shown(to(302, '/echo', { redirect: 'manual' })),
                  await told(to(302, '/echo', { redirect: 'error' })),
                  await told(to(302, 'file:///etc/passwd')),
                  await told(to(302, 'http://a:b@127.0.0.1/')),
                ].join('\\n');
                """))
        .isEqualTo(
            """
            "200|true|/echo?a|GET||
            200|true|/echo|GET||
            200|true|/echo|GET||
            200|true|/echo|POST|text/plain;charset=UTF-8|x
            200|true|/echo|POST|text/plain;charset=UTF-8|x
            200|true|/loop?n=0|||0
            TypeError,fetch failed,ERR_REDIRECT
            302|false|/answer?status=302&location=%2Fecho|||answer
            TypeError,fetch failed,ERR_REDIRECT
            TypeError,fetch failed,ERR_INVALID_URL
            TypeError,fetch failed,ERR_INVALID_URL"\
            """
                .replace("\n", "\\n"));
  }

  @Test
  void aRedirectToWhereNobodyMayFetchIsNotFollowed() throws Exception {
    assertThat(
            value(
                """
                const p = fetch(url + '/answer?status=302&location=http://127.0.0.2:' + port + '/');
                return p.then(() => 'answered', (e) => [e.message, e.cause.code, e.cause.message]);
                """))
        .contains("fetch failed", "EACCES", "127.0.0.2:" + server.port(), "--egress");
  }

  // ---- Failures ----

  @Test
  void failuresAreToldAsNodeDoes() throws Exception {
    int closed;
    try (var socket = new ServerSocket(0, 0, InetAddress.ofLiteral("127.0.0.1"))) {
      closed = socket.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    assertThat(
            value(
                "return [await told(fetch('http://127.0.0.1:"
                    + closed
                    + "/')), await told(fetch('http://"
                    + UNKNOWN
                    + "/')), await told(fetch(url + '/close')),"
                    + " await told(fetch(url + '/short')), await told(fetch('ftp://x/'))];"))
        .isEqualTo(
            "[[\"TypeError\",\"fetch failed\",\"ECONNREFUSED\"],"
                + "[\"TypeError\",\"fetch failed\",\"ENOTFOUND\"],"
                + "[\"TypeError\",\"fetch failed\",\"UND_ERR_SOCKET\"],"
                + "[\"TypeError\",\"fetch failed\",\"UND_ERR_SOCKET\"],"
                + "[\"TypeError\",\"fetch failed\",\"ERR_INVALID_URL\"]]");
  }

  @Test
  void anUncaughtFailureIsTheCalls() throws Exception {
    var result =
        get(start(function(30, "exports.handler = () => fetch('http://127.0.0.2/');"), "1"));
    var error = Objects.requireNonNull(result.error());
    assertThat(error.type()).isEqualTo("TypeError");
    assertThat(error.message()).isEqualTo("fetch failed");
    assertThat(error.stack()).doesNotContain("java", "impuls", "jetty");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "fetch()|fetch: 1 argument required",
        "fetch('/relative')|Failed to parse URL from /relative",
        "fetch('http://a:b@c/')|includes credentials",
        "fetch(url, { body: 'x' })|GET/HEAD method cannot have body",
        "fetch(url, { method: 'CONNECT' })|'CONNECT' is not a valid HTTP method",
        "fetch(url, { method: 'A B' })|not a valid HTTP method",
        "fetch(url, { headers: { 'a b': 'c' } })|invalid header name",
        "fetch(url, { headers: { a: 'b\\r\\nc: d' } })|characters that a header cannot have",
        "fetch(url, { redirect: 'never' })|no redirect mode",
        "fetch(url, { signal: {} })|AbortSignal",
        "fetch(url, { method: 'POST', body: (async function* () {})() })|not supported",
        "new Response('', { status: 204 })|Invalid response status code 204",
        "new Headers([['a']])|pair",
        "Response.error().headers.set('a', 'b')|immutable",
      })
  void misuseIsATypeError(String code, String message) throws Exception {
    assertThat(
            value(
                "try { await ("
                    + code
                    + "); return 'none'; }"
                    + " catch (e) { return e.name + ': ' + e.message; }"))
        .startsWith("\"TypeError: ")
        .contains(message);
  }

  // ---- Egress ----

  @Test
  void theMachineItselfIsNotReachedUnlessListed() throws Exception {
    try (Invoker open = open(LIMITS, fetcher("allow"))) {
      var code =
          """
          exports.handler = async () => {
            const hosts = ['127.0.0.1', '2130706433', '0x7f.1', '0x7f000001', '017700000001', '127.1',
              '127.0.0.1.', 'localhost', 'LOCALHOST', 'localhost.', '[::1]', '[::ffff:127.0.0.1]',
              '[::ffff:7f00:1]', '[::127.0.0.1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]', '0', '0.0.0.0',
              '[::]', '169.254.169.254', '[fe80::1]', '255.255.255.255', '224.0.0.1', 'loopback.test'];
            const out = [];
            for (const host of hosts) {
              await fetch('http://' + host + ':' + port + '/echo').then(
                () => out.push(host + ' answered'),
                (e) => {
                  // Where the resolver does not know that one.
                  if (host === 'localhost.' && e.cause.code === 'ENOTFOUND') return;
                  if (e.cause?.code !== 'EACCES') out.push(host + ' ' + e + ' ' + e.cause);
                });
            }
            return out;
          };
          """;
      var result = get(open.invoke(new Invocation("r", function(60, code), "null")));
      assertThat(body(result)).isEqualTo("[]");
    }
  }

  @Test
  void nothingIsReachedWhereNothingMayBe() throws Exception {
    try (Invoker open = open(LIMITS, fetcher("deny"))) {
      var code = "exports.handler = () => told(fetch(url)); ";
      var result = get(open.invoke(new Invocation("r", function(30, code), "null")));
      assertThat(body(result)).isEqualTo("[\"TypeError\",\"fetch failed\",\"EACCES\"]");
    }
  }

  // ---- Aborting ----

  @Test
  void anAbortedRequestIsEnded() throws Exception {
    var f =
        function(
            30,
            """
            exports.handler = async () => {
              const controller = new AbortController();
              const pending = fetch(silent + '/aborted', { signal: controller.signal });
              await fetch(url + '/asked?path=/aborted');
              controller.abort();
              const first = await pending.catch((e) => e.name);
              const second = await fetch(silent, { signal: controller.signal }).catch((e) => e.name);
              const why = await fetch(silent, { signal: AbortSignal.abort(new RangeError('own')) })
                .catch((e) => e.message);
              const late = await fetch(silent, { signal: AbortSignal.timeout(50) }).catch((e) => e.name);
              const done = await fetch(new Request(url + '/echo', { signal: new AbortController().signal }));
              return [first, second, why, late, done.status];
            };
            """);
    assertThat(body(get(start(f, "null"))))
        .isEqualTo("[\"AbortError\",\"AbortError\",\"own\",\"TimeoutError\",200]");
    server.awaitLeft("/aborted");
  }

  // ---- The end of a call ----

  @Test
  void aRequestEndsWithTheTimeOfItsCall() throws Exception {
    var f =
        function(
            5,
            "exports.handler = async (e) => (await fetch(e ? silent + '/late' : url + '/echo'))"
                + ".status;");
    assertThat(body(get(start(f, "0")))).isEqualTo("200");
    var call = start(f, "1");
    server.awaitAsked("/late");
    assertThat(get(call).statusCode()).isEqualTo(504);
    server.awaitLeft("/late");
  }

  @Test
  void aRequestEndsWithItsCancelledCall() throws Exception {
    var f =
        function(30, "exports.handler = async () => (await fetch(silent + '/cancelled')).status;");
    var call = start(f, "null");
    server.awaitAsked("/cancelled");
    assertThat(call.cancel(true)).isTrue();
    server.awaitLeft("/cancelled");
  }

  @Test
  void aRequestEndsWithTheAnswerAndItsPromiseNeverSettles() throws Exception {
    var f =
        function(
            30,
            """
            let settled = 'not';
            exports.handler = async (event) => {
              if (event === 1) {
                fetch(silent + '/left').then(() => { settled = 'yes'; }, () => { settled = 'no'; });
                fetch(url + '/echo').then(() => { settled = 'yes'; }, () => { settled = 'no'; });
                await fetch(url + '/asked?path=/left');
                settled = 'not';
                return 'answered';
              }
              return [settled, (await fetch(url + '/echo')).status, settled];
            };
            """);
    assertThat(body(get(start(f, "1")))).isEqualTo("\"answered\"");
    server.awaitAsked("/left");
    server.awaitLeft("/left");
    var second = get(start(f, "2"));
    assertThat(body(second)).isEqualTo("[\"not\",200,\"not\"]");
    assertThat(second.coldStart()).isFalse();
  }

  @Test
  void aCallbackWaitsForRequestsUnlessToldNotTo() throws Exception {
    var code =
        """
        exports.handler = (event, context, done) => {
          context.callbackWaitsForEmptyEventLoop = event;
          fetch(event ? url + '/echo' : silent).then(() => console.log('later'));
          done(null, 'x');
        };
        """;
    var waits = get(start(function(30, code), "true"));
    assertThat(waits.logs()).extracting(LogRecord::message).containsExactly("later");
    var doesNot = get(start(function(30, code), "false"));
    assertThat(body(doesNot)).isEqualTo("\"x\"");
    assertThat(doesNot.logs()).isEmpty();
  }

  @Test
  void aCallbackMayBeCalledByAnAnswer() throws Exception {
    assertThat(
            run(
                "exports.handler = (e, c, done) => { fetch(url + '/echo').then((r) =>"
                    + " done(null, r.status)); };"))
        .isEqualTo("200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "const { status } = await fetch(url + '/echo'); export const handler = () => status;",
        "const early = fetch(url + '/echo'); exports.handler = async () => (await early).status;",
        "exports.handler = async () => { let n = 0; const t = setInterval(() => n++, 1);"
            + " const r = await fetch(url + '/echo'); clearInterval(t); return r.status; };",
        "exports.handler = async () => { const t = setTimeout(() => {}, 1e6);"
            + " const r = await fetch(url + '/echo'); return r.status; };",
      })
  void codeMayWaitForAnswersWhereverItWaits(String code) throws Exception {
    assertThat(run(code)).isEqualTo("200");
  }

  // ---- Several ----

  @Test
  void twoRequestsAreUnderWayAtOnce() throws Exception {
    assertThat(
            value(
                """
                const all = await Promise.all(['a', 'b'].map((body) =>
                  fetch(url + '/two', { method: 'POST', body }).then((r) => r.text())));
                return all;
                """))
        .isEqualTo("[\"a\",\"b\"]");
  }

  @Test
  void sixtyFourMayBeUnderWayAndNoMore() throws Exception {
    assertThat(
            value(
                """
                const controller = new AbortController();
                const all = Array.from({ length: 64 }, () =>
                  fetch(silent, { signal: controller.signal }).catch((e) => e.name));
                const more = await told(fetch(url + '/echo'));
                controller.abort();
                return [more, new Set(await Promise.all(all)).size, await told(fetch(url + '/echo'))];
                """))
        .isEqualTo("[[\"TypeError\",\"fetch failed\",\"EAGAIN\"],1,200]");
  }

  /** Answers that come while a turn runs, while none does, and when the call has ended. */
  @Test
  void everyCallGetsItsOwnAnswersAndNoOther() throws Exception {
    var f =
        function(
            30,
            """
            exports.handler = async (event) => {
              const ask = (i) => fetch(url + '/echo', { method: 'POST', body: event + '-' + i })
                .then((r) => r.text());
              const all = [0, 1, 2, 3].map(ask);
              for (const end = Date.now() + event % 4; Date.now() < end;);
              setTimeout(() => {}, 1);
              ask('left');
              return (await Promise.all(all)).join();
            };
            """);
    for (int round = 0; round < 50; round++) {
      var calls = new java.util.ArrayList<CompletableFuture<InvocationResult>>();
      for (int i = 0; i < 4; i++) {
        calls.add(start(f, Integer.toString(round * 4 + i)));
      }
      for (int i = 0; i < 4; i++) {
        int n = round * 4 + i;
        assertThat(body(get(calls.get(i))))
            .isEqualTo("\"" + n + "-0," + n + "-1," + n + "-2," + n + "-3\"");
      }
    }
  }

  // ---- The classes ----

  @Test
  void headersAreAMapOfNamesInAnyCase() throws Exception {
    assertThat(
            value(
                """
                const h = new Headers({ 'X-B': ' 2 ', a: 1 });
                h.append('x-b', '3'); h.append('Set-Cookie', 'a'); h.append('set-cookie', 'b');
                h.set('C', 'c'); h.delete('c');
                const seen = []; h.forEach((v, k) => seen.push(k + '=' + v));
                return [seen.join(';'), [...h.keys()].join(), h.has('X-b'), h.get('none'),
                  JSON.stringify([...new Headers([['q', 'r']])]), JSON.stringify([...new Headers(h)].length)];
                """))
        .isEqualTo(
            "[\"a=1;set-cookie=a;set-cookie=b;x-b=2, 3\",\"a,set-cookie,set-cookie,x-b\",true,null,"
                + "\"[[\\\"q\\\",\\\"r\\\"]]\",\"4\"]");
  }

  @Test
  void requestsAndResponsesCanBeMade() throws Exception {
    assertThat(
            value(
                """
                const q = new Request(url + '/echo', { method: 'post', body: 'x', headers: { a: 'b' } });
                const c = q.clone();
                const r = await fetch(q, { headers: { c: 'd' } });
                const j = Response.json({ a: 1 }, { status: 201 });
                const to = Response.redirect('http://x.test/y', 307);
                return [q.method, q.url === url + '/echo', q.bodyUsed, await c.text(),
                  r.headers.get('got-a'), r.headers.get('got-c'), j.status, j.headers.get('content-type'),
                  await j.json(), to.status, to.headers.get('location'), Response.error().type,
                  new Response().status, await new Response('t').text(), String(q), String(j)];
                """))
        .isEqualTo(
            "[\"POST\",true,true,\"x\",null,\"d\",201,\"application/json\",{\"a\":1},307,\"http://x.test/y\",\"error\",200,\"t\",\"[object"
                + " Request]\",\"[object Response]\"]");
  }

  @Test
  void aFunctionMayHaveItsOwn() throws Exception {
    assertThat(
            run(
                "exports.handler = async () => { const own = () => 1; globalThis.fetch = own; const"
                    + " Headers = 2; return [fetch === own, Headers,"
                    + " Object.keys(globalThis).includes('fetch')]; };"))
        .isEqualTo("[true,2,false]");
    assertThat(value("return typeof fetch;")).isEqualTo("\"function\"");
  }
}
