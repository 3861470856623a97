package dev.impuls.invoke.process;

import dev.impuls.invoke.Invocation;
import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.InvocationResult.LogRecord;
import dev.impuls.invoke.Invoker;
import dev.impuls.invoke.InvokerContract;
import dev.impuls.invoke.LimitedInvoker;
import dev.impuls.invoke.Limits;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS) // One pool of processes for most tests.
class ProcessInvokerTest extends InvokerContract {
  private final Invoker shared = make(LIMITS);

  private static Invoker make(Limits limits) {
    return new LimitedInvoker(new ProcessInvoker(QuickProcesses.settings(), limits), limits);
  }

  @Override
  protected Invoker open(Limits limits) {
    return limits.equals(LIMITS) ? new Shared(shared) : make(limits);
  }

  /** Stays open for the next test. */
  private record Shared(Invoker invoker) implements Invoker {
    @Override
    public CompletableFuture<InvocationResult> invoke(
        Invocation invocation, Consumer<LogRecord> log) {
      return invoker.invoke(invocation, log);
    }

    @Override
    public List<RuntimeInfo> runtimes() {
      return invoker.runtimes();
    }

    @Override
    public void close() {}
  }

  @AfterAll
  void closeShared() {
    shared.close();
  }
}
