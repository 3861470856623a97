package dev.impuls.server.bench;

import dev.impuls.function.FunctionBuilder;
import dev.impuls.store.file.RecordFile;
import dev.impuls.store.postgres.PostgresServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Functions on their way between files and PostgreSQL, by the command an operator gives. */
final class TransferBenchmark {
  private static final int FUNCTIONS = 10_000;
  private static final int MANY = 100_000;
  private static final int CODE_BYTES = 2048;
  private static final double MOST_SECONDS = 20;
  private static final double MOST_MILLIS = 200;
  private static final int EXPORTS = 10;
  private static final double MOST_GROWTH = 1.05;
  private static final String HEAP = "-Xmx256m";
  private static final Map<String, String> DURABLE =
      Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on");

  private final Settings settings;
  private final Table table;

  TransferBenchmark(Settings settings, Table table) {
    this.settings = settings;
    this.table = table;
  }

  void run() throws Exception {
    Path files = settings.directory().resolve("files");
    Path back = settings.directory().resolve("back");
    fill(files, FUNCTIONS);
    try (var server = PostgresServer.start(settings.directory().resolve("database"), DURABLE)) {
      String database = server.url();
      migrated("10,000 functions of 2 KB from files to PostgreSQL", files.toString(), database);
      migrated("10,000 functions of 2 KB from PostgreSQL to files", database, back.toString());
    }
    Process diff =
        new ProcessBuilder("diff", "-rq", files.toString(), back.toString()).inheritIO().start();
    if (diff.waitFor() != 0) {
      throw new IOException("what came back is not the same");
    }
    exports();
  }

  /** Files as the store writes them, without waiting for the disk each time. */
  private static void fill(Path directory, int number) throws IOException {
    String code = "exports.handler = async () => 1; // %s " + "x".repeat(CODE_BYTES - 50) + "\n";
    Instant time = Instant.parse("2026-01-31T12:00:00.123456Z");
    for (int i = 0; i < number; i++) {
      String name = String.format(Locale.ROOT, "f%06d", i);
      var function =
          new FunctionBuilder(name, code.formatted(name))
              .id(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString())
              .environment(Map.of("NAME", name))
              .at(time)
              .build();
      for (RecordFile file : RecordFile.of(function)) {
        Path path = directory.resolve(file.path());
        Files.createDirectories(path.getParent());
        Files.write(path, file.content());
        Files.setLastModifiedTime(path, FileTime.from(file.modified()));
      }
    }
    Files.createFile(directory.resolve(".lock"));
  }

  private void migrated(String what, String from, String to) throws Exception {
    var builder =
        new ProcessBuilder(
            List.of(settings.script().toString(), "migrate", "--from", from, "--to", to));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("JAVA_OPTS", HEAP);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    long begun = System.nanoTime();
    Process process = builder.start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    double seconds = StoreBenchmark.seconds(begun);
    if (exit != 0 || !said.contains("10,000 functions compared: all are the same")) {
      throw new IOException("exit code " + exit + ": " + said);
    }
    table.add(
        what + ", verified, with " + HEAP,
        "under 20 s",
        String.format(Locale.ROOT, "%.1f s", seconds),
        "",
        String.format(Locale.ROOT, "%.0f functions/s", FUNCTIONS / seconds),
        seconds < MOST_SECONDS);
  }

  private void exports() throws Exception {
    fill(settings.directory().resolve("many"), MANY);
    var first = new Medians();
    var all = new Medians();
    var peaks = new ArrayList<Long>();
    try (var server = settings.server("many", HEAP);
        var client = HttpClient.newHttpClient()) {
      awaitAll(server, client);
      for (int i = 0; i < EXPORTS; i++) {
        export(server, client, first, all);
        peaks.add(server.peakMib());
      }
    }
    table.add(
        "export of 100,000 over HTTP, until it starts",
        "200 ms",
        first.text("%.0f", " ms"),
        "all of it: " + all.text("%.1f", " s"),
        "",
        first.median() < MOST_MILLIS);
    long before = peaks.get(EXPORTS / 2);
    table.add(
        "export of 100,000 over HTTP with " + HEAP + ", most memory",
        "flat",
        "after the last " + peaks.getLast() + " MiB",
        "after half of them " + before + " MiB",
        String.format(Locale.ROOT, "%.2f", (double) peaks.getLast() / before),
        peaks.getLast() <= MOST_GROWTH * before);
  }

  private static HttpRequest get(StartedServer server, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build();
  }

  /** A directory of that size is looked over first. */
  private static void awaitAll(StartedServer server, HttpClient client) throws Exception {
    client.send(get(server, "/api/v1/functions?fields=summary&limit=1"), BodyHandlers.discarding());
  }

  private static void export(StartedServer server, HttpClient client, Medians first, Medians all)
      throws Exception {
    long begun = System.nanoTime();
    long bytes = 0;
    try (InputStream body =
        client.send(get(server, "/api/v1/export"), BodyHandlers.ofInputStream()).body()) {
      byte[] buffer = new byte[64 * 1024];
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        if (bytes == 0) {
          first.add(StoreBenchmark.seconds(begun) * 1e3);
        }
        bytes += n;
      }
    }
    all.add(StoreBenchmark.seconds(begun));
    if (bytes < (long) MANY * CODE_BYTES) {
      throw new IOException("not all: " + bytes);
    }
  }
}
