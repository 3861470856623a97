package dev.impuls.engine.pool;

import dev.impuls.engine.wire.Message;
import dev.impuls.function.Function;

/** Does nothing with what it hears. */
final class SilentListener implements WorkerListener {
  @Override
  public void connected(Worker which, Message.Hello hello) {}

  @Override
  public void warm(Worker which) {}

  @Override
  public void answered(Worker which) {}

  @Override
  public void broken(Worker which, Function function, String what) {}

  @Override
  public void bloated(Worker which) {}

  @Override
  public void blamed(Worker which, Key function) {}

  @Override
  public void ended(Worker which) {}

  @Override
  public void placeAgain(WorkerCall call) {}
}
