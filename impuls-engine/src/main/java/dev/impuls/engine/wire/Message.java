package dev.impuls.engine.wire;

import dev.impuls.function.Function;
import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.InvocationResult.LogRecord;

/** What a server and a worker tell each other; {@link Frames} says how. */
public sealed interface Message {

  // ---- from the worker ----

  /**
   * The first message of a worker.
   *
   * @param version of the protocol
   * @param token what the worker was given at its start, so that nobody else can be it
   */
  record Hello(int version, String token, String engine, boolean compiled) implements Message {}

  /** The worker is warm: it answers as quickly as it ever will. */
  record Ready() implements Message {}

  /** The code of a function was loaded; said once, of the first. */
  record Loaded() implements Message {}

  /** One record a call logged; in the order they were logged, and all before the call's result. */
  record Logged(int call, LogRecord log) implements Message {}

  /** How a call ended; its logs are not in it, as they came before. */
  record Ended(int call, InvocationResult result) implements Message {}

  /**
   * The engine failed, and may again: the worker is to be given no more calls.
   *
   * @param function whose code it failed of
   * @param what it failed of, for the log
   */
  record Broken(int function, String what) implements Message {}

  /** More memory is kept than functions account for: another worker should take over. */
  record Bloated() implements Message {}

  /**
   * A call makes an HTTP request; redirects are requests of their own.
   *
   * @param id of the request, another for each of the call
   */
  record Fetch(int call, int id, Fetcher.Request request) implements Message {}

  /** The answer to that request is not wanted any more. */
  record FetchCancel(int call, int id) implements Message {}

  // ---- to the worker ----

  /**
   * A function that calls may be of, from now on.
   *
   * @param id another for each function of this worker
   */
  record Load(int id, Function function) implements Message {}

  /** That function will not be called any more, unless it is loaded again under another id. */
  record Forget(int id) implements Message {}

  /**
   * A call.
   *
   * @param function the id it was loaded under
   * @param millisLeft of the time the function may take
   */
  record Call(int call, int function, int millisLeft, String requestId, String event)
      implements Message {
    /** The same with less time. */
    public Call withMillisLeft(int millis) {
      return new Call(call, function, millis, requestId, event);
    }
  }

  /** What came of a request. */
  record Fetched(int call, int id, Fetcher.Outcome outcome) implements Message {}

  /** Nobody waits for that call any more. */
  record Cancel(int call) implements Message {}
}
