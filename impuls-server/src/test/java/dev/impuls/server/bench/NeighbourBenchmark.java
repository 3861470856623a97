package dev.impuls.server.bench;

import dev.impuls.server.bench.Fleet.Member;
import dev.impuls.server.bench.SteadyCalls.Answers;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/** What functions in one worker take from each other: idle ones, and those that misbehave. */
final class NeighbourBenchmark {
  private static final int WARM_SECONDS = 60;
  private static final int CONNECTIONS = 16;
  private static final int WARM_UP_ROUNDS = 8;

  /** Of the functions that a fleet has. */
  private static final double IDLE = 12.5;

  private static final int CALL_LENGTHS = 4;
  private static final double MOST_SLOWER = 10;
  private static final double LONGEST_MILLIS = 2000;
  private static final double MOST_SECONDS_LATE = 2;

  private final Settings settings;
  private final Table table;

  NeighbourBenchmark(Settings settings, Table table) {
    this.settings = settings;
    this.table = table;
  }

  /** A function that does not behave, and how its calls end. */
  private record Culprit(String what, int timeoutSec, String code) {
    static final List<Culprit> ALL =
        List.of(
            new Culprit("allocates without end", 2, "const all = []; for (;;) all.push({});"),
            new Culprit("loops", 1, "for (;;);"),
            // One built-in of the engine, which does not look whether it is to stop.
            new Culprit(
                "must be killed", 1, "Array.prototype.indexOf.call({ length: 2 ** 50 }, 1);"));

    String handler() {
      return "exports.handler = async () => { " + code + " };";
    }
  }

  /**
   * How the calls of a culprit ended.
   *
   * @param statuses how often it was answered what
   */
  private record Ends(Map<Integer, Integer> statuses, Medians seconds) {
    boolean areRight(Culprit culprit) {
      return List.of(504, 507).containsAll(statuses.keySet())
          && seconds.max() <= culprit.timeoutSec() + MOST_SECONDS_LATE;
    }
  }

  // ---- Idle ones ----

  /** Two servers take turns, as one that was measured alone first would be warmer afterwards. */
  void hotBesideIdle() throws Exception {
    int number = (int) (IDLE * settings.functions());
    List<Member> idle =
        IntStream.range(0, number).mapToObj(i -> Member.of(Handler.HELLO, i)).toList();
    try (StartedServer alone = settings.server("hot-alone", "");
        Fleet beside = Fleet.on(settings.server("hot-beside", ""), idle, settings)) {
      Thread.sleep(WARM_SECONDS * 1000L);
      beside.round();
      LoadGenerator aloneLoad = hot(alone.port());
      LoadGenerator besideLoad = hot(beside.port());
      for (int i = 0; i < WARM_UP_ROUNDS; i++) {
        aloneLoad.requestsPerSecond(CONNECTIONS, settings.seconds());
        besideLoad.requestsPerSecond(CONNECTIONS, settings.seconds());
      }
      var rates = new Medians();
      var others = new Medians();
      var ratios = new Medians();
      for (int i = 0; i < settings.rounds(); i++) {
        double without = aloneLoad.requestsPerSecond(CONNECTIONS, settings.seconds());
        double with = besideLoad.requestsPerSecond(CONNECTIONS, settings.seconds());
        rates.add(with);
        others.add(without);
        ratios.add(with / without);
      }
      table.add(
          "cpu, " + CONNECTIONS + " connections, beside " + number + " idle functions",
          "at least 0.9",
          rates.text("%.0f", "/s"),
          "alone " + others.text("%.0f", "/s"),
          ratios.text("%.2f", ""),
          ratios.median() >= 0.9);
    }
  }

  private LoadGenerator hot(int port) throws IOException, InterruptedException {
    try (var api = new Api(port)) {
      api.create(Handler.CPU.file(), Handler.CPU.code(settings), 30);
    }
    return new LoadGenerator(port, Api.invokePath(Handler.CPU.file()), Handler.CPU.event());
  }

  // ---- Those that misbehave ----

  void besideMisbehaving() throws Exception {
    String name = Handler.HELLO.file();
    try (StartedServer server = settings.server("misbehaving", "");
        var api = new Api(server.port())) {
      Thread.sleep(WARM_SECONDS * 1000L);
      api.create(name, Handler.HELLO.code(settings), 30);
      var calls = new SteadyCalls(api, name);
      double seconds = CALL_LENGTHS * settings.seconds();
      calls.run(seconds);
      for (Culprit culprit : Culprit.ALL) {
        String bad = culprit.what().replace(' ', '-');
        api.create(bad, culprit.handler(), culprit.timeoutSec());
        Answers usual = calls.run(seconds);
        var isOver = new AtomicBoolean();
        var misbehaving = new FutureTask<>(() -> misbehave(api, bad, isOver));
        Thread.ofVirtual().start(misbehaving);
        Answers beside = calls.run(seconds);
        isOver.set(true);
        add(culprit, usual, beside, misbehaving.get());
      }
    }
  }

  /** Calls it again and again, until there was enough of it. */
  private static Ends misbehave(Api api, String name, AtomicBoolean isOver) throws Exception {
    var statuses = new TreeMap<Integer, Integer>();
    var seconds = new Medians();
    while (!isOver.get() || seconds.isEmpty()) {
      Api.Answer answer = api.invoke(name, "null");
      statuses.merge(answer.status(), 1, Integer::sum);
      seconds.add(answer.millis() / 1e3);
    }
    return new Ends(statuses, seconds);
  }

  private void add(Culprit culprit, Answers usual, Answers beside, Ends ends) {
    String what = "neighbour of a function that " + culprit.what() + ": ";
    double slower = beside.p99() / usual.p99();
    table.add(
        what + "99th percentile",
        "under " + MOST_SLOWER + " times its usual",
        beside.text(),
        "usual: " + usual.text(),
        String.format(Locale.ROOT, "%.1f times", slower),
        slower < MOST_SLOWER);
    table.add(
        what + "longest",
        String.format(Locale.ROOT, "under %.0f ms", LONGEST_MILLIS),
        beside.text(),
        "usual: " + usual.text(),
        String.format(Locale.ROOT, "%.0f ms", beside.millis().max()),
        beside.millis().max() < LONGEST_MILLIS);
    int all = beside.millis().size() + beside.wrong();
    table.add(
        what + "wrong or lost answers",
        "none",
        "of " + all + " calls",
        "",
        beside.wrong() + " wrong or lost",
        beside.wrong() + usual.wrong() == 0);
    table.add(
        "a function that " + culprit.what() + ": its calls end",
        "504 or 507, within " + (culprit.timeoutSec() + MOST_SECONDS_LATE) + " s",
        ends.seconds().text("%.1f", " s"),
        "",
        String.valueOf(ends.statuses()),
        ends.areRight(culprit));
  }
}
