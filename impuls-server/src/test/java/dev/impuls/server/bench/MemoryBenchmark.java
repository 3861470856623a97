package dev.impuls.server.bench;

import dev.impuls.function.FunctionDraft;
import dev.impuls.function.FunctionPatch;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;

/** What idle functions, and a server of many of them, hold of the memory. */
final class MemoryBenchmark {
  private static final int FUNCTIONS = 1000;

  /** Each takes a process that was started for it, which is what takes the time. */
  private static final int CALLED_FUNCTIONS = 50;

  private static final int CALLS = 5000;
  private static final long TARGET_MIB = 200;
  private static final double MOST_SECONDS_TO_IDLE = 60;

  private final Settings settings;
  private final Table table;

  MemoryBenchmark(Settings settings, Table table) {
    this.settings = settings;
    this.table = table;
  }

  void run() throws Exception {
    for (Handler handler : Handler.values()) {
      functionProcess(handler);
    }
    server();
  }

  /** The process that worked for the calls is the function's. */
  private void functionProcess(Handler handler) throws Exception {
    String what = "memory of an idle function process, " + handler.file();
    try (var server = settings.server("memory-" + handler.file(), "");
        var api = new Api(server.port())) {
      api.create(handler.file(), handler.code(settings), 30);
      call(api, handler, handler.file());
      Proc.awaitIdle(server.pid(), MOST_SECONDS_TO_IDLE);
      var before = new HashMap<Long, Long>();
      Proc.functionProcesses(server.pid()).forEach(p -> before.put(p.pid(), Proc.ticks(p.pid())));
      for (int i = 0; i < CALLS; i++) {
        call(api, handler, handler.file());
      }
      Proc.awaitSettled(server.pid(), MOST_SECONDS_TO_IDLE);
      long pid = 0;
      long most = -1;
      for (var process : before.entrySet()) {
        long worked = Proc.ticks(process.getKey()) - process.getValue();
        if (worked > most) {
          pid = process.getKey();
          most = worked;
        }
      }
      if (pid == 0) {
        table.notMeasured(what, target(), "the server has no function processes");
        return;
      }
      add(what, pid, "after " + (CALLS + 1) + " calls");
    }
  }

  private void server() throws Exception {
    var data = settings.directory().resolve("memory");
    try (var store = FileFunctionStore.open(new FileStoreSettings(data, false))) {
      String code = Handler.HELLO.code(settings);
      for (int i = 0; i < FUNCTIONS; i++) {
        store.create(
            FunctionDraft.of(
                "f" + i,
                new FunctionPatch(
                    null, "nodejs22", "index.handler", code, null, null, null, null, null)));
      }
    }
    try (var server = settings.server("memory", "");
        var api = new Api(server.port())) {
      for (int i = 0; i < CALLED_FUNCTIONS; i++) {
        call(api, Handler.HELLO, "f" + i);
      }
      Proc.awaitSettled(server.pid(), MOST_SECONDS_TO_IDLE);
      List<ProcessHandle> kept = Proc.functionProcesses(server.pid());
      long keptMib = 0;
      for (ProcessHandle process : kept) {
        keptMib += Proc.pssMib(process.pid());
      }
      add(
          "memory of a server of 1,000 idle functions",
          server.pid(),
          CALLED_FUNCTIONS
              + " were called; "
              + kept.size()
              + " function processes are kept, PSS "
              + keptMib
              + " MiB in all");
    }
  }

  private void add(String what, long pid, String beside) throws IOException {
    long rss = Proc.rssMib(pid);
    table.add(
        what,
        target(),
        "RSS " + rss + " MiB, PSS " + Proc.pssMib(pid) + " MiB",
        beside,
        rss + " MiB",
        rss <= TARGET_MIB);
  }

  private static String target() {
    return "at most " + TARGET_MIB + " MiB";
  }

  private static void call(Api api, Handler handler, String name) throws Exception {
    Api.Answer answer = api.invoke(name, handler.event());
    if (!handler.isAnsweredBy(answer)) {
      throw new IOException("wrong answer: " + answer);
    }
  }
}
