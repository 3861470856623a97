package dev.impuls.server.bench;

import static dev.impuls.server.bench.StoreBenchmark.print;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;

/** A directory of 10,000 functions: how soon a server is healthy on it, and what lists take. */
final class ManyFunctionsBenchmark {
  private static final int FUNCTIONS = 10_000;
  private static final int STARTS = 7;
  private static final int LISTS = 41;
  private static final int WARM_UP_LISTS = 20;
  private static final int CODE_BYTES = 20_000;
  private static final int FULL_LISTS = 5;
  private static final double MOST_GROWTH = 1.05;
  private static final String HEAP = "-Xmx96m";

  private final Path script;
  private final Path data;
  private final Table table;

  ManyFunctionsBenchmark(Settings settings, Table table) {
    this.script = settings.script();
    this.data = settings.directory().resolve("many");
    this.table = table;
  }

  void run() throws Exception {
    write();
    start();
    try (var server = StartedServer.on(script, data, "");
        var client = HttpClient.newHttpClient()) {
      summaries(server, client);
    }
    try (var server = StartedServer.on(script, data, HEAP);
        var client = HttpClient.newHttpClient()) {
      fullLists(server, client);
    }
  }

  private void write() throws IOException {
    Path metadata = Files.createDirectories(data.resolve("functions/metadata"));
    Path code = Files.createDirectories(data.resolve("functions/code"));
    for (int i = 0; i < FUNCTIONS; i++) {
      String name = "f" + i;
      Files.writeString(
          Files.createDirectory(code.resolve(name)).resolve("function.js"),
          "// " + "x".repeat(CODE_BYTES) + "\nexports.handler = async () => " + i + ";\n");
      Files.writeString(
          metadata.resolve(name + ".json"),
          """
          {
            "id": "00000000-0000-4000-8000-%012d",
            "name": "%s",
            "description": "One of many",
            "runtime": "nodejs22",
            "handler": "index.handler",
            "memory_mb": 128,
            "timeout_sec": 30,
            "environment": {},
            "created_at": "2026-01-31T12:00:00Z",
            "updated_at": "2026-01-31T12:00:00Z"
          }
          """
              .formatted(i, name));
    }
  }

  private void start() throws Exception {
    var millis = new Medians();
    for (int i = 0; i < STARTS; i++) {
      long begun = System.nanoTime();
      try (var server = StartedServer.on(script, data, "");
          var client = HttpClient.newHttpClient()) {
        var answer = client.send(request(server, "/health"), BodyHandlers.ofString());
        if (answer.statusCode() != 200 || !answer.body().contains("\"functions\":" + FUNCTIONS)) {
          throw new IOException("not healthy: " + answer.body());
        }
        millis.add(StoreBenchmark.seconds(begun) * 1e3);
      }
    }
    tell("start to healthy with 10,000 functions", 2000, millis);
  }

  private void summaries(StartedServer server, HttpClient client) throws Exception {
    var millis = new Medians();
    for (int i = 0; i < LISTS; i++) {
      long begun = System.nanoTime();
      var answer =
          client.send(
              request(server, "/api/v1/functions?fields=summary"), BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200 || answer.body().length < FUNCTIONS * 100) {
        throw new IOException("not a list: " + answer.statusCode());
      }
      double took = StoreBenchmark.seconds(begun) * 1e3;
      if (i == 0) {
        print(
            String.format(Locale.ROOT, "first list of 10,000 summaries over HTTP: %.0f ms", took));
      } else if (i > WARM_UP_LISTS) {
        millis.add(took);
      }
    }
    tell("list of 10,000 summaries over HTTP", 150, millis);
  }

  private void fullLists(StartedServer server, HttpClient client) throws Exception {
    var peaks = new ArrayList<Long>();
    for (int i = 0; i < FULL_LISTS; i++) {
      long before = server.peakMib();
      long begun = System.nanoTime();
      long bytes;
      try (InputStream body =
          client.send(request(server, "/api/v1/functions"), BodyHandlers.ofInputStream()).body()) {
        bytes = body.transferTo(OutputStream.nullOutputStream());
      }
      if (bytes < (long) FUNCTIONS * CODE_BYTES) {
        throw new IOException("not all: " + bytes);
      }
      print(
          String.format(
              Locale.ROOT,
              "full list of 10,000, %d MiB of it, from a server with %s: %.1f s;"
                  + " its most memory %d MiB before, %d MiB after",
              bytes >> 20,
              HEAP,
              StoreBenchmark.seconds(begun),
              before,
              server.peakMib()));
      peaks.add(server.peakMib());
    }
    long last = peaks.getLast();
    long third = peaks.get(2);
    table.add(
        "full list of 10,000 with a small heap, most memory",
        "flat",
        "after the last " + last + " MiB",
        "after the third " + third + " MiB",
        String.format(Locale.ROOT, "%.2f", (double) last / third),
        last <= MOST_GROWTH * third);
  }

  private static HttpRequest request(StartedServer server, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build();
  }

  private void tell(String what, double target, Medians millis) {
    String figure = millis.text("%.0f", " ms");
    table.add(
        what,
        String.format(Locale.ROOT, "within %.0f ms", target),
        figure,
        "",
        figure,
        millis.median() <= target);
  }
}
