package dev.impuls.engine.pool;

import dev.impuls.engine.wire.Message;
import dev.impuls.function.Function;

/** Who hears how workers fare; called by any thread, without a lock of the worker. */
interface WorkerListener {
  /** It is connected. */
  void connected(Worker which, Message.Hello hello);

  /** It is as quick as it ever will be, and takes no more than its share of the machine. */
  void warm(Worker which);

  /** It has answered a call. */
  void answered(Worker which);

  /** Its engine failed of that function, of what it says; it takes no more calls. */
  void broken(Worker which, Function function, String what);

  /** It keeps more memory than its functions account for. */
  void bloated(Worker which);

  /** A function ended it, or was running each time that another ended. */
  void blamed(Worker which, Key function);

  /** It is no more, and everything it had is released. */
  void ended(Worker which);

  /** A call was given to a worker that ended before it could begin or end it. */
  void placeAgain(WorkerCall call);
}
