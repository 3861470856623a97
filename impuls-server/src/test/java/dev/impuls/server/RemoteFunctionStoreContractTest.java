package dev.impuls.server;

import dev.impuls.client.RemoteFunctionStore;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.FunctionStoreContract;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract, kept by a remote server. */
class RemoteFunctionStoreContractTest extends FunctionStoreContract {
  @TempDir private Path directory;
  private @Nullable RunningServer server;

  @Override
  protected FunctionStore open() {
    if (server == null) {
      server = new RunningServer(directory);
    }
    return RemoteFunctionStore.open(URI.create("http://127.0.0.1:" + server.port()));
  }

  @AfterEach
  void stopServer() {
    closeStores();
    if (server != null) {
      server.close();
    }
  }
}
