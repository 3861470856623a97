package dev.impuls.server;

import dev.impuls.engine.js.JsInvoker;
import dev.impuls.invoke.Limits;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** The server with one more route, which answers the JSON it is sent: what HTTP alone costs. */
public final class EchoServer {
  public static final String PATH = "/echo";

  private EchoServer() {}

  /** Runs on that data directory until it is killed; says where it listens as the server does. */
  public static void main(String[] args) throws IOException {
    var json = new JsonMapper();
    var store = FileFunctionStore.open(new FileStoreSettings(Path.of(args[0]), false));
    var invoker = new JsInvoker(Limits.DEFAULT, Clock.systemUTC());
    var server =
        new ImpulsServer(
            "127.0.0.1",
            0,
            store,
            invoker,
            "benchmark",
            Set.of(),
            config ->
                config.routes.post(
                    PATH,
                    ctx ->
                        ctx.contentType("application/json")
                            .result(json.writeValueAsBytes(json.readTree(ctx.bodyAsBytes())))));
    server.start();
    System.out.println("Listens on http://127.0.0.1:" + server.port());
  }
}
