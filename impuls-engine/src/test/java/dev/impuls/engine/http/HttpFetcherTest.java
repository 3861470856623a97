package dev.impuls.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.Fetcher.Failure;
import dev.impuls.invoke.Fetcher.Header;
import dev.impuls.invoke.Fetcher.Outcome;
import dev.impuls.invoke.Fetcher.Response;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the fetcher does whoever asks it, as whoever asks may be hostile. */
class HttpFetcherTest {
  private static final int PATIENCE_SECONDS = 30;
  private static final OwnAddresses MACHINE = OwnAddresses.ofMachine(port -> false);

  private final TestServer server = new TestServer();
  private final AtomicInteger lookups = new AtomicInteger();

  @AfterEach
  void closeServer() {
    server.close();
  }

  private HttpFetcher open(String egress) {
    return new HttpFetcher(Egress.parse(egress), MACHINE, this::addresses);
  }

  /** The first time an address that is allowed, then the machine's own. */
  private InetAddress[] addresses(String host) throws UnknownHostException {
    int n = lookups.incrementAndGet();
    return switch (host) {
      case "own.test" -> literals("127.0.0.1");
      case "both.test" -> literals("127.0.0.2", "127.0.0.1");
      case "rebinds.test" -> literals(n == 1 ? "127.0.0.1" : "127.0.0.2");
      default -> InetAddress.getAllByName(host);
    };
  }

  private static InetAddress[] literals(String... literals) {
    return java.util.Arrays.stream(literals)
        .map(InetAddress::ofLiteral)
        .toArray(InetAddress[]::new);
  }

  private static Outcome get(Fetcher fetcher, String url) throws Exception {
    return get(fetcher, new Fetcher.Request("GET", url, List.of(), null));
  }

