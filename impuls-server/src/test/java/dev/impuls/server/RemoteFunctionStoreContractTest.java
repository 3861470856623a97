package dev.impuls.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.client.RemoteFunctionStore;
import dev.impuls.function.Function;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.FunctionStoreContract;
import dev.impuls.store.Samples;
import java.net.URI;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
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

  /** The server has read it by then, and it is on its way. */
  @Override
  @Test
  public void aStreamLeavesOutWhatIsRemovedMeanwhile() {
    store().create(Samples.draft("a"));
    store().create(Samples.draft("b"));
    try (Stream<Function> stream = store().stream(FunctionQuery.ALL)) {
      Iterator<Function> functions = stream.iterator();
      assertThat(functions.next().name()).isEqualTo("a");
      store().delete("b", null);
      functions.forEachRemaining(function -> assertThat(function.name()).isEqualTo("b"));
    }
    try (Stream<Function> stream = store().stream(FunctionQuery.ALL)) {
      assertThat(stream).extracting(Function::name).containsExactly("a");
    }
  }

  @AfterEach
  void stopServer() {
    closeStores();
    if (server != null) {
      server.close();
    }
  }
}
