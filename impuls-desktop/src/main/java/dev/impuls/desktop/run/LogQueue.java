package dev.impuls.desktop.run;

import dev.impuls.invoke.InvocationResult.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a run logs, from the threads that run it to the UI thread, which takes it in batches. */
final class LogQueue implements Consumer<LogRecord> {
  private List<LogRecord> waiting = new ArrayList<>();

  @Override
  public synchronized void accept(LogRecord log) {
    waiting.add(log);
  }

  /** What came since it was last asked. */
  synchronized List<LogRecord> take() {
    if (waiting.isEmpty()) {
      return List.of();
    }
    List<LogRecord> taken = waiting;
    waiting = new ArrayList<>();
    return taken;
  }
}
