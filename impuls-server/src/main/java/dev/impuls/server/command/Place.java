package dev.impuls.server.command;

import dev.impuls.client.RemoteFunctionStore;
import dev.impuls.client.RemoteInvoker;
import dev.impuls.engine.InvokerSettings;
import dev.impuls.engine.Invokers;
import dev.impuls.invoke.Invoker;
import dev.impuls.server.settings.Settings.Value;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.StoreAddress;
import dev.impuls.store.StoreUnavailableException;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import dev.impuls.store.file.FoundDirectory;
import dev.impuls.store.postgres.ConnectionString;
import dev.impuls.store.postgres.PostgresFunctionStore;
import dev.impuls.store.postgres.PostgresStoreSettings;
import dev.impuls.transfer.FileStore;
import dev.impuls.transfer.Source;
import dev.impuls.transfer.Temporary;
import dev.impuls.transfer.TransferException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.regex.Pattern;

/** Where functions are, as people name it: a directory, a database, a server, or a file. */
final class Place {
  private static final Pattern PAIRS =
      Pattern.compile(
          "(?s)(?:^|.*\\s)(?:host|hostaddr|port|dbname|user|password|passfile|service|options"
              + "|sslmode|sslpassword|connect_timeout|application_name)\\s*=.*");
  private static final Pattern FILE =
      Pattern.compile("(?s).*\\.(json|zip|tar\\.gz|tgz|tar)", Pattern.CASE_INSENSITIVE);

  /** What it is. */
  enum Kind {
    DIRECTORY,
    DATABASE,
    SERVER,
    FILE
  }

  private final String text;
  private final Map<String, String> environment;
  private final Kind kind;

  /**
   * @param environment the variables, some of which are for databases
   */
  Place(String text, Map<String, String> environment) throws CommandException {
    this.text = text;
    this.environment = environment;
    try {
      this.kind = kindOf(text);
    } catch (IllegalArgumentException e) {
      throw new CommandException("The store's address cannot be used: " + e.getMessage());
    }
  }

  /** Whether it is the URL of a database, or the pairs of one. */
  static boolean isDatabase(String text) {
    return StoreAddress.isDatabase(text) || PAIRS.matcher(text).matches();
  }

  private static Kind kindOf(String text) {
    if (StoreAddress.isServer(text)) {
      return Kind.SERVER;
    }
    if (StoreAddress.isDatabase(text)) {
      return Kind.DATABASE;
    }
    Path path = StoreAddress.requirePath(text);
    if (Files.isDirectory(path)) {
      return Kind.DIRECTORY;
    }
    if (text.equals("-") || Files.exists(path) || FILE.matcher(text).matches()) {
      return Kind.FILE;
    }
    return isDatabase(text) ? Kind.DATABASE : Kind.DIRECTORY;
  }

  Kind kind() {
    return kind;
  }

  Path path() {
    return Path.of(text);
  }

  /**
   * Opens what is there; a directory or a schema that is not is made if it may be.
   *
   * @param mayMake whether functions are to be written to it
   */
  FunctionStore open(boolean mayMake) throws CommandException {
    try {
      return switch (kind) {
        case DIRECTORY -> openDirectory(mayMake);
        case DATABASE ->
            PostgresFunctionStore.open(
                new PostgresStoreSettings(ConnectionString.parse(text, environment))
                    .unwaiting(mayMake));
        case SERVER -> reachable(RemoteFunctionStore.open(serverUri()));
        case FILE -> FileStore.open(requireFile());
      };
    } catch (IllegalArgumentException e) {
      String what = kind == Kind.DATABASE ? "The connection string" : "The address of the server";
      throw new CommandException(what + " cannot be used: " + e.getMessage());
    } catch (StoreUnavailableException e) {
      throw new CommandException(String.valueOf(e.getMessage()));
    } catch (TransferException e) {
      throw unreadable(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw unreadable(Failures.words(e));
    }
  }

  /**
   * Opens what functions are to be written to.
   *
   * @param dryRun whether nothing is to be changed, not even made
   */
  FunctionStore openToWrite(boolean dryRun) throws CommandException {
    if (kind == Kind.FILE) {
      throw new CommandException(
          text + " is a file, to which nothing can be brought; export writes one");
    }
    if (dryRun && kind == Kind.DIRECTORY) {
      FoundDirectory found = FoundDirectory.at(path());
      requireStore(found);
      if (found.kind() != FoundDirectory.Kind.STORE) {
        return nothing();
      }
    }
    return open(!dryRun);
  }

  /** What a directory would be that is not there yet. */
  private static FunctionStore nothing() throws CommandException {
    try {
      Path empty = Temporary.directory("impuls-dry-run-");
      return FileFunctionStore.open(new FileStoreSettings(empty, true));
    } catch (IOException e) {
      throw new CommandException(Failures.words(e));
    }
  }

  /** What runs functions that are there: the server, or else processes of this machine. */
  Invoker invoker() throws CommandException {
    if (kind == Kind.SERVER) {
      return RemoteInvoker.open(serverUri());
    }
    try {
      var usual = InvokerSettings.usual();
      InvokerSettings settings = usual.withWorkers(usual.workers().withWorkers(1));
      Value egress = StoreOption.settings(environment).find("--egress");
      return Invokers.local(
          egress == null
              ? settings
              : settings.withEgress(InvokerSettings.egress(egress.from(), egress.text())));
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new CommandException(String.valueOf(e.getMessage()));
    }
  }

  private FunctionStore openDirectory(boolean mayMake) throws CommandException {
    FoundDirectory found = FoundDirectory.at(path());
    if (!mayMake
        && (found.kind() == FoundDirectory.Kind.EMPTY_OR_ABSENT
            || found.kind() == FoundDirectory.Kind.NOT_EMPTY)) {
      throw new CommandException(
          path() + " is no data directory: there is no directory functions in it");
    }
    requireStore(found);
    return FileFunctionStore.open(new FileStoreSettings(path(), false));
  }

  private static void requireStore(FoundDirectory found) throws CommandException {
    String refusal = found.refusal();
    if (refusal != null) {
      throw new CommandException(refusal);
    }
  }

  /** Its errors do not repeat the text, which may have a password in it. */
  private URI serverUri() {
    try {
      return new URI(StoreAddress.normalized(text));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("it is no URL: " + e.getReason());
    }
  }

  private static FunctionStore reachable(FunctionStore server) throws CommandException {
    String outage = server.status().outage();
    if (outage != null) {
      server.close();
      throw new CommandException(outage);
    }
    return server;
  }

  private Path requireFile() throws CommandException {
    Path path = path();
    if (!Files.exists(path)) {
      throw new CommandException("There is no file " + path);
    }
    return path;
  }

  private CommandException unreadable(String why) {
    return new CommandException(
        (text.equals("-") ? "What was read" : text) + " cannot be used: " + why);
  }

  /** Opens it to be read once or twice; "-" is what comes in. */
  Source source(InputStream in) throws CommandException {
    if (kind != Kind.FILE) {
      FunctionStore store = open(false);
      return Source.owning(store);
    }
    try {
      if (!text.equals("-")) {
        return Source.of(requireFile());
      }
      Path copy = Temporary.file("impuls-", ".in");
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
      return Source.of(copy);
    } catch (TransferException e) {
      throw unreadable(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw unreadable(Failures.words(e));
    }
  }
}
