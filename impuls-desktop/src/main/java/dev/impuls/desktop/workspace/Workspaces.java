package dev.impuls.desktop.workspace;

import dev.impuls.client.RemoteFunctionStore;
import dev.impuls.client.RemoteInvoker;
import dev.impuls.engine.InvokerSettings;
import dev.impuls.engine.Invokers;
import dev.impuls.invoke.Invoker;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.StoreUnavailableException;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import dev.impuls.store.file.FoundDirectory;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/** Opens workspaces. Not for the UI thread. */
public final class Workspaces {
  private final ApiKeys keys;
  private final InvokerSettings functions;

  /**
   * @param functions how functions run on this machine
   */
  public Workspaces(ApiKeys keys, InvokerSettings functions) {
    this.keys = keys;
    this.functions = functions;
  }

  /**
   * Opens one; a directory that is not there, or empty, becomes a data directory.
   *
   * @throws NoStoreException if other things are in the directory, or it is the inside of a store
   * @throws StoreUnavailableException if it cannot be used
   * @throws IllegalArgumentException if the address cannot be one
   */
  public Workspace open(Address address) {
    return switch (address) {
      case Address.Directory directory -> {
        FoundDirectory found = FoundDirectory.at(directory.path());
        if (found.refusal() != null) {
          throw new NoStoreException(found);
        }
        yield openStore(directory);
      }
      case Address.Server server -> openServer(server);
    };
  }

  /**
   * Makes a data directory of one that other things are in, and opens it.
   *
   * @throws NoStoreException if no store can be among them
   * @throws StoreUnavailableException if it cannot be used
   */
  public Workspace make(Address.Directory address) {
    FoundDirectory found = FoundDirectory.at(address.path());
    if (found.refusal() != null && found.kind() != FoundDirectory.Kind.NOT_EMPTY) {
      throw new NoStoreException(found);
    }
    return openStore(address);
  }

  private Workspace openStore(Address.Directory address) {
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
      return Invokers.local(functions);
    } catch (UncheckedIOException e) {
      store.close();
      throw e;
    }
  }
}
