package dev.impuls.desktop.workspace;

import dev.impuls.client.RemoteFunctionStore;
import dev.impuls.client.RemoteInvoker;
import dev.impuls.invoke.CountedInvoker;
import dev.impuls.invoke.Invoker;
import dev.impuls.invoke.Limits;
import dev.impuls.invoke.http.Egress;
import dev.impuls.invoke.http.HttpFetcher;
import dev.impuls.invoke.process.ProcessInvoker;
import dev.impuls.invoke.process.ProcessSettings;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.StoreUnavailableException;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Opens workspaces. Not for the UI thread. */
public final class Workspaces {
  private final ApiKeys keys;
  private final ProcessSettings processes;

  /**
   * @param processes how the processes are made that run functions on this machine
   */
  public Workspaces(ApiKeys keys, ProcessSettings processes) {
    this.keys = keys;
    this.processes = processes;
  }

  /** Whether that directory holds functions. */
  public static boolean isDataDirectory(Path directory) {
    return Files.isDirectory(directory.resolve("functions"));
  }

  /**
   * Opens one; a directory that is not there is made.
   *
   * @throws StoreUnavailableException if it cannot be used
   * @throws IllegalArgumentException if the address cannot be one
   */
  public Workspace open(Address address) {
    return switch (address) {
      case Address.Directory directory -> openDirectory(directory);
      case Address.Server server -> openServer(server);
    };
  }

  private Workspace openDirectory(Address.Directory address) {
    FunctionStore store =
        FileFunctionStore.open(
            new FileStoreSettings(address.path(), !Files.exists(address.path())));
    Invoker invoker = local(store);
    return new Workspace(address, store, invoker, invoker);
  }

  private Workspace openServer(Address.Server address) {
    @Nullable String key = keys.get(address.uri());
    RemoteFunctionStore store = RemoteFunctionStore.open(address.uri(), key);
    try {
      String outage = store.status().outage();
      if (outage != null) {
        throw new StoreUnavailableException(outage, null);
      }
      return new Workspace(address, store, RemoteInvoker.open(address.uri(), key), local(store));
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private Invoker local(FunctionStore store) {
    try {
      return new CountedInvoker(
          new ProcessInvoker(processes, Limits.DEFAULT, new HttpFetcher(Egress.parse("allow"))),
          Clock.systemUTC());
    } catch (UncheckedIOException e) {
      store.close();
      throw e;
    }
  }
}
