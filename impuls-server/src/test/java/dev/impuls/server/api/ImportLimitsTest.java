package dev.impuls.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.impuls.server.ApiClient;
import dev.impuls.server.ApiClient.Answer;
import dev.impuls.server.RunningServer;
import dev.impuls.store.Await;
import dev.impuls.transfer.Bombs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is sent to be imported by whoever sends it. */
class ImportLimitsTest {
  private static final String IMPORT = "/api/v1/import";
  private static final String EXPORT = "/api/v1/export";

  /** To unpack what is sent here takes longer than any machine needs to refuse it. */
  private static final Duration HANG = Duration.ofSeconds(30);

  private final RunningServer server;

  ImportLimitsTest(@TempDir Path directory) {
    server = new RunningServer(directory);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Answer post(String type, byte[] body) {
    return server.send("POST", IMPORT, BodyPublishers.ofByteArray(body), "Content-Type", type);
  }

  private static String message(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.json().path("code").asString()).isEqualTo("invalid_import");
    String message = answer.json().path("message").asString();
    assertThat(message).doesNotContain("null");
    return message;
  }

  // ---- Archives ----

  @Test
  void aZipWhoseEntriesOverlapIsRefusedAtOnce() throws Exception {
    byte[] zip = Bombs.overlapping(20, 60 << 20);
    assertThat(zip.length).isLessThan(100_000);

    Answer refused = assertTimeoutPreemptively(HANG, () -> post("application/zip", zip));

    assertThat(message(refused)).contains("overlaps");
  }

  @Test
  void aTarThatIsCutInTheMiddleSaysWhatIsCut() {
    server.create("hello", "x");
    byte[] whole = server.download(EXPORT, "application/gzip");

    Answer refused = post("application/gzip", Arrays.copyOf(whole, whole.length / 2));

    assertThat(message(refused)).contains("It is cut short: it ends");
  }

  @Test
  void anEmptyZipIsRefused() throws Exception {
    var bytes = new ByteArrayOutputStream();
    new ZipOutputStream(bytes).close();

    assertThat(message(post("application/zip", bytes.toByteArray()))).contains("no function in it");
  }

  @Test
  void anExportOfNothingSaysThatNothingWasImported() {
    for (String type : List.of("application/json", "application/zip", "application/gzip")) {
      Answer imported = post(type, server.download(EXPORT, type));

      assertThat(imported.status()).isEqualTo(200);
      assertThat(imported.json().path("message").asString()).contains("no function in it");
    }
  }

  // ---- Many at once ----

  private Socket half(String body) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    String head =
        ApiClient.head("POST " + IMPORT, "Content-Length: " + body.length())
            + body.substring(0, body.length() / 2);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  @Test
  void moreThanTwoAtOnceAreToldToComeBack() throws Exception {
    String late = "[" + ApiClient.draft("late", "x") + "]";
    String small = "[" + ApiClient.draft("small", "x") + "]";
    try (Socket first = half(late);
        Socket second = half(late)) {
      Await.until("both are under way", () -> server.send("POST", IMPORT, small).status() == 503);
      Answer refused = server.send("POST", IMPORT, small);
      assertThat(refused.json().path("code").asString()).isEqualTo("busy");
      assertThat(refused.header("Retry-After")).isEqualTo("5");

      first
          .getOutputStream()
          .write(late.substring(late.length() / 2).getBytes(StandardCharsets.UTF_8));

      InputStream in = first.getInputStream();
      assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 200");
      Await.until("there is a place", () -> server.send("POST", IMPORT, small).status() == 200);
      assertThat(second.isConnected()).isTrue();
    }
    assertThat(server.get(ApiClient.FUNCTIONS + "/late").status()).isEqualTo(200);
  }
}
