package dev.impuls.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.Invoker;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnRequestsTest {
  @TempDir Path directory;

  private final List<String> answered = new CopyOnWriteArrayList<>();

  private static final class NobodyCalls implements Invoker {
    @Override
    public CompletableFuture<InvocationResult> invoke(
        Invocation invocation, Consumer<InvocationResult.LogRecord> log) {
      throw new AssertionError("a function was called");
    }

    @Override
    public List<RuntimeInfo> runtimes() {
      return List.of();
    }

    @Override
    public void close() {}
  }

  private ImpulsServer server(String host, FileFunctionStore store) {
    return new ImpulsServer(
        host,
        0,
        store,
        new NobodyCalls(),
        "test",
        Set.of(),
        config ->
            config.routes.after(
                context -> answered.add(context.method() + " " + context.status())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "localhost"})
  void areAnsweredAndCallNothing(String host) throws Exception {
    try (var store = FileFunctionStore.open(new FileStoreSettings(directory, true));
        var server = server(host, store)) {
      server.start();
      new OwnRequests(host, server.port()).make(3);
      assertThat(answered).contains("GET 404 Not Found").hasSizeGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void endWithTheServer() throws Exception {
    int port;
    try (var store = FileFunctionStore.open(new FileStoreSettings(directory, true));
        var server = server("127.0.0.1", store)) {
      server.start();
      port = server.port();
    }
    var own = new OwnRequests("127.0.0.1", port);
    assertThatThrownBy(() -> own.make(1)).isInstanceOf(IOException.class);
  }
}
