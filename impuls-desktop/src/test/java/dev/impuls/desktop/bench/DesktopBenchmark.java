package dev.impuls.desktop.bench;

import dev.impuls.desktop.ConsoleUnderTest;
import dev.impuls.desktop.TestWorkspace;
import dev.impuls.desktop.Ui;
import dev.impuls.desktop.code.CodeEditor;
import dev.impuls.store.Await;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.scene.control.TextField;

/**
 * Measures what a person waits for. Windows are drawn by the processor; each number is from the
 * action until a frame was laid out that shows what came of it.
 */
final class DesktopBenchmark {
  private static final int STARTS = 7;
  private static final int ROUNDS = 5;
  private static final int FUNCTIONS = 10_000;
  private static final int LINES = 5_000;
  private static final int KEYS = 60;
  private static final Pattern PAINTED = Pattern.compile("First paint after (\\d+) ms");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path directory;
  private final Path distribution;

  private DesktopBenchmark(Path directory, Path distribution) {
    this.directory = directory;
    this.distribution = distribution;
  }

  /**
   * Prints a line for each number.
   *
   * @param arguments where the distribution is
   */
  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory("impuls-bench-");
    try {
      var benchmark = new DesktopBenchmark(directory, Path.of(arguments[0]));
      System.out.println(
          isHeadless() ? "Without a display:" : "On display " + System.getenv("DISPLAY") + ":");
      System.out.println();
      System.out.println("| what | target | median (least to most) | reached |");
      System.out.println("|---|---|---|---|");
      benchmark.start();
      benchmark.list();
      benchmark.edit();
    } finally {
      delete(directory);
    }
    System.exit(0);
  }

  private static boolean isHeadless() {
    return "Headless".equals(System.getProperty("glass.platform"));
  }

  private static void print(String what, double target, List<Double> millis) {
    var sorted = millis.stream().sorted().toList();
    double median = sorted.get(sorted.size() / 2);
    System.out.printf(
        Locale.ROOT,
        "| %s | %.0f ms | %.1f ms (%.1f to %.1f) | %s |%n",
        what,
        target,
        median,
        sorted.getFirst(),
        sorted.getLast(),
        median < target ? "yes" : "no");
  }

  // ---- Starting ----

  private void start() throws Exception {
    try (var kept = Files.newDirectoryStream(distribution, "classes-*.jsa")) {
      for (Path classes : kept) {
        Files.delete(classes);
      }
    }
    print(
        "start of the distribution until its first paint, the first ever",
        2_000,
        List.of(startOnce(0)));
    var times = new ArrayList<Double>();
    for (int i = 1; i <= STARTS; i++) {
      times.add(startOnce(i));
    }
    print("start of the distribution until its first paint", 2_000, times);
  }

  private double startOnce(int round) throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(distribution.resolve("bin").resolve("impuls-desktop").toString());
    builder
        .environment()
        .put(
            "JAVA_OPTS",
            (isHeadless() ? "-Dglass.platform=Headless " : "")
                + "-Dprism.order=sw -Dimpuls.log=INFO");
    builder.environment().put("IMPULS_HOME", directory.resolve("start-" + round).toString());
    Process process = builder.redirectErrorStream(true).start();
    var said = new StringBuilder();
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said.append(line).append('\n');
        Matcher painted = PAINTED.matcher(line);
        if (painted.find()) {
          return Double.parseDouble(painted.group(1));
        }
      }
    } finally {
      process.destroy();
      process.waitFor();
    }
    throw new IOException("it did not start: " + said);
  }

  // ---- Listing and filtering ----

  private void list() throws Exception {
    Path data = directory.resolve("many");
    try (var store = FileFunctionStore.open(new FileStoreSettings(data, false))) {
      for (int i = 0; i < FUNCTIONS; i++) {
        store.create(TestWorkspace.draft("function-" + i));
      }
    }
    var listed = new ArrayList<Double>();
    var filtered = new ArrayList<Double>();
    for (int i = 0; i < ROUNDS; i++) {
      try (var console = new ConsoleUnderTest(directory.resolve("list-" + i), null, data)) {
        Ui.awaitPulse(console.scene());
        long begun = System.nanoTime();
        Ui.run(() -> console.window().open(data.toString()));
        Await.until("all are listed", PATIENCE, () -> console.listed() == FUNCTIONS);
        Ui.awaitPulse(console.scene());
        listed.add(since(begun));
        filter(console, filtered);
      }
    }
    print("open a directory of 10,000 functions until they are listed", 1_000, listed);
    print("filter 10,000 functions, each key", 50, filtered);
  }

  private static void filter(ConsoleUnderTest console, List<Double> times) throws Exception {
    TextField filter = console.node("#filter", TextField.class);
    for (String text : new String[] {"f", "fu", "function-1", "1", "12", "123", "1234", "12", ""}) {
      long begun = System.nanoTime();
      Ui.awaitPulse(console.scene(), () -> filter.setText(text));
      times.add(since(begun));
    }
  }

  // ---- Editing ----

  private void edit() throws Exception {
    Path data = directory.resolve("large");
    try (var store = FileFunctionStore.open(new FileStoreSettings(data, false))) {
      for (int i = 0; i < ROUNDS + 1; i++) {
        store.create(TestWorkspace.draft("lines-" + i, code()));
      }
    }
    var opened = new ArrayList<Double>();
    var typed = new ArrayList<Double>();
    try (var console = new ConsoleUnderTest(directory.resolve("edit"), data.toString(), data)) {
      Await.until("they are listed", PATIENCE, () -> console.listed() == ROUNDS + 1);
      for (int i = 0; i < ROUNDS + 1; i++) {
        String name = "lines-" + i;
        long begun = System.nanoTime();
        Ui.run(() -> console.window().openFunction(name));
        do { // Looking for it more often than it is drawn would be a part of what is measured.
          Ui.awaitPulse(console.scene());
        } while (!isShown(console, name));
        Ui.awaitPulse(console.scene());
        if (i > 0) { // The first one loads classes; it is told by itself.
          opened.add(since(begun));
        } else {
          print("open a function of 5,000 lines, the first ever", 300, List.of(since(begun)));
        }
      }
      print("open a function of 5,000 lines", 300, opened);
      type(console, typed);
    }
    print("type into a function of 5,000 lines, each key", 50, typed);
  }

  private static boolean isShown(ConsoleUnderTest console, String name) {
    return Ui.call(
        () ->
            !console.lacks("#tab-" + name)
                && !console.lacks(".code-editor")
                && !console.editor().text().isEmpty());
  }

  private static void type(ConsoleUnderTest console, List<Double> times) throws Exception {
    CodeEditor editor = console.editor();
    Ui.run(() -> editor.goTo(LINES / 2, 1));
    Ui.awaitPulse(console.scene());
    var nothing = new ArrayList<Double>();
    for (int i = 0; i < KEYS; i++) {
      long begun = System.nanoTime();
      Ui.awaitPulse(console.scene());
      nothing.add(since(begun));
    }
    print("(a frame in which nothing changed, for comparison)", 50, nothing);
    for (int i = 0; i < KEYS; i++) {
      long begun = System.nanoTime();
      Ui.awaitPulse(console.scene(), () -> console.type("x"));
      times.add(since(begun));
    }
  }

  private static String code() {
    var code = new StringBuilder("exports.handler = async (event) => {\n");
    for (int i = 0; i < LINES - 2; i++) {
      code.append("  const value").append(i).append(" = event.items?.[").append(i).append("] ?? `");
      code.append("none of ${event.name}`; // line ").append(i).append('\n');
    }
    return code.append("};\n").toString();
  }

  private static double since(long nanos) {
    return (System.nanoTime() - nanos) / 1e6;
  }

  private static void delete(Path top) throws IOException {
    try (var files = Files.walk(top)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
