package dev.impuls.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.impuls.client.RemoteInvoker;
import dev.impuls.function.Function;
import dev.impuls.function.FunctionBuilder;
import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.InvocationResult.LogRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of what is no server of this version: older, newer, broken, or something else. */
class RemoteInvokerTest {
  private static final Function HELLO = new FunctionBuilder("hello", "x").build();

  private static final String LOG =
      """
      event: log
      data: {"time":"2026-01-01T00:00:00Z","level":"info","message":"a"}

      """;
  private static final String RESULT =
      """
      {"status_code":200,"body":{"n":1.10,"big":12345678901234567890,"far":1e400},
       "headers":{"a":"b"},"duration_ms":1.5,"memory_used_mb":2,
       "logs":[{"time":"2026-01-01T00:00:00Z","level":"info","message":"a"}],
       "request_id":"r","cold_start":true}\
      """;

  private static final String RESULT_EVENT =
      "event: result\ndata: " + RESULT.replace("\n", "\ndata: ") + "\n\n";

  private final List<Thread> threads = new ArrayList<>();
  private final List<String> heard = new ArrayList<>();
  private HttpServer server;
  private String type = "text/event-stream";
  private String answer = "";
  private boolean breaksOff;
  private final Semaphore read = new Semaphore(0);

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Content-Type", type);
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, breaksOff ? bytes.length + 1 : 0);
            exchange.getResponseBody().write(bytes);
            if (breaksOff) {
              exchange.getResponseBody().flush();
              read.acquire(); // What the client has not read by then it never does.
            }
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private InvocationResult call() {
    try (var invoker = RemoteInvoker.open(URI.create(address()))) {
      return invoker
          .invoke(
              new Invocation("r", HELLO, "1"),
              (LogRecord record) -> {
                heard.add(record.message());
                threads.add(Thread.currentThread());
                read.release();
              })
          .join();
    }
  }

  private static void assertWhole(InvocationResult result) {
    assertThat(result.statusCode()).isEqualTo(200);
    assertThat(result.body()).isEqualTo("{\"n\":1.10,\"big\":12345678901234567890,\"far\":1E+400}");
    assertThat(result.headers()).isEqualTo("{\"a\":\"b\"}");
    assertThat(result.memoryUsedMb()).isEqualTo(2);
    assertThat(result.coldStart()).isTrue();
    assertThat(result.logs()).extracting(LogRecord::message).containsExactly("a");
  }

  @Test
  void ofAServerThatDoesNotStreamTheLogComesWithTheResult() {
    type = "application/json";
    answer = RESULT;
    assertWhole(call());
    assertThat(heard).containsExactly("a");
  }

  @Test
  void whatIsNotKnownOfAStreamIsLeftAlone() {
    answer =
        (": hello\n\nretry: 5\nevent: progress\ndata: 50 %\n\n"
                + LOG.replace(": ", ":")
                + RESULT_EVENT)
            .replace("\n", "\r\n");
    assertWhole(call());
    assertThat(heard).containsExactly("a");
  }

  @Test
  void aStreamThatBreaksOffIsNoResult() {
    answer = LOG + "event: result\ndata: " + RESULT.lines().findFirst().orElseThrow() + "\n";
    var error = Objects.requireNonNull(call().error());
    assertThat(error.type()).isEqualTo("Server.Unreachable");
    assertThat(error.message()).isEqualTo("The connection to " + address() + " was lost");
    assertThat(heard).containsExactly("a");
  }

  @Test
  void aResultThatCameIsOneThoughTheStreamBreaksOffBehindIt() {
    answer = RESULT_EVENT + LOG;
    breaksOff = true;
    assertWhole(call());
    assertThat(heard).containsExactly("a");
  }

  /** The client would use the caller's thread when it has its answer at once, else all's pool. */
  @Test
  void whatComesIsReadOnAThreadOfItsOwn() {
    answer = LOG + RESULT_EVENT;
    assertWhole(call());
    assertThat(threads).singleElement().matches(Thread::isVirtual);
  }

  @Test
  void resultsMayBeDeepAndTheirNamesAndNumbersLong() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    String body = "{\"%s\":%s,\"deep\":%s}".formatted("x".repeat(60_000), "1".repeat(2_000), deep);
    type = "application/json";
    answer = "{\"status_code\":200,\"body\":%s,\"logs\":[]}".formatted(body);
    assertThat(call().body()).isEqualTo(body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event: log\ndata: {\n\n",
        "event: log\ndata: {\"time\":\"today\",\"level\":\"info\",\"message\":\"a\"}\n\n",
        "event: result\ndata: []\n\n",
        "event: result\ndata: <html>\n\n",
      })
  void somethingElseIsTold(String stream) {
    answer = stream;
    var error = Objects.requireNonNull(call().error());
    assertThat(error.type()).isEqualTo("Server.Unreachable");
    assertThat(error.message())
        .isEqualTo(
            "What answers at " + address() + " is no Impuls server, or there is a proxy before it");
  }
}
