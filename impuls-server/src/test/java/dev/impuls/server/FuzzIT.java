package dev.impuls.server;

import static dev.impuls.server.ApiClient.FUNCTIONS;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Random requests, of which none is answered by a failure of the server's own, writes a stack trace
 * or takes a second of processor time; what is ordinary is answered as before. {@code
 * -Dfuzz.requests} says how many, {@code -Dfuzz.seed} takes others.
 */
@Execution(ExecutionMode.CONCURRENT) // Each has a server of its own.
@Tag("slow")
class FuzzIT {
  private static final int REQUESTS = Integer.getInteger("fuzz.requests", 10_000) / 2;
  private static final int PATIENCE_MILLIS = 20_000;
  private static final Duration MOST_PROCESSOR_TIME = Duration.ofSeconds(1);

  /** What the server answers for itself, as opposed to the result of a function. */
  private static final Pattern OWN_FAILURE =
      Pattern.compile("HTTP/1\\.1 5(?!05)\\d\\d (?![^{]*\\{\"status_code\")", Pattern.DOTALL);

  @TempDir private Path directory;

  @Test
  void damagedRequestsDoNoHarm() throws Exception {
    run(Requests::damaged);
  }

  @Test
  void randomRequestsDoNoHarm() throws Exception {
    run(Requests::random);
  }

  private void run(Function<Requests, byte[]> next) throws Exception {
    long seed = Long.getLong("fuzz.seed", 1);
    var requests = new Requests(new Random(seed));
    try (var server =
            ServerProcess.start(
                directory, "--data-dir", "data", "--port", "0", "--isolation", "none");
        var client = new ApiClient(server.address())) {
      client.create("hello", "exports.handler = async event => ({ event })");
      Duration before = ordinaryCall(client);
      Duration most = Duration.ZERO;
      var statuses = new TreeMap<String, Integer>();
      for (int i = 0; i < REQUESTS; i++) {
        byte[] request = next.apply(requests);
        Duration used = processorTime(server);
        String answer = send(server.port(), request);
        used = processorTime(server).minus(used);
        most = used.compareTo(most) > 0 ? used : most;
        statuses.merge(answer.isEmpty() ? "none" : answer.substring(9, 12), 1, Integer::sum);
        assertThat(answer)
            .as("seed %s, request %s: %s", seed, i, new String(request, ISO_8859_1))
            .doesNotContainPattern(OWN_FAILURE)
            .doesNotContain("\tat ", "Exception");
        assertThat(used)
            .as(
                "processor time of seed %s, request %s: %s",
                seed, i, new String(request, ISO_8859_1))
            .isLessThan(MOST_PROCESSOR_TIME);
      }
      assertThat(server.errors()).as("log, seed %s", seed).doesNotContain("\tat ", " ERROR ");
      assertThat(statuses).as("it gets somewhere").containsKeys("200", "201", "400", "404", "415");
      client.delete(FUNCTIONS + "/hello");
      client.create("hello", "exports.handler = async event => ({ event })");
      System.out.printf(
          "%d requests, most processor time of one %d ms; an ordinary call %d us before, %d"
              + " after%n",
          REQUESTS,
          most.toMillis(),
          before.toNanos() / 1000,
          ordinaryCall(client).toNanos() / 1000);
    }
  }

