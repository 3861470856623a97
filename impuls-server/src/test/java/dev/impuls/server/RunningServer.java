package dev.impuls.server;

import dev.impuls.engine.InvokerSettings;
import dev.impuls.engine.Invokers;
import dev.impuls.engine.Isolation;
import dev.impuls.invoke.Invoker;
import dev.impuls.invoke.Limits;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A real server on real files and the real engine, in this process, and a client of it. */
public final class RunningServer extends ApiClient {
  private final FileFunctionStore store;
  private final Invoker invoker;
  private final ImpulsServer server;

  public RunningServer(Path directory) {
    this(directory, Limits.DEFAULT);
  }

  public RunningServer(Path directory, Limits limits) {
    this(directory, limits, 0);
  }

  /** One on a port, as it was on before. */
  public RunningServer(Path directory, int port) {
    this(directory, Limits.DEFAULT, port);
  }

  private RunningServer(Path directory, Limits limits, int port) {
    var files = FileFunctionStore.open(new FileStoreSettings(directory, false));
    var engine =
        Invokers.local(InvokerSettings.usual().withIsolation(Isolation.NONE).withLimits(limits));
    var started = new ImpulsServer("127.0.0.1", port, files, engine, "test");
    try {
      started.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    super("http://127.0.0.1:" + started.port());
    store = files;
    invoker = engine;
    server = started;
  }

  public int port() {
    return server.port();
  }

  public FileFunctionStore store() {
    return store;
  }

  @Override
  public void close() {
    super.close();
    server.close();
    invoker.close();
    store.close();
  }
}
