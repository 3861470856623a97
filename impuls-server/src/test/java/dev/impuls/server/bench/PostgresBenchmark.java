package dev.impuls.server.bench;

import dev.impuls.function.FunctionDraft;
import dev.impuls.function.FunctionPatch;
import dev.impuls.server.bench.Wrk.Side;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.postgres.ConnectionString;
import dev.impuls.store.postgres.PostgresFunctionStore;
import dev.impuls.store.postgres.PostgresServer;
import dev.impuls.store.postgres.PostgresStoreSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The store in PostgreSQL against what pgbench and plain JDBC do with the same statements on the
 * same table of the same server, which writes as durably as it does by default.
 */
final class PostgresBenchmark {
  private static final int FUNCTIONS = 10_000;
  private static final int CODE_BYTES = 2048;
  private static final int THREADS = 8;
  private static final int WARM_UP_ROUNDS = 2;
  private static final int LISTS = 15;
  private static final int UPDATES = 1000;
  private static final double MOST_GROWTH = 1.05;
  private static final Map<String, String> DURABLE =
      Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on");
  private static final String COLUMNS =
      "id, name, description, runtime, handler, code_path, memory_mb, timeout_sec, created_at,"
          + " updated_at, code, environment";
  private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

  private final Settings settings;
  private final Table table;
  private final Wrk wrk;

  PostgresBenchmark(Settings settings, Table table) {
    this.settings = settings;
    this.table = table;
    this.wrk = new Wrk(settings);
  }

  void run() throws Exception {
    Path data = settings.directory().resolve("postgres");
    try (var server = PostgresServer.start(data, DURABLE)) {
      try (var store = open(server)) {
        fill(server);
        gets(server, store);
        creates(server, store);
        updates(server, store);
      }
      lists(server);
      invocations(server);
    }
  }

  private static PostgresFunctionStore open(PostgresServer server) {
    return PostgresFunctionStore.open(
        new PostgresStoreSettings(ConnectionString.parse(server.url(), Map.of())));
  }

  private static void fill(PostgresServer server) throws Exception {
    execute(
        server,
        "INSERT INTO functions SELECT 'id-' || i, 'f' || i, 'One of many', 'nodejs22',"
            + " 'index.handler', repeat('x', "
            + CODE_BYTES
            + "), NULL, 128, 30, '{}', now(), now() FROM generate_series(1, "
            + FUNCTIONS
            + ") i");
    execute(server, "VACUUM ANALYZE functions");
  }

