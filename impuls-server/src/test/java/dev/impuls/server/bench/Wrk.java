package dev.impuls.server.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Loads a server with wrk, which leaves more of a small machine to the server than Java does. */
final class Wrk {
  private static final double FASTER = 1.05;
  private static final int STEADY_LOADS = 3;
  private static final int MOST_WARM_UPS = 40;

  private final Settings settings;

  Wrk(Settings settings) {
    this.settings = settings;
  }

  /** A server that answers a handler's calls. */
  record Side(String name, int port, String path, Handler handler) {}

  /**
   * @param perSecond answers of 200 and the like
   * @param p50 milliseconds that half of the calls took at most
   * @param p99 milliseconds that 99 of 100 calls took at most
   * @param notOk answers of another status
   * @param broken calls without an answer
   */
  record Load(double perSecond, double p50, double p99, long notOk, long broken) {}

  boolean isInstalled() throws InterruptedException {
    try {
      Process version = new ProcessBuilder("wrk", "-v").redirectErrorStream(true).start();
      version.getInputStream().readAllBytes();
      version.waitFor();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Loads it until it has not become faster for some time, as compilers take theirs. */
  void warm(Side side, int connections) throws IOException, InterruptedException {
    double best = 0;
    int since = 0;
    for (int i = 0; i < MOST_WARM_UPS && since < STEADY_LOADS; i++) {
      double rate = load(side, connections).perSecond();
      since = rate > best * FASTER ? 0 : since + 1;
      best = Math.max(best, rate);
    }
  }

  /** The usual load: some seconds. */
  Load load(Side side, int connections) throws IOException, InterruptedException {
    return loadFor(settings.seconds(), side, connections);
  }

  Load loadFor(int seconds, Side side, int connections) throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(
                List.of(
                    "wrk",
                    "--threads=1",
                    "--connections=" + connections,
                    "--duration=" + seconds + "s",
                    "--timeout=30s",
                    "--script=" + settings.peers().resolve("wrk.lua"),
                    "http://127.0.0.1:" + side.port() + side.path()))
            .redirectErrorStream(true);
    builder.environment().put("BENCH_EVENT", side.handler().event());
    Process wrk = builder.start();
    var text = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (wrk.waitFor() != 0) {
      throw new IOException("wrk failed: " + text);
    }
    var json = Api.parse(text.substring(text.lastIndexOf("{\"per_second\"")));
    return new Load(
        json.path("per_second").asDouble(),
        json.path("p50").asDouble(),
        json.path("p99").asDouble(),
        json.path("not_ok").asLong(),
        json.path("broken").asLong());
  }
}
