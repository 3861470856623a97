package dev.impuls.server.bench;

import dev.impuls.function.FunctionDraft;
import dev.impuls.function.FunctionPatch;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Durable creates in the file store against what the same disk does with the cheapest durable write
 * of one file (write, fsync, rename, fsync of the directory), in turns; and gets by name.
 */
final class StoreBenchmark {
  private static final int WARM_UP_ROUNDS = 10;
  private static final int ROUNDS = 11;
  private static final int FILES = 800;
  private static final int GETS = 1_000_000;
  private static final String CODE =
      "exports.handler = async (event) => ({ statusCode: 200, body: event });\n".repeat(10);

  private final Path directory;

  private final Table table;

  StoreBenchmark(Path directory, Table table) {
    this.directory = directory;
    this.table = table;
  }

  void run() throws Exception {
    creates(1, WARM_UP_ROUNDS); // Not printed.
    for (int threads : new int[] {1, 8}) {
      Medians[] figures = creates(threads, ROUNDS);
      table.add(
          "durable creates, " + threads + (threads == 1 ? " thread" : " threads"),
          "at least 0.5",
          figures[1].text("%.0f", "/s"),
          "disk: " + figures[0].text("%.0f", "/s"),
          figures[2].text("%.2f", ""),
          figures[2].median() >= 0.5);
    }
    gets();
  }

  private Medians[] creates(int threads, int rounds) throws Exception {
    Medians[] figures = {new Medians(), new Medians(), new Medians()};
    for (int round = 0; round < rounds; round++) {
      // Never the same directory: ext4 is slow to give out again what was just deleted.
      String own = threads + "-" + rounds + "-" + round;
      Path files = Files.createDirectories(directory.resolve("disk-" + own));
      double disk = rate(threads, name -> writeDurably(files, name));
      Path data = directory.resolve("store-" + own);
      double store;
      try (var opened = FileFunctionStore.open(new FileStoreSettings(data, false))) {
        store = rate(threads, name -> opened.create(draft(name)));
      }
      figures[0].add(disk);
      figures[1].add(store);
      figures[2].add(store / disk);
    }
    return figures;
  }

  private void gets() throws Exception {
    Path data = directory.resolve("get");
    try (FunctionStore store = FileFunctionStore.open(new FileStoreSettings(data, false))) {
      for (int i = 0; i < FILES; i++) {
        store.create(draft("f" + i));
      }
      var rates = new Medians();
      for (int round = 0; round < ROUNDS; round++) {
        long begun = System.nanoTime();
        int length = 0;
        for (int i = 0; i < GETS; i++) {
          length += store.get("f" + (i % FILES)).name().length();
        }
        rates.add(GETS / seconds(begun));
        if (length == 0) {
          throw new IllegalStateException("nothing was read");
        }
      }
      table.add(
          "get by name, 1 thread",
          "at least 200000/s",
          rates.text("%.0f", "/s"),
          "",
          rates.text("%.0f", "/s"),
          rates.median() >= 200_000);
    }
  }

  private static FunctionDraft draft(String name) {
    return FunctionDraft.of(
        name,
        new FunctionPatch(null, "nodejs22", "index.handler", CODE, null, null, null, null, null));
  }

  private static void writeDurably(Path directory, String name) throws IOException {
    Path temporary = directory.resolve("." + name + ".tmp");
    try (var file =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(CODE.getBytes(StandardCharsets.UTF_8)));
      file.force(true);
    }
    Files.move(temporary, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    try (var names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  private interface Write {
    void of(String name) throws IOException;
  }

  private static double rate(int threads, Write write)
      throws InterruptedException, ExecutionException {
    long begun = System.nanoTime();
    try (var executor = Executors.newFixedThreadPool(threads)) {
      var running = new ArrayList<Future<?>>();
      for (int thread = 0; thread < threads; thread++) {
        String prefix = "t" + thread + "-";
        running.add(
            executor.submit(
                () -> {
                  for (int i = 0; i < FILES / threads; i++) {
                    write.of(prefix + i);
                  }
                  return null;
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    }
    return FILES / seconds(begun);
  }

  static double seconds(long begunNanos) {
    return (System.nanoTime() - begunNanos) / 1e9;
  }

  static void print(String line) {
    System.out.println(line);
  }

  static void remove(Path directory) throws IOException {
    try (var paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
