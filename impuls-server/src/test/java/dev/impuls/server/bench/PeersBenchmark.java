package dev.impuls.server.bench;

import dev.impuls.server.bench.Wrk.Load;
import dev.impuls.server.bench.Wrk.Side;
import java.util.List;
import java.util.Locale;

/** Calls over HTTP against other servers with the same handler, in turns. */
final class PeersBenchmark {
  private static final List<Integer> CONNECTIONS = List.of(16, 64);
  private static final double MOST_ADDED_MILLIS = 0.15;

  private static final List<Comparison> COMPARISONS =
      List.of(
          new Comparison(Handler.HELLO, Peer.Kind.NODE, 0.8, 1),
          new Comparison(Handler.HELLO, Peer.Kind.FRAMEWORK, 7, 7),
          new Comparison(Handler.HELLO, Peer.Kind.WORKERD, 2.5, 2.5),
          new Comparison(Handler.HELLO, Peer.Kind.SPAWN, 500, 500),
          new Comparison(Handler.CPU, Peer.Kind.CLUSTER, 0.5, 0.5));
  private static final double WITHOUT_ISOLATION = 0.75;

  /** What each handler is loaded for before anything is measured. */
  private static final int LOADED_SECONDS = 120;

  private final Settings settings;
  private final Table table;
  private final Wrk wrk;

  PeersBenchmark(Settings settings, Table table) {
    this.settings = settings;
    this.table = table;
    this.wrk = new Wrk(settings);
  }

  /**
   * A peer, and what part of its rate is to be reached.
   *
   * @param target with few connections
   * @param targetOfMany with many
   */
  private record Comparison(Handler handler, Peer.Kind peer, double target, double targetOfMany) {
    double target(int connections) {
      return connections == CONNECTIONS.getLast() ? targetOfMany : target;
    }

    String what() {
      return handler.file() + " against " + peer.shown();
    }
  }

  /** What some rounds found; the first of each two is our side. */
  private static final class Rounds {
    private final Medians[] rates = {new Medians(), new Medians()};
    private final Medians[] p50s = {new Medians(), new Medians()};
    private final Medians[] p99s = {new Medians(), new Medians()};
    private final Medians ratios = new Medians();
    private final Medians added = new Medians();
    private final long[] failed = {0, 0};

    void add(Load ours, Load others) {
      Load[] both = {ours, others};
      for (int i = 0; i < both.length; i++) {
        rates[i].add(both[i].perSecond());
        p50s[i].add(both[i].p50());
        p99s[i].add(both[i].p99());
        failed[i] += both[i].notOk() + both[i].broken();
      }
      ratios.add(ours.perSecond() / others.perSecond());
      added.add(ours.p50() - others.p50());
    }

    String rate(int side) {
      return rates[side].text("%.0f", "/s") + failures(side);
    }

    String failures(int side) {
      return failed[side] == 0 ? "" : ", FAILED: " + failed[side];
    }

    boolean allAnswered() {
      return failed[0] + failed[1] == 0;
    }
  }

  void run() throws Exception {
    if (!wrk.isInstalled()) {
      table.notMeasured("peers", "", "wrk is not installed");
      return;
    }
    try (var server = settings.server("peers", "");
        var api = new Api(server.port())) {
      for (Handler handler : Handler.values()) {
        api.create(handler.file(), handler.code(settings), 30);
      }
      for (Handler handler : Handler.values()) {
        wrk.loadFor(LOADED_SECONDS, ours(server, handler, "impuls"), CONNECTIONS.getLast());
      }
      for (Comparison comparison : COMPARISONS) {
        compare(comparison, ours(server, comparison.handler(), "impuls"));
      }
      compareWithoutIsolation(ours(server, Handler.HELLO, "impuls"));
    }
  }

  private static Side ours(StartedServer server, Handler handler, String name) {
    return new Side(name, server.port(), Api.invokePath(handler.file()), handler);
  }

  private void compare(Comparison comparison, Side ours) throws Exception {
    try (var peer = new Peer(comparison.peer(), settings)) {
      Side others = peer.side(comparison.peer(), comparison.handler());
      for (int connections : CONNECTIONS) {
        Rounds rounds = rounds(ours, others, connections);
        ratio(comparison.what(), comparison.target(connections), connections, rounds);
        if (comparison.handler() == Handler.CPU && connections == CONNECTIONS.getLast()) {
          percentile(comparison.what(), connections, rounds);
        }
      }
    } catch (NotMeasuredException e) {
      table.notMeasured(
          comparison.what(), text(comparison.target()), String.valueOf(e.getMessage()));
    }
  }

  private void compareWithoutIsolation(Side ours) throws Exception {
    String what = "hello against --isolation none";
    if (!settings.hasIsolation()) {
      table.notMeasured(what, text(WITHOUT_ISOLATION), "the server has no --isolation");
      return;
    }
    try (var server = settings.serverWithoutIsolation("none");
        var api = new Api(server.port())) {
      api.create(Handler.HELLO.file(), Handler.HELLO.code(settings), 30);
      Side others = ours(server, Handler.HELLO, "impuls --isolation none");
      for (int connections : CONNECTIONS) {
        ratio(what, WITHOUT_ISOLATION, connections, rounds(ours, others, connections));
      }
      Rounds rounds = rounds(ours, others, 1);
      table.add(
          what + ", 1 connection, added",
          "at most " + text(MOST_ADDED_MILLIS) + " ms",
          rounds.p50s[0].text("%.3f", " ms") + rounds.failures(0),
          rounds.p50s[1].text("%.3f", " ms") + rounds.failures(1),
          rounds.added.text("%.3f", " ms"),
          rounds.added.median() <= MOST_ADDED_MILLIS && rounds.allAnswered());
    }
  }

  private Rounds rounds(Side ours, Side others, int connections) throws Exception {
    for (Side side : List.of(ours, others)) {
      Peer.check(side);
      wrk.warm(side, connections);
    }
    var rounds = new Rounds();
    for (int i = 0; i < settings.rounds(); i++) {
      rounds.add(wrk.load(ours, connections), wrk.load(others, connections));
    }
    return rounds;
  }

  private void ratio(String what, double target, int connections, Rounds rounds) {
    table.add(
        what + ", " + connections + " connections",
        "at least " + text(target),
        rounds.rate(0),
        rounds.rate(1),
        rounds.ratios.text(target < 10 ? "%.2f" : "%.0f", ""),
        rounds.ratios.median() >= target && rounds.allAnswered());
  }

  private void percentile(String what, int connections, Rounds rounds) {
    table.add(
        what + ", " + connections + " connections, 99th percentile",
        "not above the other's",
        rounds.p99s[0].text("%.1f", " ms"),
        rounds.p99s[1].text("%.1f", " ms"),
        text(rounds.p99s[0].median() / rounds.p99s[1].median()),
        rounds.p99s[0].median() <= rounds.p99s[1].median() && rounds.allAnswered());
  }

  private static String text(double number) {
    return String.format(Locale.ROOT, number == Math.rint(number) ? "%.0f" : "%.2f", number);
  }
}
