package dev.impuls.server.bench;

import java.io.IOException;

/** How soon a server answers that it is healthy. */
final class StartBenchmark {
  private static final int STARTS = 11;
  private static final double TARGET_MILLIS = 1200;

  private final Settings settings;
  private final Table table;

  StartBenchmark(Settings settings, Table table) {
    this.settings = settings;
    this.table = table;
  }

  void run() throws Exception {
    healthyAfter("start", 0); // The disk's caches are warm then.
    var millis = new Medians();
    for (int i = 0; i < STARTS; i++) {
      millis.add(healthyAfter("start", 0));
    }
    table.add(
        "start to healthy",
        "within 1.2 s",
        millis.text("%.0f", " ms"),
        "",
        millis.text("%.0f", " ms"),
        millis.median() <= TARGET_MILLIS);
  }

  private double healthyAfter(String data, int functions) throws Exception {
    long begun = System.nanoTime();
    try (var server = settings.server(data, "");
        var api = new Api(server.port())) {
      Api.Answer answer = api.get("/health");
      double millis = StoreBenchmark.seconds(begun) * 1e3;
      if (answer.status() != 200
          || answer.json().path("storage").path("functions").asInt(-1) != functions) {
        throw new IOException("not healthy: " + answer);
      }
      return millis;
    }
  }
}
