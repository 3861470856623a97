package dev.impuls.server;

import static dev.impuls.server.ApiClient.FUNCTIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Functions that would change others through the API of the very server that runs them. */
@Execution(ExecutionMode.CONCURRENT) // Each has servers of its own.
@Tag("slow")
class OwnAddressesIT {
  private static final String VICTIM = "exports.handler = async () => 'untouched'";

  /** Answers what became of each attempt. */
  private static final String ATTACK =
      """
      exports.handler = async (urls) => Promise.all(urls.map((url) =>
        fetch(url + '/api/v1/functions/victim', {
          method: 'PATCH',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ code: "exports.handler = async () => 'changed'" }),
        }).then((answer) => url + ' ' + answer.status,
                (e) => `${e.name}: ${e.message}, ${e.cause.code}`)));
      """;

  @TempDir private Path directory;

  private ServerProcess start(String... more) throws Exception {
    var flags = new ArrayList<String>(List.of("--host", "0.0.0.0", "--port", "0"));
    flags.addAll(List.of("--data-dir", "data"));
    flags.addAll(ServerProcess.WITHOUT_WORKERS);
    flags.addAll(List.of(more));
    return ServerProcess.start(directory, flags.toArray(String[]::new));
  }

  /** The addresses by which others reach this machine, as they are in URLs. */
  private static List<String> hosts() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
        .map(OwnAddressesIT::host)
        .toList();
  }

  private static String host(InetAddress address) {
    String literal = address.getHostAddress().replaceFirst("%.*", "");
    return address instanceof Inet6Address ? "[" + literal + "]" : literal;
  }

  private static String attack(ServerProcess server, List<String> hosts) throws Exception {
    int port = server.port();
    try (var client = new ApiClient(server.address())) {
      client.create("victim", VICTIM);
      // The first fetch loads what it is made of, which takes long on a machine that is busy.
      String attacker = ApiClient.draft("attacker", ATTACK);
      client.send("POST", FUNCTIONS, attacker.replaceFirst("\\{", "{\"timeout_sec\":300,"));
      String urls =
          String.join("\",\"", hosts.stream().map(host -> "http://" + host + ":" + port).toList());
      var called = client.invoke("attacker", "[\"" + urls + "\"]");
      assertThat(called.status()).as(called.body()).isEqualTo(200);
      String answer = called.json().get("body").toString();
      assertThat(client.get(FUNCTIONS + "/victim").json().get("code").stringValue())
          .as(answer)
          .isEqualTo(VICTIM);
      return answer;
    }
  }

  private static String refused(List<String> hosts) {
    String each = "\"TypeError: fetch failed, EACCES\"";
    return "[" + String.join(",", hosts.stream().map(host -> each).toList()) + "]";
  }

  @Test
  void noAddressOfTheMachineLeadsToTheServer() throws Exception {
    List<String> hosts = hosts();
    assumeThat(hosts).as("the machine has no address but the loopback").isNotEmpty();
    try (var server = start()) {
      assertThat(attack(server, hosts)).isEqualTo(refused(hosts));
    }
  }

  /** Whoever lists the machine for what else is on it does not mean the server itself. */
  @Test
  void aListedMachineIsNotTheServer() throws Exception {
    var hosts = new ArrayList<>(hosts());
    String listed = String.join(",", hosts);
    hosts.addAll(List.of("localhost", "127.0.0.1", "127.5.0.1", "[::1]", "0.0.0.0", "[::]"));
    var setting = "allow,localhost,0.0.0.0,[::]," + listed;
    try (var server = start("--egress", setting.replaceFirst(",$", ""))) {
      assertThat(attack(server, hosts)).isEqualTo(refused(hosts));
    }
  }
}
