package dev.impuls.server.bench;

import static dev.impuls.server.bench.StoreBenchmark.print;

import dev.impuls.server.bench.SoakCalls.Call;
import dev.impuls.server.bench.SoakCalls.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Minutes of calls, a tenth of which misbehave, or kill a function's process. What the server has
 * afterwards is compared with what it had after a shorter load of the same kind.
 */
final class SoakBenchmark {
  private static final int CALLERS = 8;
  private static final int BAD_ONE_OF = 10;
  private static final double MOST_WARM_UP_MINUTES = 1;
  private static final double MOST_SECONDS_TO_SETTLE = 180;
  private static final long LOOK_MILLIS = 5000;
  private static final long SAMPLE_MILLIS = 1000;
  private static final int SHOWN = 10;
  private static final double KILL_SECONDS = 1;

  /**
   * Pools may be a little larger than they were, and of the functions' processes one or two more
   * may not have been killed just before; a leak is one for each bad call, that is, hundreds.
   */
  private static final int SLACK = 10;

  private static final double MOST_GROWTH = 1.1;

  private final Settings settings;
  private final Table table;

  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong wrong = new AtomicLong();
  private final AtomicInteger kills = new AtomicInteger();
  private final AtomicLong killed = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong lastKill = new AtomicLong(System.nanoTime() - Long.MAX_VALUE / 2);
  private final Map<String, AtomicLong> bad = new ConcurrentHashMap<>();
  private final Set<ProcessHandle> seen = ConcurrentHashMap.newKeySet();

  SoakBenchmark(Settings settings, Table table) {
    this.settings = settings;
    this.table = table;
  }

  /** What a server has that it may leak. */
  private record Holdings(long processes, long threads, long files, long temporary, long orphans) {}

  void run() throws Exception {
    Path temporary = Files.createDirectories(settings.directory().resolve("soak-tmp"));
    try (var server = settings.server("soak", "-Djava.io.tmpdir=" + temporary)) {
      load(server, Math.min(MOST_WARM_UP_MINUTES, settings.minutes() / 4));
      Holdings before = settled(server, temporary);
      calls.set(0);
      List<Long> memory = load(server, settings.minutes());
      Holdings after = settled(server, temporary);
      answers();
      held("processes", "none more", before.processes(), after.processes(), SLACK);
      held("processes without a server", "none", before.orphans(), after.orphans(), 0);
      held("threads of the server", "none more", before.threads(), after.threads(), SLACK);
      held("open files of the server", "none more", before.files(), after.files(), SLACK);
      held("temporary files", "none more", before.temporary(), after.temporary(), SLACK);
      memory(memory);
    }
    Thread.sleep(LOOK_MILLIS);
    held("processes when the server has stopped", "none", 0, alive(seen).count(), 0);
  }

  /** Makes the functions, calls them for that long and deletes them; the server's RSS meanwhile. */
  private List<Long> load(StartedServer server, double minutes) throws Exception {
    List<Kind> functions = Stream.of(SoakCalls.GOOD, SoakCalls.BAD).flatMap(List::stream).toList();
    try (var api = new Api(server.port());
        var executor = Executors.newFixedThreadPool(CALLERS)) {
      for (Kind kind : functions) {
        api.create(kind.name(), kind.code(), kind.timeoutSec());
      }
      api.create(Handler.CPU.file(), Handler.CPU.code(settings), 30);
      long end = System.nanoTime() + (long) (minutes * 60e9);
      var callers = new ArrayList<Future<?>>();
      for (int i = 0; i < CALLERS; i++) {
        callers.add(
            executor.submit(
                () -> {
                  while (System.nanoTime() < end) {
                    one(server, api, calls.incrementAndGet());
                  }
                  return null;
                }));
      }
      List<Long> memory = sample(server, end);
      await(callers);
      for (Kind kind : functions) {
        api.delete(kind.name());
      }
      api.delete(Handler.CPU.file());
      return memory;
    }
  }

  private static void await(List<Future<?>> callers)
      throws InterruptedException, ExecutionException {
    for (Future<?> caller : callers) {
      caller.get();
    }
  }

  private List<Long> sample(StartedServer server, long end)
      throws IOException, InterruptedException {
    var memory = new ArrayList<Long>();
    while (System.nanoTime() < end) {
      if (!server.isAlive()) {
        throw new IOException("the server has ended, after " + told());
      }
      memory.add(Proc.rssMib(server.pid()));
      see(server);
      Thread.sleep(SAMPLE_MILLIS);
    }
    return memory;
  }

  private void see(StartedServer server) {
    ProcessHandle.of(server.pid()).stream().flatMap(ProcessHandle::descendants).forEach(seen::add);
  }

