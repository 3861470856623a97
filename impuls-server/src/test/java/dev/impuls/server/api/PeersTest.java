package dev.impuls.server.api;

import static dev.impuls.server.ApiClient.FUNCTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.engine.js.JsInvoker;
import dev.impuls.invoke.Limits;
import dev.impuls.server.ApiClient;
import dev.impuls.server.ApiClient.Answer;
import dev.impuls.server.ImpulsServer;
import dev.impuls.server.RunningServer;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients elsewhere are not told where on this machine the functions are. */
class PeersTest {
  @TempDir private Path directory;

  private void assertHides(ApiClient client, String header) throws IOException {
    Answer health = client.get("/health", header, "192.0.2.7");
    assertThat(health.status()).isEqualTo(200);
    assertThat(health.json().path("storage").path("kind").asString()).isEqualTo("file");
    assertThat(health.json().path("storage").has("location")).isFalse();
    Answer bundle = client.get("/api/v1/export", header, "192.0.2.7");
    assertThat(bundle.json().path("origin").asString()).isNotEmpty();

    Files.move(directory.resolve("functions"), directory.resolve("away"));
    Answer list = client.get(FUNCTIONS, header, "192.0.2.7");
    assertThat(list.status()).isEqualTo(503);
    assertThat(list.json().path("message").asString()).startsWith("The store in … cannot be used");
    Answer unhealthy = client.get("/health", header, "192.0.2.7");
    Answer call = client.send("POST", FUNCTIONS + "/never/invoke", "{}", header, "192.0.2.7");
    assertThat(call.status()).isEqualTo(503);
    String function = "[" + ApiClient.draft("a", "x") + "]";
    Answer imported = client.send("POST", "/api/v1/import", function, header, "192.0.2.7");
    assertThat(imported.status()).isEqualTo(503);

    for (Answer answer : List.of(health, bundle, list, unhealthy, call, imported)) {
      assertThat(answer.body()).doesNotContain(directory.toString());
    }
    Files.move(directory.resolve("away"), directory.resolve("functions"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"})
  void whoComesThroughAProxyIsElsewhere(String header) throws Exception {
    try (var server = new RunningServer(directory)) {
      assertHides(server, header);
    }
  }

  @Test
  void whoComesFromAnotherAddressIsElsewhere() throws Exception {
    Optional<InetAddress> other =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
            .findFirst();
    Assumptions.assumeTrue(other.isPresent(), "there is a second address");
    try (var store = FileFunctionStore.open(new FileStoreSettings(directory, false));
        var engine = new JsInvoker(Limits.DEFAULT, Clock.systemUTC());
        var server = new ImpulsServer("0.0.0.0", 0, store, engine, "test")) {
      server.start();
      try (var client =
          new ApiClient("http://" + other.get().getHostAddress() + ":" + server.port())) {
        assertHides(client, "X-Not-Of-A-Proxy");
      }
    }
  }

  @Test
  void whoIsHereIsTold() {
    try (var server = new RunningServer(directory)) {
      assertThat(server.get("/health").json().path("storage").path("location").asString())
          .isEqualTo(directory.toString());
      assertThat(server.get("/api/v1/export").json().path("origin").asString())
          .isEqualTo(directory.toString());
    }
  }
}
