package dev.impuls.server.bench;

import static dev.impuls.server.bench.StoreBenchmark.print;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what this machine does, each figure with what it is measured against, from one run. */
@Command(
    name = "bench/run",
    description = "Measures the server on this machine.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class Benchmark implements Callable<Integer> {
  enum Section {
    STORE,
    MANY,
    POSTGRES,
    TRANSFER,
    INVOKE,
    PEERS,
    COLD,
    FLEET,
    START,
    MEMORY,
    SOAK
  }

  @Option(names = "--target", hidden = true, required = true)
  private Path target = Path.of("target");

  @Option(names = "--peers", hidden = true, required = true)
  private Path peers = Path.of("peers");

  @Option(names = "--installed", hidden = true, required = true)
  private Path installed = Path.of("installed");

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "SECTION",
      description = "${COMPLETION-CANDIDATES} (default: all)")
  private Set<Section> only = EnumSet.allOf(Section.class);

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "how long to soak (default: ${DEFAULT-VALUE})")
  private double minutes = 10;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "rounds of both sides of a ratio over HTTP (default: ${DEFAULT-VALUE})")
  private int rounds = 7;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "how long each side of a round takes (default: ${DEFAULT-VALUE})")
  private int seconds = 5;

  @Option(
      names = "--functions",
      paramLabel = "N",
      description =
          "functions of a fleet, of which the large one has 25 times as many (default:"
              + " ${DEFAULT-VALUE})")
  private int functions = 40;

  @Parameters(arity = "0..1", paramLabel = "DIR", description = "a directory on the disk to use")
  private @Nullable Path parent;

  private Benchmark() {}

  public static void main(String[] args) {
    // Whatever ends this, no server stays behind.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroy)));
    var commandLine = new CommandLine(new Benchmark()).setCaseInsensitiveEnumValuesAllowed(true);
    System.exit(commandLine.execute(args));
  }

  @Override
  public Integer call() throws Exception {
    Path script = target.toAbsolutePath().resolve("impuls-server/bin/impuls-server");
    Path directory =
        Files.createDirectories(
            (parent == null ? target : parent)
                .toAbsolutePath()
                .resolve("bench-" + ProcessHandle.current().pid()));
    var settings =
        new Settings(
            script,
            directory,
            peers.toAbsolutePath(),
            installed.toAbsolutePath(),
            rounds,
            seconds,
            minutes,
            functions);
    var table = new Table();
    try {
      print(
          String.format(
              Locale.ROOT,
              "Java %s, %d processors, %s",
              Runtime.version(),
              Runtime.getRuntime().availableProcessors(),
              Files.getFileStore(directory).type()));
      for (Section section : Section.values()) {
        if (only.contains(section)) {
          run(section, settings, table);
        }
      }
    } finally {
      StoreBenchmark.remove(directory);
    }
    table.printAll();
    return 0;
  }

  /** What fails does not keep the others from being measured. */
  private static void run(Section section, Settings settings, Table table)
      throws InterruptedException {
    try {
      switch (section) {
        case STORE -> new StoreBenchmark(settings.directory(), table).run();
        case MANY -> new ManyFunctionsBenchmark(settings, table).run();
        case POSTGRES -> new PostgresBenchmark(settings, table).run();
        case TRANSFER -> new TransferBenchmark(settings, table).run();
        case INVOKE -> new InvokeBenchmark(settings, table).run();
        case PEERS -> new PeersBenchmark(settings, table).run();
        case COLD -> new ColdBenchmark(settings, table).run();
        case FLEET -> new FleetBenchmark(settings, table).run();
        case START -> new StartBenchmark(settings, table).run();
        case MEMORY -> new MemoryBenchmark(settings, table).run();
        case SOAK -> new SoakBenchmark(settings, table).run();
      }
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      String trouble = Arrays.toString(String.valueOf(e).split("\n", -1));
      table.notMeasured(section.name().toLowerCase(Locale.ROOT), "", trouble);
    }
  }
}
