package dev.impuls.server.bench;

import java.io.IOException;
import java.util.Locale;

/** First calls of functions that never ran before, when the server had time to get ready. */
final class ColdBenchmark {
  private static final int FUNCTIONS = 50;
  private static final int WARM_UP_CALLS = 500;
  private static final double MOST_SECONDS_TO_GET_READY = 60;

  private final Settings settings;
  private final Table table;

  ColdBenchmark(Settings settings, Table table) {
    this.settings = settings;
    this.table = table;
  }

  void run() throws Exception {
    try (var server = settings.server("cold", "");
        var api = new Api(server.port())) {
      api.create("warm-up", Handler.HELLO.code(settings), 30);
      for (int i = 0; i < WARM_UP_CALLS; i++) {
        api.invoke("warm-up", Handler.HELLO.event());
      }
      firstCalls(server, api, Handler.HELLO, 20);
      firstCalls(server, api, Handler.CPU, 110);
    }
  }

  private void firstCalls(StartedServer server, Api api, Handler handler, int target)
      throws Exception {
    var first = new Medians();
    var second = new Medians();
    var reads = new Medians();
    for (int i = 0; i < FUNCTIONS; i++) {
      String name = handler.file() + "-" + i;
      api.create(name, handler.code(settings) + "// " + name + "\n", 30); // No two alike.
      Proc.awaitIdle(server.pid(), MOST_SECONDS_TO_GET_READY);
      // What the machine takes for anything just then, as it is slow after it was idle.
      reads.add(api.get("/api/v1/functions/" + name).millis());
      Api.Answer answer = right(handler, api.invoke(name, handler.event()));
      if (!answer.json().path("cold_start").asBoolean()) {
        throw new IOException("not a cold start: " + answer);
      }
      first.add(answer.millis());
      second.add(right(handler, api.invoke(name, handler.event())).millis());
      api.delete(name);
    }
    String what = "first call of a new function, " + handler.file();
    String again =
        "second call "
            + second.text("%.1f", " ms")
            + ", a GET just before "
            + reads.text("%.1f", " ms");
    table.add(
        what + ", median",
        "at most " + target + " ms",
        first.text("%.1f", " ms"),
        again,
        String.format(Locale.ROOT, "%.1f ms", first.median()),
        first.median() <= target);
    table.add(
        what + ", worst of " + FUNCTIONS,
        "under " + 2 * target + " ms",
        first.text("%.1f", " ms"),
        again,
        String.format(Locale.ROOT, "%.1f ms", first.max()),
        first.max() < 2 * target);
  }

  private static Api.Answer right(Handler handler, Api.Answer answer) throws IOException {
    if (!handler.isAnsweredBy(answer)) {
      throw new IOException("wrong answer: " + answer);
    }
    return answer;
  }
}