  private static void execute(PostgresServer server, String sql) throws Exception {
    try (Connection connection = server.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  // ---- Gets and creates against pgbench ----

  private void gets(PostgresServer server, FunctionStore store) throws Exception {
    Path script = settings.directory().resolve("get.sql");
    Files.writeString(
        script,
        "\\set i random(1, "
            + FUNCTIONS
            + ")\nSELECT "
            + COLUMNS
            + " FROM functions WHERE name = 'f' || :i;\n");
    against(
        "get by name, 8 threads, against pgbench",
        server,
        script,
        () -> store.get("f" + ThreadLocalRandom.current().nextInt(1, FUNCTIONS + 1)));
  }

  private void creates(PostgresServer server, FunctionStore store) throws Exception {
    String code = "x".repeat(CODE_BYTES);
    Path script = settings.directory().resolve("create.sql");
    Files.writeString(
        script,
        "\\set a random(1, 1000000000)\n\\set b random(1, 1000000000)\n"
            + "INSERT INTO functions (id, name, description, runtime, handler, memory_mb,"
            + " timeout_sec, created_at, updated_at, code, environment) VALUES ('p' || :a || '-'"
            + " || :b, 'p' || :a || '-' || :b, '', 'nodejs22', 'index.handler', 128, 30, now(),"
            + " now(), '"
            + code
            + "', '{}');\n");
    against(
        "create with commit, 8 threads, against pgbench",
        server,
        script,
        () -> {
          var random = ThreadLocalRandom.current();
          String name =
              "s" + random.nextInt(1, 1_000_000_000) + "-" + random.nextInt(1, 1_000_000_000);
          return store.create(
              FunctionDraft.of(
                  name,
                  new FunctionPatch(
                      null, "nodejs22", "index.handler", code, null, null, null, null, null)));
        });
    execute(server, "DELETE FROM functions WHERE name NOT LIKE 'f%'");
    execute(server, "VACUUM ANALYZE functions");
  }

  private interface Operation {
    Object run();
  }

  private void against(String what, PostgresServer server, Path script, Operation operation)
      throws Exception {
    var ours = new Medians();
    var others = new Medians();
    var ratios = new Medians();
    for (int round = -WARM_UP_ROUNDS; round < settings.rounds(); round++) {
      double one = rate(operation);
      double other = pgbench(server, script);
      if (round >= 0) {
        ours.add(one);
        others.add(other);
        ratios.add(one / other);
      }
    }
    table.add(
        what,
        "at least 0.5",
        ours.text("%.0f", "/s"),
        others.text("%.0f", "/s"),
        ratios.text("%.2f", ""),
        ratios.median() >= 0.5);
  }

  private double rate(Operation operation) throws Exception {
    long begun = System.nanoTime();
    long end = begun + settings.seconds() * 1_000_000_000L;
    long done = 0;
    try (var executor = Executors.newFixedThreadPool(THREADS)) {
      List<Future<Long>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        running.add(
            executor.submit(
                () -> {
                  long count = 0;
                  while (System.nanoTime() < end) {
                    operation.run();
                    count++;
                  }
                  return count;
                }));
      }
      for (Future<Long> each : running) {
        done += each.get();
      }
    }
    return done / StoreBenchmark.seconds(begun);
  }

  private double pgbench(PostgresServer server, Path script) throws Exception {
    Process process;
    try {
      process =
          new ProcessBuilder(
                  "pgbench",
                  "--no-vacuum",
                  "--protocol=prepared",
                  "--client=" + THREADS,
                  "--jobs=2",
                  "--time=" + settings.seconds(),
                  "--file=" + script,
                  "--host=127.0.0.1",
                  "--port=" + server.port(),
                  "--username=postgres",
                  "postgres")
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      throw new NotMeasuredException("pgbench is not installed");
    }
    var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher rate = RATE.matcher(text);
    if (process.waitFor() != 0 || !rate.find()) {
      throw new IOException("pgbench failed: " + text);
    }
    return Double.parseDouble(rate.group(1));
  }

  // ---- How soon another server hears of an update ----

  private void updates(PostgresServer server, FunctionStore store) throws Exception {
    var millis = new ArrayList<Double>();
    var heard = new ArrayBlockingQueue<Long>(UPDATES);
    try (var other = open(server)) {
      other.subscribe(change -> heard.add(System.nanoTime()));
      for (int i = 0; i < UPDATES; i++) {
        String code = "// " + i;
        store.update(
            "f1", new FunctionPatch(null, null, null, code, null, null, null, null, null), null);
        long acknowledged = System.nanoTime();
        long at = heard.take();
        if (!other.getToRun("f1").code().equals(code)) {
          throw new IOException("an old version runs after the new one was heard of");
        }
        millis.add(Math.max(0, (at - acknowledged) / 1e6));
      }
    }
    var sorted = millis.stream().sorted().toList();
    double p99 = sorted.get(UPDATES * 99 / 100 - 1);
    table.add(
        "an update of one server is run by another, 99th percentile of 1,000",
        "under 100 ms",
        String.format(Locale.ROOT, "%.2f ms (worst %.2f ms)", p99, sorted.getLast()),
        "",
        String.format(Locale.ROOT, "%.2f ms", p99),
        p99 < 100);
  }

  // ---- Full lists against JDBC ----

  private void lists(PostgresServer server) throws Exception {
    var ours = new Medians();
    var others = new Medians();
    var ratios = new Medians();
    var peaks = new ArrayList<Long>();
    try (var impuls = server(server, "-Xmx96m");
        var client = HttpClient.newHttpClient()) {
      for (int i = 0; i < LISTS; i++) {
        double one = list(impuls, client);
        double other = select(server);
        peaks.add(impuls.peakMib());
        if (i >= LISTS / 3) {
          ours.add(one);
          others.add(other);
          ratios.add(one / other);
        }
      }
    }
    table.add(
        "full list of 10,000 over HTTP, against the same select through JDBC",
        "at most 4",
        ours.text("%.0f", " ms"),
        others.text("%.0f", " ms"),
        ratios.text("%.2f", ""),
        ratios.median() <= 4);
    long middle = peaks.get(LISTS / 2);
    long last = peaks.getLast();
    table.add(
        "full list of 10,000 from PostgreSQL with a small heap, most memory",
        "flat",
        "after the last " + last + " MiB",
        "half way " + middle + " MiB",
        String.format(Locale.ROOT, "%.2f", (double) last / middle),
        last <= MOST_GROWTH * middle);
  }

  private StartedServer server(PostgresServer server, String javaOptions) throws Exception {
    return settings.server(
        "unused", javaOptions, "--storage", "postgres", "--db-conn", server.url());
  }

  private static double list(StartedServer server, HttpClient client) throws Exception {
    var request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.port() + "/api/v1/functions"))
            .build();
    long begun = System.nanoTime();
    long bytes;
    try (InputStream body = client.send(request, BodyHandlers.ofInputStream()).body()) {
      bytes = body.transferTo(OutputStream.nullOutputStream());
    }
    if (bytes < (long) (FUNCTIONS - 1) * CODE_BYTES) {
      throw new IOException("not all: " + bytes);
    }
    return StoreBenchmark.seconds(begun) * 1e3;
  }

  private static double select(PostgresServer server) throws Exception {
    try (Connection connection = server.connect()) {
      connection.setAutoCommit(false); // So that rows come bit by bit.
      long begun = System.nanoTime();
      long characters = 0;
      try (var statement = connection.createStatement()) {
        statement.setFetchSize(500);
        try (ResultSet row =
            statement.executeQuery(
                "SELECT " + COLUMNS + " FROM functions ORDER BY name COLLATE \"C\"")) {
          while (row.next()) {
            for (int column = 1; column <= 12; column++) {
              characters += String.valueOf(row.getString(column)).length();
            }
          }
        }
      }
      if (characters < (long) (FUNCTIONS - 1) * CODE_BYTES) {
        throw new IOException("not all: " + characters);
      }
      return StoreBenchmark.seconds(begun) * 1e3;
    }
  }

  // ---- Calls against the same on files ----

  private void invocations(PostgresServer server) throws Exception {
    if (!wrk.isInstalled()) {
      table.notMeasured("calls with PostgreSQL", "at least 0.95", "wrk is not installed");
      return;
    }
    var ours = new Medians();
    var others = new Medians();
    var ratios = new Medians();
    try (var postgres = server(server, "");
        var files = settings.server("calls", "")) {
      Side one = side("PostgreSQL", postgres);
      Side other = side("files", files);
      wrk.warm(one, 16);
      wrk.warm(other, 16);
      for (int i = 0; i < settings.rounds(); i++) {
        double mine = wrk.load(one, 16).perSecond();
        double theirs = wrk.load(other, 16).perSecond();
        ours.add(mine);
        others.add(theirs);
        ratios.add(mine / theirs);
      }
    }
    table.add(
        "hello from PostgreSQL, cached, 16 connections, against files",
        "at least 0.95",
        ours.text("%.0f", "/s"),
        others.text("%.0f", "/s"),
        ratios.text("%.2f", ""),
        ratios.median() >= 0.95);
  }

  private Side side(String name, StartedServer server) throws Exception {
    try (var api = new Api(server.port())) {
      Handler handler = Handler.HELLO;
      api.create("hello", Files.readString(settings.peers().resolve(handler.file() + ".js")), 30);
      var side = new Side(name, server.port(), Api.invokePath("hello"), handler);
      Peer.check(side);
      return side;
    }
  }
}