  private void one(StartedServer server, Api api, long number) throws InterruptedException {
    var random = ThreadLocalRandom.current();
    if (number % BAD_ONE_OF == 0) {
      int turn = (int) (number / BAD_ONE_OF % (SoakCalls.BAD.size() + 1));
      if (turn == SoakCalls.BAD.size()) {
        kill(server);
      } else {
        Kind kind = SoakCalls.BAD.get(turn);
        count(kind.name());
        call(server, api, kind, number);
      }
    } else if (random.nextInt(BAD_ONE_OF) == 0) {
      call(
          server,
          api,
          new Kind(Handler.CPU.file(), "", call -> Handler.CPU.isAnsweredBy(call.answer())),
          number);
    } else {
      call(server, api, SoakCalls.GOOD.get(random.nextInt(SoakCalls.GOOD.size())), number);
    }
  }

  private void call(StartedServer server, Api api, Kind kind, long number)
      throws InterruptedException {
    String token = "token-" + number;
    String event =
        kind.name().equals(Handler.CPU.file())
            ? Handler.CPU.event()
            : "{\"token\":\"" + token + "\"}";
    long begun = System.nanoTime();
    try {
      Api.Answer answer = api.invoke(kind.name(), event);
      if (kind.right().test(new Call(token, answer))) {
        return;
      }
      if (answer.status() == 429 || answer.status() == 503) {
        refused.incrementAndGet();
      } else if (answer.status() >= 500 && wasKilledSince(begun)) {
        killed.incrementAndGet();
      } else {
        tell(kind, answer.toString());
      }
    } catch (IOException e) {
      tell(kind, e.toString());
      if (!server.isAlive()) {
        throw new InterruptedException("the server has ended");
      }
    }
  }

  /** A call may fail, and say so, when its process was killed while it ran or just before. */
  private boolean wasKilledSince(long begun) {
    return lastKill.get() - begun > -(long) (KILL_SECONDS * 1e9);
  }

  private void tell(Kind kind, String answer) {
    if (wrong.incrementAndGet() <= SHOWN) {
      print(
          "wrong answer of "
              + kind.name()
              + ": "
              + answer.substring(0, Math.min(answer.length(), 500)));
    }
  }

  private void kill(StartedServer server) {
    List<ProcessHandle> processes = Proc.functionProcesses(server.pid());
    if (!processes.isEmpty()) {
      lastKill.set(System.nanoTime());
      processes.get(ThreadLocalRandom.current().nextInt(processes.size())).destroyForcibly();
      kills.incrementAndGet();
    }
  }

  private void count(String kind) {
    bad.computeIfAbsent(kind, _ -> new AtomicLong()).incrementAndGet();
  }

  /** What the server has when that has stopped to change. */
  private Holdings settled(StartedServer server, Path temporary)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    Holdings before = holdings(server, temporary);
    int same = 0;
    while (same < 3 && StoreBenchmark.seconds(begun) < MOST_SECONDS_TO_SETTLE) {
      Thread.sleep(LOOK_MILLIS);
      Holdings now = holdings(server, temporary);
      same = now.equals(before) ? same + 1 : 0;
      before = now;
    }
    return before;
  }

  private Holdings holdings(StartedServer server, Path temporary) throws IOException {
    see(server);
    List<ProcessHandle> below =
        ProcessHandle.of(server.pid()).stream().flatMap(ProcessHandle::descendants).toList();
    try (var files = Files.walk(temporary)) {
      return new Holdings(
          below.size(),
          Proc.threads(server.pid()),
          Proc.openFiles(server.pid()),
          files.count() - 1,
          alive(seen).filter(process -> !below.contains(process)).count());
    }
  }

  private static Stream<ProcessHandle> alive(Set<ProcessHandle> processes) {
    return processes.stream().filter(ProcessHandle::isAlive);
  }

  private String told() {
    return calls + " calls, bad ones " + new TreeMap<>(bad) + ", processes killed " + kills;
  }

  private void answers() {
    print("soak: " + told());
    table.add(
        "soak: wrong answers",
        "none",
        calls + " calls",
        kills + " processes killed, " + killed + " calls with them; " + refused + " refused",
        wrong + " wrong",
        wrong.get() == 0);
  }

  private void held(String what, String target, long before, long after, int slack) {
    table.add(
        "soak: " + what,
        target,
        Long.toString(after),
        "before: " + before,
        String.format(Locale.ROOT, "%+d", after - before),
        after <= before + slack);
  }

  /** The last quarter against the second one. */
  private void memory(List<Long> samples) {
    var second = new Medians();
    var last = new Medians();
    int quarter = samples.size() / 4;
    samples.subList(quarter, 2 * quarter).forEach(mib -> second.add(mib));
    samples.subList(samples.size() - quarter, samples.size()).forEach(mib -> last.add(mib));
    table.add(
        "soak: memory of the server",
        "flat, at most " + MOST_GROWTH,
        last.text("%.0f", " MiB"),
        "second quarter: " + second.text("%.0f", " MiB"),
        String.format(Locale.ROOT, "%.2f", last.median() / second.median()),
        last.median() <= MOST_GROWTH * second.median());
  }
}
