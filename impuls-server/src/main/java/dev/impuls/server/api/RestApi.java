package dev.impuls.server.api;

import dev.impuls.invoke.Invoker;
import dev.impuls.store.FunctionStore;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.Set;

/** The whole API on one Javalin configuration. */
public final class RestApi {
  /** Answers are small; Javalin's default of 32 KiB is cleared and copied for each. */
  private static final int RESPONSE_BUFFER_BYTES = 4096;

  private final FunctionStore store;
  private final Invoker invoker;
  private final String version;
  private final Set<String> hosts;

  /**
   * @param version what {@code /health} calls the server's version
   * @param hosts names the server is called by beside {@code localhost}
   */
  public RestApi(FunctionStore store, Invoker invoker, String version, Set<String> hosts) {
    this.store = store;
    this.invoker = invoker;
    this.version = version;
    this.hosts = Set.copyOf(hosts);
  }

  /** Registers every route and every error. */
  public void configure(JavalinConfig config) {
    Budgets budgets = Budgets.ofHeap(Runtime.getRuntime().maxMemory());
    var bodies = new Bodies(budgets);
    config.http.prefer405over404 = true;
    config.http.defaultContentType = "application/json";
    config.http.responseBufferSize = RESPONSE_BUFFER_BYTES;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.router.ignoreTrailingSlashes = false;
    config.router.javaLangErrorHandler(ApiErrors::fatal);
    config.jetty.modifyServer(
        server -> {
          server.setErrorHandler(new JettyErrors());
          Peers.hide(server, store.status().location());
          server.insertHandler(new InvokeHandler(store, invoker, bodies, budgets.results()));
          server.insertHandler(new Gate(hosts));
        });
    config.jetty.modifyServletContextHandler(context -> context.setErrorHandler(new JettyErrors()));
    config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    config.routes.before(RestApi::prepare);
    new FunctionRoutes(store, bodies, budgets.work()).register(config.routes);
    new TransferRoutes(store, Clock.systemUTC(), bodies, budgets.work()).register(config.routes);
    var events = new EventRoutes(store);
    events.register(config.routes);
    config.events.serverStopping(events::close);
    new RuntimeRoutes(invoker).register(config.routes);
    new StatisticsRoutes(store, invoker).register(config.routes);
    new HealthRoutes(store, version).register(config.routes);
    ApiErrors.register(config.routes);
  }

  private static void prepare(Context ctx) {
    RequestIds.assign(ctx);
    ctx.header("X-Content-Type-Options", "nosniff");
    ctx.header("Cache-Control", "no-store");
  }
}
