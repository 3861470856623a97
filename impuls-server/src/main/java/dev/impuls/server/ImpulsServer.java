package dev.impuls.server;

import dev.impuls.invoke.Invoker;
import dev.impuls.server.api.PatientConnector;
import dev.impuls.server.api.RestApi;
import dev.impuls.store.FunctionStore;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.jetty.server.handler.GracefulHandler;

/** The REST server over a store and an invoker, which it does not own. */
public final class ImpulsServer implements AutoCloseable {
  /** A call may take 900 s, and its answer has to get out. */
  private static final Duration LONGEST_STOP = Duration.ofSeconds(930);

  /** Connections that come at once; Java's default of 50 has the others of a burst broken. */
  private static final int MAX_UNACCEPTED = 1024;

  private final String host;
  private final int port;
  private final Javalin javalin;

  /**
   * @param port 0 for any that is free
   * @param version what the API calls the server's version
   */
  public ImpulsServer(String host, int port, FunctionStore store, Invoker invoker, String version) {
    this(host, port, store, invoker, version, Set.of(), config -> {});
  }

  /**
   * The same with more.
   *
   * @param hosts names that clients call it by, beside {@code host} and {@code localhost}
   * @param more adds routes of a caller's own, as benchmarks have them
   */
  ImpulsServer(
      String host,
      int port,
      FunctionStore store,
      Invoker invoker,
      String version,
      Set<String> hosts,
      Consumer<JavalinConfig> more) {
    var names = new HashSet<>(hosts);
    names.add(host);
    this.host = host;
    this.port = port;
    this.javalin =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.showOldJavalinVersionWarning = false;
              config.startup.startupWatcherEnabled = false;
              config.concurrency.useVirtualThreads = true;
              new RestApi(store, invoker, version, names).configure(config);
              config.jetty.addConnector(
                  (server, http) -> {
                    var connector = new PatientConnector(server, http);
                    connector.setHost(host);
                    connector.setPort(port);
                    connector.setAcceptQueueSize(MAX_UNACCEPTED);
                    return connector;
                  });
              // Before all others, as it waits for what they do.
              config.jetty.modifyServer(
                  server -> {
                    server.insertHandler(new GracefulHandler());
                    server.setStopTimeout(LONGEST_STOP.toMillis());
                  });
              more.accept(config);
            });
  }

  /**
   * Starts to listen.
   *
   * @throws IOException if it cannot listen there; the message says why
   */
  public void start() throws IOException {
    try {
      javalin.start(host, port);
    } catch (JavalinBindException e) {
      throw new IOException("cannot listen on " + host + ":" + port + ": " + reason(e), e);
    }
  }

  private static String reason(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  /** The port it listens on. */
  public int port() {
    return javalin.port();
  }

  /** Accepts no more requests, and returns when those under way were answered. */
  @Override
  public void close() {
    javalin.stop();
  }
}
