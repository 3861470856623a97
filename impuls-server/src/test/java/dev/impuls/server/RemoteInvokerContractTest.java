package dev.impuls.server;

import dev.impuls.client.RemoteInvoker;
import dev.impuls.function.Function;
import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.InvocationResult.LogRecord;
import dev.impuls.invoke.Invoker;
import dev.impuls.invoke.InvokerContract;
import dev.impuls.invoke.Limits;
import dev.impuls.store.FunctionNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;

/** The contract, kept by a remote server. */
class RemoteInvokerContractTest extends InvokerContract {
  @TempDir private static Path directory;

  @Override
  protected Invoker open(Limits limits) {
    try {
      return new Remote(new RunningServer(Files.createTempDirectory(directory, "data"), limits));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts what is called on the server before. */
  private static final class Remote implements Invoker {
    private final RunningServer server;
    private final RemoteInvoker invoker;
    private final Map<String, Function> there = new HashMap<>();

    Remote(RunningServer server) {
      this.server = server;
      this.invoker = RemoteInvoker.open(URI.create("http://127.0.0.1:" + server.port()));
    }

    @Override
    public CompletableFuture<InvocationResult> invoke(
        Invocation invocation, Consumer<LogRecord> log) {
      Function function = invocation.function();
      if (!function.equals(there.put(function.name(), function))) {
        put(function);
      }
      return invoker.invoke(invocation, log);
    }

    private void put(Function function) {
      try {
        server.store().put(function, server.store().get(function.name()).revision());
      } catch (FunctionNotFoundException e) {
        server.store().put(function, null);
      }
    }

    @Override
    public List<RuntimeInfo> runtimes() {
      return invoker.runtimes();
    }

    @Override
    public void close() {
      invoker.close();
      server.close();
    }
  }
}
