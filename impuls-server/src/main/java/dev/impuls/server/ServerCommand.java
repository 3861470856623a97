package dev.impuls.server;

import dev.impuls.engine.InvokerSettings;
import dev.impuls.engine.Invokers;
import dev.impuls.engine.Isolation;
import dev.impuls.engine.pool.WorkerSettings;
import dev.impuls.invoke.Invoker;
import dev.impuls.invoke.Limits;
import dev.impuls.server.command.Distribution;
import dev.impuls.server.settings.Settings;
import dev.impuls.server.settings.WrongSettingsException;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.StoreAddress;
import dev.impuls.store.StoreStatus;
import dev.impuls.store.StoreUnavailableException;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import dev.impuls.store.file.FoundDirectory;
import dev.impuls.transfer.Temporary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/**
 * {@code impuls-server}: reads flags and variables, builds store, invoker and server, starts them.
 */
@Command(
    name = "impuls-server",
    description = "Keeps functions and runs them over a REST API.",
    mixinStandardHelpOptions = true,
    versionProvider = ServerCommand.Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    commandListHeading = "%nWithout a command, the server is started. Commands:%n",
    footer = {
      "",
      "Each flag is a variable, too, and a line of the file that --config names: --data-dir is",
      "IMPULS_DATA_DIR, and data-dir = DIR; --private-files is IMPULS_PRIVATE_FILES=true. Flags"
          + " beat",
      "variables, and these beat the file. STORAGE_TYPE, DATA_DIR, DB_CONN, ALLOWED_HOSTS and"
          + " EGRESS",
      "are taken as well. Exit code 2: wrong usage; 1: the server could not start.",
      "JAVA_OPTS is handed to the Java machine, such as -Xmx2g."
    })
final class ServerCommand implements Callable<Integer> {
  /** The server runs; the process ends when it is told to. */
  static final int RUNNING = 0;

  private static final int KIB = 1024;

  /** Where functions are kept. */
  enum StorageType {
    FILE,
    POSTGRES
  }

  private final Map<String, String> environment;
  private final Settings settings;

  @Spec private CommandSpec spec;

  @Option(
      names = Settings.CONFIG,
      paramLabel = "FILE",
      description = "a file of settings; the command config writes one to begin with")
  @SuppressWarnings("UnusedVariable") // Settings reads it, before there are any others.
  private @Nullable Path config;

