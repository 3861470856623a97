package dev.impuls.server.bench;

import static dev.impuls.server.bench.StoreBenchmark.print;

import dev.impuls.server.bench.Fleet.Member;
import dev.impuls.server.bench.Fleet.Round;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Many functions that are each called now and then: what their first calls take and what they hold,
 * against a process of Node.js for each function, and workerd with as many workers.
 */
final class FleetBenchmark {
  private static final int WARM_UP_CALLS = 3000;
  private static final int STARTS = 5;
  private static final int ROUNDS = 4;
  private static final int LARGE_ROUNDS = 3;
  private static final int LARGE = 25;
  private static final int HEALTHY_SECONDS = 10;
  private static final int WARM_SECONDS = 60;
  private static final double MOST_GROWTH = 1.1;

  private final Settings settings;
  private final Table table;
  private int servers;

  FleetBenchmark(Settings settings, Table table) {
    this.settings = settings;
    this.table = table;
  }

  private interface Part {
    void run() throws Exception;
  }

  /**
   * What first calls may take, in milliseconds.
   *
   * @param hello median
   * @param cpu median
   * @param hello90 90th percentile
   * @param cpu90 90th percentile
   */
  private record Target(int seconds, double hello, double cpu, double hello90, double cpu90) {
    String state() {
      return "healthy for " + seconds + " s";
    }
  }

  /** The rounds of each side; null for a peer that is not there. */
  private record Sides(
      List<Round> ours, @Nullable List<Round> node, @Nullable List<Round> workerd) {
    String others(Function<List<Round>, String> figure) {
      return "node " + of(node, figure) + "; workerd " + of(workerd, figure);
    }

    private static String of(@Nullable List<Round> rounds, Function<List<Round>, String> figure) {
      return rounds == null ? "not measured" : figure.apply(rounds);
    }
  }

  void run() throws InterruptedException {
    part("fleet: the client", this::warmClient);
    for (Target target :
        List.of(
            new Target(HEALTHY_SECONDS, 60, 130, 150, 400),
            new Target(WARM_SECONDS, 12, 50, 150, 400))) {
      part("fleet: " + target.state(), () -> firstCalls(target));
    }
    part("fleet: very many functions", this::veryManyFunctions);
    var neighbours = new NeighbourBenchmark(settings, table);
    part("fleet: a hot function beside idle ones", neighbours::hotBesideIdle);
    part("fleet: neighbours of functions that misbehave", neighbours::besideMisbehaving);
    // Last, as those before let a server run until it has made its class cache.
    part("fleet: the very first call", this::veryFirstCalls);
  }

  /** What fails does not keep the others from being measured. */
  private void part(String what, Part part) throws InterruptedException {
    try {
      part.run();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      table.notMeasured(what, "", String.valueOf(e).replace('\n', ' '));
    }
  }

  private StartedServer server() throws Exception {
    return settings.server("fleet-" + servers++, "");
  }

  /** Or the first sides would be taken for slow: this is Java code, too. */
  private void warmClient() throws Exception {
    try (Fleet fleet =
        Fleet.of(Peer.Kind.ON_DEMAND, List.of(Member.of(Handler.HELLO, 0)), settings)) {
      fleet.call(WARM_UP_CALLS);
    }
  }

  // ---- The very first call ----

  private void veryFirstCalls() throws Exception {
    var ours = new Medians();
    var node = new Medians();
    var processor = new Medians();
    var resident = new Medians();
    List<Member> one = List.of(Member.of(Handler.HELLO, 0));
    for (int i = 0; i < STARTS; i++) {
      try (Fleet fleet = Fleet.on(server(), one, settings)) {
        ours.add(fleet.round().of(Handler.HELLO).median());
        for (ProcessHandle worker : Proc.lightWorkers(fleet.pid())) {
          processor.add(Proc.tree(worker.pid()).processorSeconds());
          resident.add((double) Proc.rssMib(worker.pid()));
        }
      }
      try (Fleet fleet = Fleet.of(Peer.Kind.ON_DEMAND, one, settings)) {
        node.add(fleet.round().of(Handler.HELLO).median());
      }
    }
    String figure = text(ours);
    boolean inTime = ours.median() <= 1500;
    table.add(
        "the very first call, made when the server is healthy",
        "within 1.5 s",
        figure,
        "node " + text(node),
        figure,
        inTime);
    String light = "a worker with the AOT cache, ";
    atMost(light + "until it has answered a call", processor, 1.5, "%.2f", " s of processor time");
    atMost(light + "memory after one call", resident, 150, "%.0f", " MiB");
  }

  private void atMost(String what, Medians samples, double most, String format, String unit) {
    String target = "at most " + String.format(Locale.ROOT, "%s%s", number(most), unit);
    if (samples.isEmpty()) {
      table.notMeasured(what, target, "the server has no such worker");
      return;
    }
    String figure = samples.text(format, unit);
    table.add(what, target, figure, "", figure, samples.median() <= most);
  }

  // ---- First calls of a fleet ----

  private void firstCalls(Target target) throws Exception {
    List<Member> functions = Member.some(settings.functions());
    StartedServer server = server();
    Thread.sleep(target.seconds() * 1000L);
    List<Round> ours;
    try (Fleet fleet = Fleet.on(server, functions, settings)) {
      ours = rounds(fleet, ROUNDS);
    }
    var sides =
        new Sides(
            ours,
            peer(Peer.Kind.ON_DEMAND, functions, ROUNDS),
            peer(Peer.Kind.WORKERS, functions, ROUNDS));
    String what = functions.size() + " functions, " + target.state() + ": ";
    firstCall(what, sides, Handler.HELLO, target.hello(), target.hello90());
    firstCall(what, sides, Handler.CPU, target.cpu(), target.cpu90());
    belowNode(what, sides);
    median(what + "second round, cpu", sides, 1, Handler.CPU, 30);
    median(what + "fourth round, cpu", sides, 3, Handler.CPU, 5);
    if (target.seconds() == WARM_SECONDS) {
      held(what, sides);
    }
  }

