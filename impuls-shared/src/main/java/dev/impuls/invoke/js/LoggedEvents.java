package dev.impuls.invoke.js;

import dev.impuls.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what an engine in this process meets to the log. */
final class LoggedEvents implements EngineEvents {
  private static final Logger log = LoggerFactory.getLogger(LoggedEvents.class);

  @Override
  public void engineFailed(Function function, Throwable failure) {
    log.error("The engine failed on {}", function, failure);
  }

  @Override
  public void doesNotStop(Function function) {
    log.warn("{} does not stop though it was told to", function);
  }
}
