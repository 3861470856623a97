package dev.impuls.engine.runtime;

import dev.impuls.function.Function;
import dev.impuls.invoke.Invocation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what an engine in this process meets to the log. */
public final class LoggedEvents implements EngineEvents {
  private static final Logger log = LoggerFactory.getLogger(LoggedEvents.class);

  private final EngineFailures failures = new EngineFailures();

  @Override
  public void engineFailed(Function function, Throwable failure) {
    failures.failed(function, EngineFailures.text(failure));
  }

  @Override
  public void doesNotStop(Invocation invocation) {
    log.warn("{} does not stop though it was told to", invocation.function());
  }
}
