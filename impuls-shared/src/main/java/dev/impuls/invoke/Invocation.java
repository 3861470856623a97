package dev.impuls.invoke;

import dev.impuls.function.Function;

/**
 * One call of a function.
 *
 * @param requestId names the call, to the function and in logs
 * @param function the function as it is to be run
 * @param event the event, one JSON value; the caller has checked that it is JSON
 */
public record Invocation(String requestId, Function function, String event) {}
