package dev.impuls.server.bench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What the benchmarks work with.
 *
 * @param script starts a server
 * @param directory where data is written
 * @param peers the handlers, and the servers to compare with
 * @param installed where bench/peers/install put what those need
 * @param rounds how often both sides of a ratio are measured
 * @param seconds how long each takes
 * @param minutes of soaking
 * @param functions of a fleet
 */
record Settings(
    Path script,
    Path directory,
    Path peers,
    Path installed,
    int rounds,
    int seconds,
    double minutes,
    int functions) {
  static final String FUNCTION_PROCESS = "dev.impuls.engine.js.JsWorker";

  /** The flag that makes the server run functions in its own process. */
  private static final String ISOLATION = "--isolation";

  StartedServer server(String data, String javaOptions, String... flags) throws Exception {
    return StartedServer.on(script, directory.resolve(data), javaOptions, flags);
  }

  StartedServer serverWithoutIsolation(String data) throws Exception {
    return server(data, "", ISOLATION, "none");
  }

  /** Whether the server can run functions in processes of their own. */
  boolean hasIsolation() throws Exception {
    var builder = new ProcessBuilder(script.toString(), "--help").redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process help = builder.start();
    var text = new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    help.waitFor();
    return text.contains(ISOLATION);
  }
}
