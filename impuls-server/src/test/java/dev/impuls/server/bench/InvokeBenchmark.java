package dev.impuls.server.bench;

import dev.impuls.function.FunctionDraft;
import dev.impuls.function.FunctionPatch;
import dev.impuls.server.EchoServer;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls of a function that says hello against calls of a route that only echoes JSON, of one server
 * in a process of its own, in turns.
 */
final class InvokeBenchmark {
  private static final int CONNECTIONS = 16;
  private static final int WARM_UP_ROUNDS = 4;
  private static final double WARM_UP_SECONDS = 5;
  private static final int ROUNDS = 11;
  private static final double SECONDS = 3;
  private static final String EVENT = "{\"name\":\"World\"}";

  private final Path script;
  private final Path data;
  private final Table table;

  InvokeBenchmark(Settings settings, Table table) {
    this.script = settings.script();
    this.data = settings.directory().resolve("hello");
    this.table = table;
  }

  void run() throws Exception {
    try (var store = FileFunctionStore.open(new FileStoreSettings(data, false))) {
      String code =
          "exports.handler = async (event) => ({ statusCode: 200, body: { message: `Hello,"
              + " ${event.name}!` } });";
      store.create(
          FunctionDraft.of(
              "hello",
              new FunctionPatch(
                  null, "nodejs22", "index.handler", code, null, null, null, null, null)));
    }
    try (var server = new StartedServer(command(), "")) {
      var hello = new LoadGenerator(server.port(), "/api/v1/functions/hello/invoke", EVENT);
      var echo = new LoadGenerator(server.port(), EchoServer.PATH, EVENT);
      for (int i = 0; i < WARM_UP_ROUNDS; i++) {
        echo.requestsPerSecond(CONNECTIONS, WARM_UP_SECONDS);
        hello.requestsPerSecond(CONNECTIONS, WARM_UP_SECONDS);
      }
      var echoes = new Medians();
      var hellos = new Medians();
      var ratios = new Medians();
      for (int i = 0; i < ROUNDS; i++) {
        double echoed = echo.requestsPerSecond(CONNECTIONS, SECONDS);
        double called = hello.requestsPerSecond(CONNECTIONS, SECONDS);
        echoes.add(echoed);
        hellos.add(called);
        ratios.add(called / echoed);
      }
      table.add(
          "hello against an echo route, " + CONNECTIONS + " connections",
          "at least 0.85",
          hellos.text("%.0f", "/s"),
          echoes.text("%.0f", "/s"),
          ratios.text("%.2f", ""),
          ratios.median() >= 0.85);
    }
  }

  /** What the script starts, but with the class that adds the echo route. */
  private List<String> command() throws IOException {
    List<String> started;
    try (var server = StartedServer.on(script, data, "")) {
      started = server.commandLine();
    }
    int classPath = started.indexOf("-cp") + 1;
    var command = new ArrayList<>(started.subList(0, classPath));
    command.add(
        started.get(classPath) + File.pathSeparator + System.getProperty("java.class.path"));
    command.addAll(List.of(EchoServer.class.getName(), data.toString()));
    return command;
  }
}
