package dev.impuls.server.api;

import static dev.impuls.server.ApiClient.FUNCTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.server.ApiClient;
import dev.impuls.server.ApiClient.Answer;
import dev.impuls.server.RunningServer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What web pages of others can have a browser send changes, runs and tells nothing. */
class ForeignRequestsTest {
  @TempDir private static Path directory;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = new RunningServer(directory);
    server.create("victim", "exports.handler = async () => 'ran'");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private String before = "";

  @BeforeEach
  void look() {
    before = server.get(FUNCTIONS).body();
  }

  private void assertNothingChanged() {
    assertThat(server.get(FUNCTIONS).body()).isEqualTo(before);
  }

  private static void assertRefused(String answer, int status, String code) {
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    assertThat(answer).contains("\"code\":\"" + code + "\"");
    assertThat(answer).doesNotContain("victim", "ran", "\tat ");
  }

  /** Sends lines of a head, and a body. */
  private static String send(String methodAndPath, String body, String... lines)
      throws IOException {
    return server.raw(
        methodAndPath
            + " HTTP/1.1\r\n"
            + String.join("\r\n", lines)
            + "\r\nConnection: close\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: https://evil.example",
        "Origin: null",
        "Origin: http://localhost:1",
        "Origin: http://127.0.0.1.evil.example",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
        "sec-fetch-site: CROSS-SITE",
        "Sec-Fetch-Site: same-origin, cross-site",
      })
  void pagesOfOthersChangeAndRunNothing(String header) throws IOException {
    String host = "Host: localhost:" + server.port();
    String json = "Content-Type: application/json";
    String draft = ApiClient.draft("planted", "1");
    String victim = FUNCTIONS + "/victim";
    String code = "foreign_origin";
    assertRefused(send("POST " + FUNCTIONS, draft, host, header), 403, code);
    assertRefused(send("POST " + FUNCTIONS, draft, host, json, header), 403, code);
    assertRefused(send("POST " + victim + "/invoke", "{}", host, json, header), 403, code);
    assertRefused(send("POST " + victim + "/invoke", "", host, header), 403, code);
    assertRefused(
        send("PATCH " + victim, "{\"description\":\"x\"}", host, json, header), 403, code);
    assertRefused(send("DELETE " + victim, "", host, header), 403, code);
    assertRefused(send("POST /api/v1/import", "[]", host, json, header), 403, code);
    assertRefused(
        send("PUT /api/v1/import/planted", draft, host, json, header, "If-None-Match: *"),
        403,
        code);
    assertNothingChanged();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Origin: http://localhost:PORT", "Sec-Fetch-Site: none", "Accept: */*"})
  void ownPagesAndProgramsMay(String header) throws IOException {
    String own = header.replace("PORT", String.valueOf(server.port()));
    assertThat(
            send(
                "POST " + FUNCTIONS + "/victim/invoke",
                "",
                "Host: localhost:" + server.port(),
                own))
        .startsWith("HTTP/1.1 200 ")
        .contains("\"body\":\"ran\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "TEXT/PLAIN; charset=utf-8",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x"
      })
  void bodiesOfFormsAreRefusedEmptyOrNot(String type) {
    for (String body : new String[] {"", "{}"}) {
      for (String path : new String[] {FUNCTIONS, FUNCTIONS + "/victim/invoke"}) {
        Answer answer =
            server.send("POST", path, BodyPublishers.ofString(body), "Content-Type", type);
        assertThat(answer.status()).isEqualTo(415);
      }
    }
    assertNothingChanged();
  }

  @Test
  void aBodyOfNoTypeIsRefused() {
    String draft = ApiClient.draft("planted", "1");
    assertThat(server.send("POST", FUNCTIONS, BodyPublishers.ofString(draft)).status())
        .isEqualTo(415);
    assertThat(
            server
                .send("POST", FUNCTIONS + "/victim/invoke", BodyPublishers.ofString("{}"))
                .status())
        .isEqualTo(415);
    assertNothingChanged();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json; charset=utf8",
        "Application/JSON;charset=\"UTF-8\"",
        "application/problem+json",
        "text/json"
      })
  void typesOfJsonAreTaken(String type) {
    Answer answer =
        server.send(
            "POST",
            FUNCTIONS + "/victim/invoke",
            BodyPublishers.ofString("{}"),
            "Content-Type",
            type);
    assertThat(answer.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8080",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "x"
      })
  void nothingIsToldToAForeignHost(String host) throws IOException {
    for (String path : new String[] {FUNCTIONS, "/health", "/api/v1/export", "/api/v1/events"}) {
      assertRefused(send("GET " + path, "", "Host: " + host), 421, "misdirected_request");
    }
    assertRefused(
        send("GET http://" + host + FUNCTIONS, "", "Host: " + host), 421, "misdirected_request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "LOCALHOST.:80", "a.localhost", "127.0.0.1:1", "[::1]", "10.0.0.1"})
  void addressesAndLocalhostAreOwn(String host) throws IOException {
    assertThat(send("GET " + FUNCTIONS + "/victim", "", "Host: " + host))
        .startsWith("HTTP/1.1 200 ");
  }

  @Test
  void noHeaderChangesTheMethod() {
    Answer answer = server.get(FUNCTIONS + "/victim", "X-HTTP-Method-Override", "DELETE");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("name").stringValue()).isEqualTo("victim");
    assertNothingChanged();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/functions/%u002e",
    "GET, /api/v1/functions/%",
    "GET, /api/v1/functions/%g0",
    "GET, /api/v1/functions?q=%zz",
    "POST, /api/v1/functions/%u002e/invoke",
    "OPTIONS, ?/aa%",
    "OPTIONS, ?/aa",
    "GET, //evil.example/%2e%2e",
  })
  void malformedTargetsAreRefusedAndLeadNowhere(String method, String target) throws IOException {
    String answer = send(method + " " + target, "", "Host: localhost");
    assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain("Location:");
    assertThat(answer).contains("\"error\":true");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "If-Match",
        "If-None-Match",
        "Accept",
        "Content-Type",
        "Host",
        "Origin",
        "X-Request-Id",
        "Last-Event-ID",
        "Transfer-Encoding",
        "Expect",
        "Range",
        "Cookie"
      })
  void longHeadersOfAnythingAreAnsweredAtOnce(String header) throws IOException {
    for (String junk :
        new String[] {
          "\"a\"," + " ".repeat(7000) + "x",
          ",".repeat(7000) + "x",
          "\"".repeat(7001),
          "a;".repeat(3500) + "=",
          ("; " + "q=0.1,").repeat(700)
        }) {
      // A length would be a second error of the request's.
      String answer =
          server.raw(
              "DELETE "
                  + FUNCTIONS
                  + "/none HTTP/1.1\r\n"
                  + (header.equals("Host") ? "" : "Host: localhost\r\n")
                  + "Connection: close\r\n"
                  + header
                  + ": "
                  + junk
                  + "\r\n\r\n");
      assertThat(answer).startsWith("HTTP/1.1 4");
    }
    assertNothingChanged();
  }
}
