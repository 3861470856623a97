package dev.impuls.engine.http;

import dev.impuls.invoke.Fetcher;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.eclipse.jetty.client.ByteBufferRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.RedirectProtocolHandler;
import org.eclipse.jetty.client.Request.Content;
import org.eclipse.jetty.client.WWWAuthenticationProtocolHandler;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests over HTTP/1.1 to where an {@link Egress} allows it. A name is looked up once for a
 * connection, and what was found is checked and connected to; so is each hop of a redirect, as it
 * is a request of its own. Certificates are verified with the Java machine's trust store. There are
 * no cookies, no credentials, no caches and no proxies.
 *
 * <p>The HTTP client is made when it is first needed.
 */
public final class HttpFetcher implements Fetcher {
  private static final int CONNECT_MILLIS = 10_000;

  /** Shorter than servers usually keep a connection, or a request would meet its end. */
  private static final int IDLE_MILLIS = 4_000;

  private static final int SILENCE_SECONDS = 300;
  private static final int FORGET_DESTINATION_MILLIS = 60_000;
  private static final int CLIENT_THREADS = 32;
  private static final int LOOKUP_THREADS = 64;
  private static final int MOST_REQUESTS = 1000;

  /** Of the heap, all bodies of requests under way may take the eighth part. */
  private static final int SHARE_OF_HEAP = 8;

  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]*");

  /** Would make more of a connection than the request on it. */
  private static final Set<String> FORBIDDEN_METHODS = Set.of("CONNECT", "TRACE", "TRACK");

  /** What is for the client to say; a host other than the URL's would evade what is allowed. */
  private static final Set<String> OWN_HEADERS =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "http2-settings",
          "keep-alive",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private final Egress egress;
  private final OwnAddresses own;
  private final Names names;
  private final LazyClient client = new LazyClient();
  private final AtomicLong requests = new AtomicLong();
  private final Held held =
      new Held(Math.max(4L * MOST_BODY_BYTES, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));

  /** Looking up may take long, and would hold a carrier of virtual threads all the while. */
  private final ThreadPoolExecutor lookups =
      new ThreadPoolExecutor(
          LOOKUP_THREADS,
          LOOKUP_THREADS,
          10,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(MOST_REQUESTS),
          Thread.ofPlatform().daemon().name("impuls-fetch-names-", 0).factory());

  /** Finds the addresses of a host; may block. */
  public interface Names {
    /** All addresses, the one to try first before others. */
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  /** Looks names up as the machine does, in a program that takes no requests itself. */
  public HttpFetcher(Egress egress) {
    this(egress, OwnAddresses.ofMachine(port -> false));
  }

  /** Looks names up as the machine does. */
  public HttpFetcher(Egress egress, OwnAddresses own) {
    this(egress, own, InetAddress::getAllByName);
  }

  public HttpFetcher(Egress egress, OwnAddresses own, Names names) {
    this.egress = egress;
    this.own = own;
    this.names = names;
    lookups.allowCoreThreadTimeOut(true);
  }

  /** No address of a host may be connected to. */
  static final class NotAllowedException extends Exception {
    private static final long serialVersionUID = 1L;

    NotAllowedException() {}

    NotAllowedException(Throwable cause) {
      super(cause);
    }
  }

  @Override
  public CompletableFuture<Outcome> fetch(Request request) {
    Target target;
    try {
      target = Target.of(request.url());
      check(request);
    } catch (IllegalArgumentException e) {
      return done(new Failure("ERR_INVALID_ARG_VALUE", String.valueOf(e.getMessage())));
    }
    if (!egress.mayAllow(target.host(), target.port())) {
      return done(Failures.notAllowed(target));
    }
    int size = request.body() == null ? 0 : request.body().remaining();
    if (requests.incrementAndGet() > MOST_REQUESTS || !held.take(size)) {
      requests.decrementAndGet();
      return done(Failures.BUSY);
    }
    var exchange = new Exchange(target, held, size);
    var _ = exchange.outcome().whenComplete((outcome, failure) -> requests.decrementAndGet());
    // The first makes the client, which takes a while.
    Thread.ofVirtual().name("impuls-fetch").start(() -> send(request, target, exchange));
    return exchange.outcome();
  }

  private static CompletableFuture<Outcome> done(Failure failure) {
    return CompletableFuture.completedFuture(failure);
  }

  private static void check(Request request) {
    String method = request.method();
    if (!TOKEN.matcher(method).matches()
        || FORBIDDEN_METHODS.contains(method.toUpperCase(Locale.ROOT))) {
      throw new IllegalArgumentException("a request cannot have this method");
    }
    for (Header header : request.headers()) {
      if (!TOKEN.matcher(header.name()).matches() || !VALUE.matcher(header.value()).matches()) {
        throw new IllegalArgumentException("a header is malformed");
      }
    }
    if (request.headerBytes() > MOST_HEADER_BYTES) {
      throw new IllegalArgumentException(
          "URL and headers are larger than " + MOST_HEADER_BYTES + " bytes");
    }
    if (request.body() != null && request.body().remaining() > MOST_BODY_BYTES) {
      throw new IllegalArgumentException("the body is larger than " + MOST_BODY_BYTES + " bytes");
    }
  }

  private void send(Request request, Target target, Exchange exchange) {
    org.eclipse.jetty.client.Request sent;
    try {
      sent = jettyRequest(client.get(), request, target);
    } catch (RuntimeException e) {
      exchange.fail(e);
      return;
    }
    var _ =
        exchange
            .outcome()
            .whenComplete(
                (outcome, failure) -> {
                  if (exchange.outcome().isCancelled()) {
                    var _ = sent.abort(new InterruptedException("cancelled"));
                  }
                });
    sent.send(exchange);
  }

  private static org.eclipse.jetty.client.Request jettyRequest(
      HttpClient client, Request request, Target target) {
    var made = client.newRequest(target.uri());
    made.method(request.method()).idleTimeout(SILENCE_SECONDS, TimeUnit.SECONDS);
    made.headers(
        headers -> {
          for (Header header : request.headers()) {
            if (!OWN_HEADERS.contains(header.name().toLowerCase(Locale.ROOT))) {
              headers.add(header.name(), header.value());
            }
          }
        });
    if (request.body() != null) {
      Content content = new ByteBufferRequestContent((String) null, request.body().duplicate());
      made.body(content);
    }
    return made;
  }

  private void resolve(String host, int port, Promise<List<InetSocketAddress>> promise) {
    try {
      lookups.execute(
          () -> {
            try {
              promise.succeeded(allowed(host, port));
            } catch (UnknownHostException | NotAllowedException | RuntimeException e) {
              promise.failed(e);
            }
          });
    } catch (RejectedExecutionException e) {
      promise.failed(e);
    }
  }

  private List<InetSocketAddress> allowed(String host, int port)
      throws UnknownHostException, NotAllowedException {
    var allowed = new ArrayList<InetSocketAddress>();
    for (InetAddress address : names.addresses(host)) {
      try {
        if (egress.allows(host, address, port, own)) {
          allowed.add(new InetSocketAddress(address, port));
        }
      } catch (SocketException e) {
        throw new NotAllowedException(e); // It may be the machine's own.
      }
    }
    if (allowed.isEmpty()) {
      throw new NotAllowedException();
    }
    return allowed;
  }

  private HttpClient newClient() {
    var threads = new QueuedThreadPool(CLIENT_THREADS, 2);
    threads.setName("impuls-fetch");
    threads.setDaemon(true);
    var connector = new ClientConnector();
    connector.setSelectors(1);
    connector.setSslContextFactory(new SslContextFactory.Client());
    var made = new HttpClient(new HttpClientTransportOverHTTP(connector));
    made.setExecutor(threads);
    made.setScheduler(new ScheduledExecutorScheduler("impuls-fetch-time", true));
    made.setSocketAddressResolver((host, port, context, promise) -> resolve(host, port, promise));
    made.setConnectTimeout(CONNECT_MILLIS);
    made.setIdleTimeout(IDLE_MILLIS);
    made.setDestinationIdleTimeout(FORGET_DESTINATION_MILLIS);
    made.setMaxConnectionsPerDestination(MOST_REQUESTS);
    made.setMaxRequestsQueuedPerDestination(MOST_REQUESTS);
    made.setMaxRequestHeadersSize(2 * MOST_HEADER_BYTES);
    made.setMaxResponseHeadersSize(MOST_HEADER_BYTES);
    made.setHttpCookieStore(new HttpCookieStore.Empty());
    made.setFollowRedirects(false);
    made.setDefaultRequestContentType(null);
    made.setUserAgentField(null);
    try {
      made.start();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP client does not start", e);
    }
    made.getProtocolHandlers().remove(RedirectProtocolHandler.NAME);
    made.getProtocolHandlers().remove(WWWAuthenticationProtocolHandler.NAME);
    return made;
  }

  private final class LazyClient {
    private @Nullable HttpClient client;
    private boolean closed;

    synchronized HttpClient get() {
      if (closed) {
        throw new IllegalStateException("the fetcher is closed");
      }
      HttpClient made = client == null ? newClient() : client;
      client = made;
      return made;
    }

    synchronized void close() {
      closed = true;
      if (client != null) {
        try {
          client.stop();
        } catch (Exception e) {
          throw new IllegalStateException("the HTTP client does not stop", e);
        }
      }
    }
  }

  @Override
  public void close() {
    client.close();
    lookups.shutdownNow();
  }
}
