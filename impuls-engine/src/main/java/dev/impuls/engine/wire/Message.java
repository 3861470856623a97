package dev.impuls.engine.wire;

import dev.impuls.function.Function;
import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.InvocationResult;
import dev.impuls.invoke.InvocationResult.LogRecord;

/** What the invoker and a function process tell each other; {@link Frames} says how. */
public sealed interface Message {

  // ---- from the process ----

  /**
   * The first message of a process.
   *
   * @param version of the protocol
   * @param token what the process was given at its start, so that nobody else can be it
   */
  record Hello(int version, String token, String engine, boolean compiled) implements Message {}

  /** The process is warm, and takes a function. */
  record Ready() implements Message {}

  /** The function's code was loaded for the first time. */
  record Loaded() implements Message {}

  /** One record a call logged; in the order they were logged, and all before the call's result. */
  record Logged(int call, LogRecord log) implements Message {}

  /** How a call ended; its logs are not in it, as they came before. */
  record Ended(int call, InvocationResult result) implements Message {}

  /**
   * The engine failed, and may again: the process is to be given no more calls.
   *
   * @param what it failed of, for the log
   */
  record Broken(String what) implements Message {}

  /**
   * A call makes an HTTP request; redirects are requests of their own.
   *
   * @param id of the request, another for each of the call
   */
  record Fetch(int call, int id, Fetcher.Request request) implements Message {}

  /** The answer to that request is not wanted any more. */
  record FetchCancel(int call, int id) implements Message {}

  // ---- to the process ----

  /** The function that the process is for, from now to its end. */
  record Load(Function function) implements Message {}

  /** A call of that function. */
  record Call(int call, String requestId, String event) implements Message {}

  /** What came of a request. */
  record Fetched(int call, int id, Fetcher.Outcome outcome) implements Message {}

  /** Nobody waits for that call any more. */
  record Cancel(int call) implements Message {}
}