  @Option(
      names = "--storage",
      paramLabel = "TYPE",
      description = "file or postgres (default: file)")
  private String storage = "file";

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "where files are kept: in DIR/functions (default: impuls-data)")
  private String dataDir = Settings.USUAL_DIRECTORY;

  @Mixin private DatabaseOptions database = new DatabaseOptions();

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "address to listen on (default: 127.0.0.1, this machine only)")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "port to listen on, 0 for any that is free (default: 8080)")
  private int port = 8080;

  @Option(
      names = "--allowed-hosts",
      paramLabel = "NAMES",
      description =
          "names that clients call this server by, beside localhost and addresses, with commas"
              + " between them; requests to others are refused")
  private String allowedHosts = "";

  @Option(
      names = "--private-files",
      description = "make files 0600 and directories 0700, not 0644 and 0755")
  private boolean privateFiles;

  @Option(
      names = "--isolation",
      paramLabel = "KIND",
      description =
          "shared: functions share workers, which are processes of their own, and the limits of"
              + " each hold; process: each has a process of its own; none: all run in the server's,"
              + " for small machines and code you trust (default: shared)")
  private Isolation isolation = Isolation.SHARED;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description =
          "workers that functions share, those in reserve included (default: 2, or 1 where less"
              + " than 2 GiB of memory are free)")
  private @Nullable Integer workers;

  @Option(
      names = "--max-processes",
      paramLabel = "N",
      description = "function processes at once (default: 64)")
  private @Nullable Integer maxProcesses;

  @Option(
      names = "--max-process-memory",
      paramLabel = "MB",
      description =
          "memory of all function processes together, MiB (default: half of the machine's)")
  private @Nullable Integer maxProcessMemory;

  @Option(
      names = "--spare-processes",
      paramLabel = "N",
      description = "processes kept warm for functions not called yet (default: 2)")
  private @Nullable Integer spareProcesses;

  @Option(
      names = "--log-limit",
      paramLabel = "KB",
      description = "what one call may log, KiB, up to 1024 (default: 256)")
  private int logLimit = Limits.DEFAULT.logBytes() / KIB;

  @Option(
      names = "--egress",
      paramLabel = "HOSTS",
      description =
          "where functions may fetch from: allow, public (the internet, no private network), deny,"
              + " or a list such as api.example.com:443,*.example.org,10.0.0.0/8,localhost:3000;"
              + " the machine's own and link-local addresses only if listed, and this server only"
              + " with its port (default: allow)")
  private String egress = "allow";

  /**
   * @param settings what flags do not say
   */
  ServerCommand(Map<String, String> environment, Settings settings) {
    this.environment = Map.copyOf(environment);
    this.settings = settings;
    this.spec = CommandSpec.create();
  }

  /** The server could not start; the message is the one line people are told. */
  static final class CannotStartException extends Exception {
    private static final long serialVersionUID = 1L;

    CannotStartException(String message) {
      super(message);
    }
  }

  @Override
  public Integer call() throws CannotStartException {
    requireKnownSettings();
    if (port < 0 || port > 65_535) {
      throw usage(said("--port") + " must be from 0 to 65535, not " + port);
    }
    // Any free port is known when it is listened on, and to no client before.
    var listener = new AtomicInteger(port);
    InvokerSettings functions = functions().withOwnPort(other -> other == listener.get());
    if (database.isMigrateOnly() && storageType() != StorageType.POSTGRES) {
      throw usage("--db-migrate needs --storage postgres");
    }
    FunctionStore store =
        switch (storageType()) {
          case FILE -> openFiles();
          case POSTGRES -> database.open(environment, this::said);
        };
    if (database.isMigrateOnly()) {
      store.close();
      return RUNNING;
    }
    Temporary.removeLeftBehind();
    Invoker invoker = invoker(functions, store);
    var server =
        new ImpulsServer(
            host, port, store, invoker, Distribution.version(), allowedHosts(), config -> {});
    try {
      server.start();
    } catch (IOException e) {
      invoker.close();
      store.close();
      throw new CannotStartException(
          e.getMessage() + "; stop what listens there, or choose another with --port or --host");
    }
    listener.set(server.port());
    var own = new OwnRequests(host, server.port());
    var manager = ServiceManager.of(environment, own::isAnswered);
    stopWhenTold(manager, server, invoker, store);
    announce(server, store.status());
    manager.ready();
    invoker.prepare();
    if (isolation != Isolation.NONE) {
      own.start();
    }
    return RUNNING;
  }

  private void requireKnownSettings() {
    try {
      settings.requireKnown(spec);
      privateFiles = privateFiles || settings.isSet("--private-files");
    } catch (WrongSettingsException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  /** What a value is from, as people are told. */
  private String said(String flag) {
    ParseResult given = spec.commandLine().getParseResult();
    return given.hasMatchedOption(flag) ? flag : settings.source(flag);
  }

  private static Invoker invoker(InvokerSettings functions, FunctionStore store)
      throws CannotStartException {
    try {
      return Invokers.local(functions);
    } catch (UncheckedIOException e) {
      store.close();
      throw new CannotStartException(String.valueOf(e.getMessage()));
    }
  }

  private InvokerSettings functions() {
    var usual = InvokerSettings.usual().withIsolation(isolation).withLimits(limits());
    InvokerSettings functions = usual.withWorkers(workers(usual.workers()));
    try {
      return functions.withEgress(InvokerSettings.egress(said("--egress"), egress));
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private Limits limits() {
    int bytes = logLimit * KIB;
    if (logLimit < 1 || bytes > Limits.MOST_LOG_BYTES) {
      throw usage(
          said("--log-limit")
              + " must be from 1 to "
              + Limits.MOST_LOG_BYTES / KIB
              + ", not "
              + logLimit);
    }
    return Limits.DEFAULT.withLogBytes(bytes);
  }

  private Set<String> allowedHosts() {
    return Stream.of(allowedHosts.split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toSet());
  }

  private WorkerSettings workers(WorkerSettings usual) {
    return new WorkerSettings(
        usual.runtime(),
        usual.directory(),
        atLeast(1, "--workers", workers, usual.workers()),
        atLeast(0, "--spare-processes", spareProcesses, usual.spares()),
        atLeast(1, "--max-processes", maxProcesses, usual.mostProcesses()),
        atLeast(1, "--max-process-memory", maxProcessMemory, usual.mostMemoryMb()),
        usual.idleKept());
  }

  private int atLeast(int least, String flag, @Nullable Integer value, int usual) {
    if (value != null && value < least) {
      throw usage(said(flag) + " must be " + least + " or more, not " + value);
    }
    return value == null ? usual : value;
  }

  private StorageType storageType() {
    try {
      return StorageType.valueOf(storage.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw usage(
          said("--storage")
              + " must be file or postgres"
              + (StoreAddress.looksLikeUrl(storage)
                  ? "; the address of a database belongs in --db-conn or IMPULS_DB_CONN"
                  : Settings.mayBeSecret(storage) ? "" : ", not \"" + storage + "\""));
    }
  }

  private FunctionStore openFiles() throws CannotStartException {
    FunctionStore store;
    try {
      Path path = StoreAddress.requirePath(dataDir);
      String refusal = FoundDirectory.at(path).refusal();
      if (refusal != null) {
        throw new CannotStartException(refusal);
      }
      store = FileFunctionStore.open(new FileStoreSettings(path, privateFiles));
    } catch (IllegalArgumentException e) {
      throw usage(
          said("--data-dir")
              + " cannot be used: "
              + e.getMessage()
              + (StoreAddress.isDatabase(dataDir)
                  ? "; --storage postgres takes it in --db-conn"
                  : ""));
    } catch (StoreUnavailableException e) {
      throw new CannotStartException(
          e.getMessage() + "; choose another with --data-dir, or make it accessible");
    }
    if (!store.status().writable()) {
      store.close();
      throw new CannotStartException(
          "The directory "
              + Path.of(dataDir).toAbsolutePath()
              + " is not writable; choose another with --data-dir, or make it writable");
    }
    return store;
  }

  private static void stopWhenTold(
      ServiceManager manager, ImpulsServer server, Invoker invoker, FunctionStore store) {
    java.lang.Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("impuls-stop")
                .unstarted(
                    () -> {
                      manager.stopping();
                      server.close();
                      invoker.close();
                      store.close();
                    }));
  }

  private void announce(ImpulsServer server, StoreStatus status) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("Impuls " + Distribution.version());
    out.println("Stores in " + status.location() + ": " + count(status.functions(), "function"));
    String shown = host.contains(":") ? "[" + host + "]" : host;
    if (isolation == Isolation.NONE) {
      out.println("Functions run in the server's process: memory_mb is not enforced, and what");
      out.println("breaks the engine breaks the server. Run only code you trust.");
    }
    out.println("Listens on http://" + shown + ":" + server.port());
    out.flush();
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** What {@code --version} prints. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"impuls-server " + Distribution.version()};
    }
  }
}