  /** Calls each function some times, all once before any again. */
  private static List<Round> rounds(Fleet fleet, int number) throws Exception {
    List<Round> rounds = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      Round round = fleet.round();
      rounds.add(round);
      print(
          "hello "
              + text(round.of(Handler.HELLO))
              + ", cpu "
              + text(round.of(Handler.CPU))
              + ", "
              + processor(round)
              + " of processor time, "
              + tree(round));
    }
    return rounds;
  }

  /** Null if there is no such peer here. */
  private @Nullable List<Round> peer(Peer.Kind kind, List<Member> functions, int rounds)
      throws Exception {
    print(kind.shown() + ":");
    try (Fleet fleet = Fleet.of(kind, functions, settings)) {
      return rounds(fleet, rounds);
    } catch (NotMeasuredException | IOException e) {
      print("not measured: " + e.getMessage());
      return null;
    }
  }

  private void firstCall(
      String what, Sides sides, Handler handler, double median, double percentile) {
    String call = what + "first call, " + handler.file();
    median(call, sides, 0, handler, median);
    Medians ours = sides.ours().getFirst().of(handler);
    double found = ours.quantile(0.9);
    table.add(
        call + ", 90th percentile",
        "at most " + number(percentile) + " ms",
        millis(found),
        sides.others(rounds -> millis(rounds.getFirst().of(handler).quantile(0.9))),
        millis(found),
        found <= percentile);
  }

  private void median(String what, Sides sides, int round, Handler handler, double target) {
    Medians ours = sides.ours().get(round).of(handler);
    table.add(
        what + ", median",
        "at most " + number(target) + " ms",
        text(ours),
        sides.others(rounds -> text(rounds.get(round).of(handler))),
        millis(ours.median()),
        ours.median() <= target);
  }

  private void belowNode(String what, Sides sides) {
    String call = what + "first call, hello, against node";
    List<Round> node = sides.node();
    if (node == null) {
      table.notMeasured(call, "below 1", "node is not there");
      return;
    }
    Medians ours = sides.ours().getFirst().of(Handler.HELLO);
    Medians others = node.getFirst().of(Handler.HELLO);
    double ratio = ours.median() / others.median();
    table.add(
        call,
        "below 1",
        text(ours),
        "node " + text(others),
        String.format(Locale.ROOT, "%.2f", ratio),
        ratio < 1);
  }

  private void held(String what, Sides sides) {
    Round first = sides.ours().getFirst();
    table.add(
        what + "all first calls, processor time",
        "at most 5 s",
        processor(first),
        sides.others(rounds -> processor(rounds.getFirst())),
        processor(first),
        first.processorSeconds() <= 5);
    Round last = sides.ours().getLast();
    table.add(
        what + "resident, all processes",
        "at most 800 MiB",
        tree(last),
        sides.others(rounds -> tree(rounds.getLast())),
        last.after().residentMib() + " MiB",
        last.after().residentMib() <= 800);
  }

  // ---- Very many functions ----

  private void veryManyFunctions() throws Exception {
    List<Member> functions = Member.some(LARGE * settings.functions());
    List<Round> ours = new ArrayList<>();
    List<Long> own = new ArrayList<>();
    StartedServer server = server();
    Thread.sleep(WARM_SECONDS * 1000L);
    try (Fleet fleet = Fleet.on(server, functions, settings)) {
      for (int i = 0; i < LARGE_ROUNDS; i++) {
        ours.addAll(rounds(fleet, 1));
        own.add(Proc.rssMib(server.pid()));
      }
    }
    // As many processes of Node.js as that have no room.
    var sides = new Sides(ours, null, peer(Peer.Kind.WORKERS, functions, LARGE_ROUNDS));
    String what = functions.size() + " functions: ";
    median(what + "third round, hello", sides, LARGE_ROUNDS - 1, Handler.HELLO, 10);
    Round last = ours.getLast();
    table.add(
        what + "resident, all processes",
        "at most 2048 MiB",
        tree(last),
        sides.others(rounds -> tree(rounds.getLast())),
        last.after().residentMib() + " MiB",
        last.after().residentMib() <= 2048);
    double growth = (double) own.getLast() / own.getFirst();
    table.add(
        what + "the server's own memory",
        "flat, at most " + MOST_GROWTH,
        "third round: " + own.getLast() + " MiB",
        "first round: " + own.getFirst() + " MiB",
        String.format(Locale.ROOT, "%.2f", growth),
        growth <= MOST_GROWTH);
  }

  // ---- Words ----

  private static String processor(Round round) {
    return String.format(Locale.ROOT, "%.1f s", round.processorSeconds());
  }

  private static String tree(Round round) {
    return round.after().residentMib() + " MiB in " + round.after().processes() + " processes";
  }

  private static String text(Medians millis) {
    return millis.isEmpty() ? "none" : millis.text("%.1f", " ms");
  }

  private static String millis(double number) {
    return String.format(Locale.ROOT, "%.1f ms", number);
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, number == Math.rint(number) ? "%.0f" : "%.1f", number);
  }
}