  private static Duration processorTime(ServerProcess server) {
    return server.process().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** The median of some calls. */
  private static Duration ordinaryCall(ApiClient client) {
    long[] nanos = new long[101];
    for (int i = 0; i < nanos.length; i++) {
      long start = System.nanoTime();
      assertThat(client.invoke("hello", "{\"a\":1}").json().get("body").toString())
          .isEqualTo("{\"event\":{\"a\":1}}");
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return Duration.ofNanos(nanos[nanos.length / 2]);
  }

  /** All that comes back until the server closes, which it does as nothing more will come. */
  private static String send(int port, byte[] request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      try {
        socket.getOutputStream().write(request);
        socket.shutdownOutput();
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      } catch (SocketException e) {
        return ""; // It was closed, which is an answer, too.
      }
    }
  }

  /** Makes them. */
  private static final class Requests {
    private static final String[] METHODS = {
      "GET", "GET", "POST", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT",
      "get", "FOO", ""
    };
    private static final String[] SEGMENTS = {
      "api",
      "v1",
      "functions",
      "hello",
      "invoke",
      "import",
      "export",
      "runtimes",
      "statistics",
      "health",
      "live",
      "",
      ".",
      "..",
      "%2e%2e",
      "%00",
      "%u002e",
      "%",
      "%ff",
      "\u00e9",
      ";a=b",
      "a".repeat(300),
      "con",
      "*",
      "//",
      "\\",
      "hello%2Finvoke",
      "{name}",
      "?",
      "#"
    };
    private static final String[] PATHS = {
      FUNCTIONS,
      FUNCTIONS,
      FUNCTIONS + "/hello",
      FUNCTIONS + "/hello/invoke",
      FUNCTIONS + "/x",
      "/api/v1/import",
      "/api/v1/import/hello",
      "/api/v1/export",
      "/api/v1/runtimes",
      "/api/v1/statistics",
      "/health",
      "/health/live"
    };
    private static final String[] QUERIES = {
      "limit", "cursor", "q", "runtime", "fields", "on_conflict", "dry_run", "name", "x", ""
    };
    private static final String[] HEADERS = {
      "Content-Type",
      "Accept",
      "If-Match",
      "If-None-Match",
      "X-Request-Id",
      "Content-Encoding",
      "Last-Event-ID",
      "Origin",
      "Sec-Fetch-Site",
      "Expect",
      "Range",
      "Cookie",
      "Authorization",
      "Transfer-Encoding",
      "X-HTTP-Method-Override",
      "Host",
      "Connection",
      "Upgrade",
      "Forwarded",
      "Accept-Encoding",
      "TE",
      "Content-Length",
      "X"
    };
    private static final String[] VALUES = {
      "application/json",
      "application/json",
      "application/zip",
      "text/plain",
      "text/event-stream",
      "*",
      "\"a\"",
      "W/\"a\"",
      "\"a\",\"b\"",
      "gzip",
      "br",
      "chunked",
      "close",
      "keep-alive",
      "100-continue",
      "0",
      "-1",
      "99999999999999999999",
      "localhost",
      "null",
      "DELETE",
      "",
      " ",
      "\"",
      "\\",
      "a=b;c=\"d",
      "bytes=0-",
      "q=0.5",
      "*/*;q=x",
      ",,,,",
      "\u0080\u00ff",
      "\t",
      "\u0001",
      "charset=\"",
      "application/json;charset=latin1",
      "fail",
      "skip",
      "true",
      "summary",
      "1",
      "1001"
    };
    private static final String[] FIELDS = {
      "name",
      "runtime",
      "handler",
      "code",
      "memory_mb",
      "timeout_sec",
      "group",
      "isolation",
      "environment",
      "description",
      "id",
      "created_at",
      "updated_at",
      "code_path",
      "functions",
      "x",
      ""
    };
    private static final String[] NAMES = {
      "hello",
      "f1",
      "f2",
      "nodejs22",
      "python312",
      "index.handler",
      "index",
      "a.b.c",
      "exports.handler = async () => 1",
      "exports.handler = 1",
      "}{",
      "throw 1",
      "import ''",
      "2026-01-01T00:00:00Z",
      "../../x",
      "\\u0000",
      "\\ud800",
      "\u00e9",
      "con"
    };

    private final Random random;

    Requests(Random random) {
      this.random = random;
    }

    private String one(String[] of) {
      return of[random.nextInt(of.length)];
    }

    private boolean rarely() {
      return random.nextInt(8) == 0;
    }

    /** One that a client could send, at random. */
    byte[] random() {
      if (random.nextInt(3) == 0) {
        return ordinary(text -> text);
      }
      String body = random.nextInt(3) == 0 ? "" : json(0);
      var head = new StringBuilder();
      head.append(one(METHODS)).append(' ').append(path()).append(" HTTP/1.1\r\n");
      head.append(rarely() ? "" : "Host: localhost\r\n");
      head.append(rarely() ? "" : "Content-Type: application/json\r\n");
      head.append(rarely() ? "" : "Connection: close\r\n");
      head.append(rarely() ? "" : "Content-Length: " + body.length() + "\r\n");
      for (int i = random.nextInt(8) - 4; i > 0; i--) {
        String value = rarely() ? one(VALUES).repeat(random.nextInt(2000)) : one(VALUES);
        head.append(one(HEADERS)).append(": ").append(value).append("\r\n");
      }
      return (head + "\r\n" + body).getBytes(ISO_8859_1);
    }

    /** One as clients send them, but for what becomes of its body. */
    private byte[] ordinary(UnaryOperator<String> change) {
      String one = FUNCTIONS + "/f" + random.nextInt(5);
      return switch (random.nextInt(8)) {
        case 0, 1 -> framed("POST " + FUNCTIONS, change.apply(draft()));
        case 2, 3 -> framed("POST " + FUNCTIONS + "/hello/invoke", change.apply(json(0)));
        case 4 -> framed("PATCH " + one, change.apply("{\"description\":\"d\",\"timeout_sec\":5}"));
        case 5 -> framed("POST /api/v1/import?on_conflict=skip", change.apply("[" + draft() + "]"));
        case 6 -> framed("DELETE " + one, "");
        default -> framed("GET " + one(PATHS), "");
      };
    }

    private static byte[] framed(String methodAndPath, String body) {
      String length = "Connection: close\r\nContent-Length: " + body.length();
      return (ApiClient.head(methodAndPath, length) + body).getBytes(ISO_8859_1);
    }

    private String path() {
      var path = new StringBuilder();
      if (random.nextInt(4) == 0) {
        for (int i = random.nextInt(8); i > 0; i--) {
          path.append('/').append(one(SEGMENTS));
        }
      } else {
        path.append(one(PATHS));
      }
      for (int i = random.nextInt(3); i > 0; i--) {
        path.append(path.indexOf("?") < 0 ? '?' : '&').append(one(QUERIES));
        path.append(rarely() ? "" : "=" + one(VALUES).replace(" ", "%20"));
      }
      return path.toString();
    }

    private String json(int depth) {
      return switch (random.nextInt(depth > 4 ? 6 : 10)) {
        case 0 -> String.valueOf(random.nextInt(20_000) - 100);
        case 1 -> String.valueOf(random.nextGaussian() * 1e10);
        case 2 -> one(new String[] {"null", "true", "false", "1e999", "-", "NaN", "00", "\"", ""});
        case 3, 4, 5 -> '"' + one(NAMES) + '"';
        case 6 -> draft();
        case 7 -> "[" + json(depth + 1) + "," + json(depth + 1) + "]";
        default -> {
          var object = new StringBuilder("{");
          for (int i = random.nextInt(9); i > 0; i--) {
            object.append('"').append(one(FIELDS)).append("\":").append(json(depth + 1));
            object.append(i > 1 ? "," : "");
          }
          yield object + "}";
        }
      };
    }

    /** Nearly a function that can be kept. */
    private String draft() {
      String draft = ApiClient.draft("f" + random.nextInt(5), one(NAMES).replace("\\", ""));
      return random.nextBoolean()
          ? draft
          : draft.substring(0, draft.length() - 1) + ",\"" + one(FIELDS) + "\":" + json(4) + "}";
    }

    /** One of those, of whose body or of which some bytes were changed, lost, doubled or put in. */
    byte[] damaged() {
      return random.nextBoolean()
          ? ordinary(body -> new String(damaged(body.getBytes(ISO_8859_1)), ISO_8859_1))
          : damaged(ordinary(body -> body));
    }

    private byte[] damaged(byte[] whole) {
      byte[] bytes = whole;
      for (int i = 1 + random.nextInt(4); i > 0 && bytes.length > 1; i--) {
        int at = random.nextInt(bytes.length);
        int length = Math.min(1 + random.nextInt(random.nextInt(40) + 1), bytes.length - at);
        byte[] part = Arrays.copyOfRange(bytes, at, at + length);
        byte[] rest = Arrays.copyOfRange(bytes, at + length, bytes.length);
        byte[] front = Arrays.copyOf(bytes, at);
        bytes =
            switch (random.nextInt(5)) {
              case 0 -> joined(front, rest);
              case 1 -> joined(front, part, part, rest);
              case 2 -> {
                byte[] noise = new byte[length];
                random.nextBytes(noise);
                yield joined(front, noise, rest);
              }
              case 3 -> joined(front, one(VALUES).getBytes(ISO_8859_1), part, rest);
              default -> joined(front, rest, part);
            };
      }
      return bytes;
    }

    private static byte[] joined(byte[]... parts) {
      int length = 0;
      for (byte[] part : parts) {
        length += part.length;
      }
      byte[] all = new byte[length];
      int at = 0;
      for (byte[] part : parts) {
        System.arraycopy(part, 0, all, at, part.length);
        at += part.length;
      }
      return all;
    }
  }
}