  private static Outcome get(Fetcher fetcher, Fetcher.Request request) throws Exception {
    return fetcher.fetch(request).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static String code(Outcome outcome) {
    return outcome instanceof Failure(String code, String _) ? code : "answered";
  }

  private String at(String host) {
    return "http://" + host + ":" + server.port() + "/echo";
  }

  @ParameterizedTest
  @CsvSource({
    "allow, own.test, EACCES",
    "own.test, own.test, EACCES",
    "own.test;127.0.0.1, own.test, answered",
    "localhost, own.test, answered",
    "127.0.0.0/8, own.test, answered",
    "127.0.0.1, both.test, answered",
    "allow, both.test, EACCES",
    "allow, 127.0.0.1, EACCES",
    "allow, 2130706433, EACCES",
    "allow, 127.1, ERR_INVALID_ARG_VALUE",
    "allow, [::1], EACCES",
    "allow, [::ffff:127.0.0.1], EACCES",
    "deny, own.test, EACCES",
    "other.test, own.test, EACCES",
  })
  void whatIsConnectedToIsChecked(String egress, String host, String outcome) throws Exception {
    try (var fetcher = open(egress.replace(';', ','))) {
      assertThat(code(get(fetcher, at(host)))).isEqualTo(outcome);
    }
  }

  @Test
  void whereTheMachinesAddressesAreNotToldNothingIsReached() throws Exception {
    var untold =
        new OwnAddresses() {
          @Override
          public boolean has(InetAddress address) throws SocketException {
            throw new SocketException("no interfaces");
          }

          @Override
          public boolean listensOn(int port) {
            return false;
          }
        };
    try (var fetcher = new HttpFetcher(Egress.parse("127.0.0.1"), untold, this::addresses)) {
      assertThat(code(get(fetcher, at("own.test")))).isEqualTo("EACCES");
    }
  }

  @Test
  void theServersOwnPortIsReachedOnlyIfAddressAndPortAreListed() throws Exception {
    var own = OwnAddresses.ofMachine(port -> port == server.port());
    for (var setting : List.of("localhost", "127.0.0.0/8", "127.0.0.1", "allow,localhost")) {
      try (var fetcher = new HttpFetcher(Egress.parse(setting), own, this::addresses)) {
        assertThat(code(get(fetcher, at("own.test")))).as(setting).isEqualTo("EACCES");
        assertThat(code(get(fetcher, at("localhost")))).as(setting).isEqualTo("EACCES");
      }
    }
    try (var fetcher =
        new HttpFetcher(Egress.parse("127.0.0.1:" + server.port()), own, this::addresses)) {
      assertThat(code(get(fetcher, at("own.test")))).isEqualTo("answered");
    }
  }

  @Test
  void aRefusalSaysWhatAndWhatToDoAndNoAddress() throws Exception {
    try (var fetcher = open("allow")) {
      var failure = (Failure) get(fetcher, at("own.test"));
      assertThat(failure.message())
          .contains("own.test:" + server.port(), "egress", "--egress")
          .doesNotContain("127.0.0.1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"deny", "other.test", "10.0.0.0/8:1"})
  void aNameThatCannotBeAllowedIsNotLookedUp(String egress) throws Exception {
    try (var fetcher = open(egress)) {
      assertThat(code(get(fetcher, at("own.test")))).isEqualTo("EACCES");
      assertThat(lookups).hasValue(0);
    }
  }

  /** What was checked is what is connected to, whatever the name leads to later. */
  @Test
  void aNameIsLookedUpOnceForAConnection() throws Exception {
    try (var fetcher = open("127.0.0.1")) {
      assertThat(code(get(fetcher, at("rebinds.test")))).isEqualTo("answered");
      assertThat(lookups).hasValue(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONNECT", "connect", "TRACE", "", "A B", "GET\r\nX: y", "G\u00e9T"})
  void methodsThatMakeMoreOfTheConnectionAreRefused(String method) throws Exception {
    try (var fetcher = open("127.0.0.1")) {
      var request = new Fetcher.Request(method, server.url() + "/echo", List.of(), null);
      assertThat(code(get(fetcher, request))).isEqualTo("ERR_INVALID_ARG_VALUE");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'a b', c",
    "'', c",
    "a, 'b\r\nc: d'",
    "a, 'b\nc'",
    "'a:', b",
    "a, '\u0000'",
    "a, \u20ac"
  })
  void malformedHeadersAreRefused(String name, String value) throws Exception {
    try (var fetcher = open("127.0.0.1")) {
      var request =
          new Fetcher.Request(
              "GET", server.url() + "/echo", List.of(new Header(name, value)), null);
      assertThat(code(get(fetcher, request))).isEqualTo("ERR_INVALID_ARG_VALUE");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Host", "content-length", "Transfer-Encoding", "Connection", "Upgrade", "TE"})
  void headersOfTheConnectionAreNotSent(String name) throws Exception {
    try (var fetcher = open("127.0.0.1")) {
      var body = ByteBuffer.wrap("body".getBytes(StandardCharsets.UTF_8));
      var request =
          new Fetcher.Request(
              "POST", server.url() + "/echo", List.of(new Header(name, "other.test")), body);
      var response = (Response) get(fetcher, request);
      assertThat(response.body()).isEqualTo(body);
      assertThat(response.headers()).noneMatch(header -> header.value().equals("other.test"));
    }
  }

  @Test
  void redirectsAreNotFollowed() throws Exception {
    try (var fetcher = open("127.0.0.1")) {
      var response = (Response) get(fetcher, server.url() + "/loop?n=1");
      assertThat(response.status()).isEqualTo(302);
      assertThat(response.headers()).contains(new Header("Location", "/loop?n=0"));
    }
  }

  @Test
  void noCredentialsAreAskedFor() throws Exception {
    try (var fetcher = open("127.0.0.1")) {
      var url = server.url() + "/answer?status=401&www-authenticate=Basic%20realm=x";
      assertThat(((Response) get(fetcher, url)).status()).isEqualTo(401);
    }
  }

  @Test
  void aCancelledRequestIsEnded() throws Exception {
    try (var fetcher = open("127.0.0.1")) {
      var request = new Fetcher.Request("GET", server.silentUrl() + "/cancel", List.of(), null);
      CompletableFuture<Outcome> outcome = fetcher.fetch(request);
      server.awaitAsked("/cancel");
      assertThat(outcome.cancel(true)).isTrue();
      server.awaitLeft("/cancel");
      assertThat(code(get(fetcher, server.url() + "/echo"))).isEqualTo("answered");
    }
  }

  @Test
  void closingEndsWhatIsUnderWay() throws Exception {
    CompletableFuture<Outcome> outcome;
    try (var fetcher = open("127.0.0.1")) {
      outcome =
          fetcher.fetch(new Fetcher.Request("GET", server.silentUrl() + "/close", List.of(), null));
      server.awaitAsked("/close");
    }
    server.awaitLeft("/close");
    assertThat(outcome.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isInstanceOf(Failure.class);
  }

  @Test
  void aServerNobodyVouchesForIsNotTrusted(@TempDir Path directory) throws Exception {
    HttpsServer tls =
        HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    tls.setHttpsConfigurator(new HttpsConfigurator(selfSigned(directory)));
    tls.createContext("/", exchange -> exchange.sendResponseHeaders(200, -1));
    tls.start();
    try (var fetcher = open("127.0.0.1")) {
      var outcome = get(fetcher, "https://127.0.0.1:" + tls.getAddress().getPort() + "/");
      assertThat(code(outcome)).isEqualTo("UNABLE_TO_VERIFY_LEAF_SIGNATURE");
    } finally {
      tls.stop(0);
    }
  }

  private static SSLContext selfSigned(Path directory) throws Exception {
    Path store = directory.resolve("store");
    char[] password = "password".toCharArray();
    var keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(password))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor()).isZero();
    var keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, password);
    }
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, password);
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
